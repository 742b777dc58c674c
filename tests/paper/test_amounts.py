from decimal import Decimal

import pytest

from logistics.paper.amounts import in_words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("10", "壹拾元整"),
        ("100.05", "壹佰元零伍分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1001.00", "壹仟零壹元整"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("1680.32", "壹仟陆佰捌拾元零叁角贰分"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("10010000", "壹仟零壹万元整"),
        ("12345678.90", "壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角整"),
        ("100000001", "壹亿零壹元整"),
        ("1000000000000", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("-20.5", "负贰拾元零伍角整"),
        ("0.004", "零元整"),
        ("0.005", "壹分"),
    ],
)
def test_an_amount_is_written_as_banks_accept_it(amount, words):
    assert in_words(Decimal(amount)) == words


def test_an_amount_beyond_all_names_is_refused():
    with pytest.raises(ValueError, match="too large"):
        in_words(Decimal(10) ** 16)
