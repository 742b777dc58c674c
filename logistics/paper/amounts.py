"""Amounts of money in words, as they must stand on slips (支付结算办法, 附一)."""

from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
CENT = Decimal("0.01")
LIMIT = Decimal(10) ** 16


def in_words(amount):
    """Return ``amount`` (Decimal in yuan) in the capital numerals banks accept: 壹仟零叁元伍角整.

    Rounded to the cent. Raises ValueError from 万万亿 (10 ** 16) on.
    """
    amount = Decimal(amount).quantize(CENT, ROUND_HALF_UP)
    if abs(amount) >= LIMIT:
        raise ValueError(f"too large to be written out: {amount}")
    yuan, cents = divmod(int(abs(amount) * 100), 100)
    sign = "负" if amount < 0 else ""
    if not yuan and not cents:
        return "零元整"
    return sign + (f"{_integer(yuan)}元" if yuan else "") + _fraction(cents, yuan)


def _integer(number):
    """Groups of four figures; any run of zeros between two figures is said once as 零."""
    words, zero = "", False
    for index in reversed(range(len(GROUPS))):
        group = number // 10_000**index % 10_000
        if not group:
            zero = bool(words)
            continue
        if words and (zero or group < 1000):
            words += DIGITS[0]
        words += _group(group) + _group_name(index, number)
        zero = False
    return words


def _group_name(index, number):
    """万亿 is said as 万 when figures of 亿 follow, which then carry the 亿 themselves."""
    return "万" if index == 3 and number // 10_000**2 % 10_000 else GROUPS[index]


def _group(group):
    words, zero = "", False
    for place in reversed(range(len(PLACES))):
        digit = group // 10**place % 10
        if digit:
            words += (DIGITS[0] if zero and words else "") + DIGITS[digit] + PLACES[place]
        zero = not digit
    return words


def _fraction(cents, yuan):
    """零 stands for a missing 角 after yuan, and before 角 when the yuan end in 0 (￥1,680.32: …捌拾元零叁角贰分)."""
    jiao, fen = divmod(cents, 10)
    if not cents:
        return "整"
    zero = DIGITS[0] if yuan and (not jiao or yuan % 10 == 0) else ""
    return zero + (f"{DIGITS[jiao]}角" if jiao else "") + (f"{DIGITS[fen]}分" if fen else "整")
