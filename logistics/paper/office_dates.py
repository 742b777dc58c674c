"""Dates as Chinese offices write them."""

from django.utils import timezone

NUMERALS = "〇一二三四五六七八九"


def office_date(day):
    """2026年11月21日."""
    return f"{day.year}年{day.month}月{day.day}日"


def office_datetime(moment):
    """2026年11月21日 14:05, in the time of the school."""
    local = timezone.localtime(moment)
    return f"{office_date(local)} {local:%H:%M}"


def office_date_in_numerals(day):
    """二〇二六年十一月二十一日."""
    year = "".join(NUMERALS[int(digit)] for digit in str(day.year))
    return f"{year}年{counting(day.month)}月{counting(day.day)}日"


def counting(number):
    """Chinese counting numerals from 1 to 99, as used for months, days and headings: 二十一."""
    tens, ones = divmod(number, 10)
    if not 1 <= number <= 99:
        raise ValueError(f"not between 1 and 99: {number}")
    return ("" if tens < 2 else NUMERALS[tens]) + ("十" if tens else "") + (NUMERALS[ones] if ones else "")
