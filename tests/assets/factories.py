import datetime
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from assets.models import Asset
from tests.factories import PlaceFactory


class AssetFactory(DjangoModelFactory):
    """A computer of 4,200 yuan in use."""

    class Meta:
        model = Asset

    place = factory.SubFactory(PlaceFactory)
    campus = factory.SelfAttribute("place.campus")
    school = factory.SelfAttribute("place.school")
    number = factory.Sequence(lambda number: f"ZC-2026-{number:04d}")
    name = "台式计算机"
    asset_class = Asset.Class.EQUIPMENT
    category = Asset.Category.FIXED
    measure_word = "台"
    value = Decimal("4200.00")
    acquired_on = datetime.date(2026, 3, 2)
    registered_on = datetime.date(2026, 3, 3)

    class Params:
        to_scrap = factory.Trait(status=Asset.Status.TO_SCRAP, reason="无法修复")
        scrapped = factory.Trait(
            status=Asset.Status.SCRAPPED,
            reason="无法修复",
            approval="教资〔2026〕8号",
            ended_on=datetime.date(2026, 5, 6),
        )
