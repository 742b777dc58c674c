"""统一社会信用代码: eighteen signs, the last of which checks the others (GB 32100-2015)."""

import unicodedata

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, place, 31) for place in range(17)]


def as_credit_code(text):
    """Return what was typed as a code is written: narrow capitals without spaces."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def is_credit_code(code):
    """Say whether ``code`` has the right signs and its check sign fits."""
    if len(code) != 18 or any(sign not in SIGNS for sign in code):
        return False
    return check_sign(code[:17]) == code[17]


def check_sign(body):
    """Return the eighteenth sign of the first seventeen."""
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(body, WEIGHTS, strict=True))
    return SIGNS[-total % 31]
