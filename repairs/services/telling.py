"""Who hears of what."""

from logistics.notices.services import send


def tell(people, message, *, school, besides=None):
    """Send ``message`` to ``people`` (None among them is passed over) except whoever caused it."""
    listeners = [person for person in people if person is not None and (besides is None or person.pk != besides.pk)]
    send(listeners, message, school=school)
