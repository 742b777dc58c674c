from datetime import UTC, date, datetime

import pytest

from logistics.paper import office_dates


def test_a_day_is_written_without_leading_zeros():
    assert office_dates.office_date(date(2026, 9, 1)) == "2026年9月1日"


def test_a_moment_is_written_in_the_time_of_the_school():
    assert office_dates.office_datetime(datetime(2026, 11, 20, 18, 5, tzinfo=UTC)) == "2026年11月21日 02:05"


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 21), "二〇二六年十一月二十一日"),
        (date(2030, 10, 10), "二〇三〇年十月十日"),
        (date(2026, 1, 30), "二〇二六年一月三十日"),
    ],
)
def test_a_day_in_chinese_numerals(day, text):
    assert office_dates.office_date_in_numerals(day) == text
