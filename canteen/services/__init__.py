"""Every change of the canteen's ledgers, by its verb."""

from canteen.services.canteens import add_canteen, change_canteen
from canteen.services.certificates import enter_certificate
from canteen.services.samples import correct_sample, discard_samples, take_samples
from canteen.services.signing import signed_by_pin

__all__ = [
    "add_canteen",
    "change_canteen",
    "correct_sample",
    "discard_samples",
    "enter_certificate",
    "signed_by_pin",
    "take_samples",
]
