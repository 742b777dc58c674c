"""What an invoice says, and making sense of texts that say it."""

import re
import unicodedata
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation

LARGEST = Decimal(10) ** 10


@dataclass(frozen=True)
class InvoiceFacts:
    """What could be read of an original; what could not is None or empty. ``amount`` is the whole with tax, in yuan."""

    code: str = ""
    number: str = ""
    issued_on: date | None = None
    seller: str = ""
    seller_tax_id: str = ""
    amount: Decimal | None = None
    check_code: str = ""

    def __bool__(self):
        return bool(self.number)

    def as_initial(self):
        """Return {field: value} of what was read."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value}


def as_number(text):
    """Return the figures of an invoice number of 8 or 20 figures, an empty text when it is none."""
    figures = re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))
    return figures if re.fullmatch(r"\d{8}|\d{20}", figures) else ""


def as_code(text):
    figures = re.sub(r"\s", "", unicodedata.normalize("NFKC", text or ""))
    return figures if re.fullmatch(r"\d{10}|\d{12}", figures) else ""


def as_day(text):
    """Return the date in 2026年03月05日, 2026-03-05, 20260305 or a moment that begins so; None for anything else."""
    text = unicodedata.normalize("NFKC", text or "").strip()
    found = re.match(r"(20\d\d)\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})", text)
    if found is None:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def as_amount(text):
    """Return an amount in yuan with two places, None for what is none."""
    plain = re.sub(r"[¥￥,，\s元]", "", text or "")
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        return None
    return amount.quantize(Decimal("0.01")) if amount.is_finite() and 0 < amount < LARGEST else None


def as_words(text, most):
    return " ".join((text or "").split())[:most]


def facts_from(*, code="", number="", day="", seller="", tax_id="", amount="", check_code=""):
    """Return the InvoiceFacts of raw texts."""
    return InvoiceFacts(
        code=as_code(code),
        number=as_number(number),
        issued_on=as_day(day),
        seller=as_words(seller, 80),
        seller_tax_id=as_words(tax_id, 30),
        amount=as_amount(amount),
        check_code=as_words(check_code, 30),
    )


def facts_in_text(text):
    """Return the InvoiceFacts in the plain text of an invoice as printed: labels with what stands behind them."""
    text = unicodedata.normalize("NFKC", text)
    return facts_from(
        code=_behind(r"发\s*票\s*代\s*码", r"(\d{10}|\d{12})(?!\d)", text),
        number=_behind(r"发\s*票\s*号\s*码", r"(\d{20}|\d{8})(?!\d)", text),
        day=_behind(r"开\s*票\s*日\s*期", r"(20\d\d\s*[年-]\s*\d{1,2}\s*[月-]\s*\d{1,2})", text),
        seller=_last(r"名\s*称\s*[::]\s*(\S[^\n]*?)(?=\s*(?:名\s*称|统一|纳税人|销|购|\n|$))", text),
        tax_id=_last(r"(?:纳\s*税\s*人\s*识\s*别\s*号)\s*[::]?\s*([0-9A-Z]{15,20})", text),
        amount=_behind(r"[((]\s*小\s*写\s*[))]", r"[¥]?\s*([\d,]+\.\d\d)", text),
        check_code=re.sub(r"\s", "", _behind(r"校\s*验\s*码", r"((?:\d\s*){20})", text)),
    )


def _behind(label, value, text):
    found = re.search(rf"{label}\s*[::]?\s*{value}", text)
    return found.group(1) if found else ""


def _last(pattern, text):
    """Return the last match: on an invoice the buyer stands before the seller."""
    found = re.findall(pattern, text)
    return found[-1] if found else ""
