"""Plain records of the reports app."""

from datetime import datetime
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from logistics import clock
from logistics.reports.models import Export, SummaryText
from tests.factories import SchoolFactory, UserFactory

NOON = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


class ExportFactory(DjangoModelFactory):
    """A PDF of the first term of 2026, asked for and not begun."""

    class Meta:
        model = Export

    school = factory.SubFactory(SchoolFactory)
    period = "2026-2027-1"
    title = "2026—2027学年度第一学期总务后勤工作总结"
    format = Export.Format.PDF
    requested_by = factory.SubFactory(UserFactory)
    requested_at = factory.LazyFunction(clock.now)


class SummaryTextFactory(DjangoModelFactory):
    class Meta:
        model = SummaryText

    school = factory.SubFactory(SchoolFactory)
    period = "2026-2027-1"
    section = "thinking"
    text = "组织学习三次。"
    written_by = factory.SubFactory(UserFactory)
    written_at = factory.LazyFunction(clock.now)
