import pytest

from finance.models import Meter, MeterPayment, MeterReading, MeterTariff
from logistics import clock

pytestmark = pytest.mark.django_db


def test_the_sample_school_shows_every_fate_of_a_reading(sample_school):
    readings = MeterReading.objects.of_school(sample_school)
    standing = readings.standing().with_payments()
    today = clock.today()

    assert Meter.objects.of_school(sample_school).count() == 9
    assert set(MeterTariff.objects.of_school(sample_school).values_list("kind", flat=True)) == {"electricity", "water"}
    assert standing.filter(read_on__lt=sample_school.terms.order_by("-starts_on")[0].starts_on).count() >= 27
    assert standing.filter(old_last__isnull=False).count() == 1
    assert readings.filter(reversed_on__isnull=False).count() == 1
    assert standing.exclude(limit=None).filter(note="装修用电，与住户核对无误").count() == 1
    assert set(readings.overdue(today).values_list("payer", flat=True)) == {"陈桂香（保洁员）"}
    assert standing.filter(outstanding__lte=0).count() == MeterPayment.objects.of_school(sample_school).count()
    assert not readings.filter(amount__gt=2000).exists()
