"""Letters to parents, a page each: what was collected, what was spent of it, what goes back, and a slip to return."""

import io
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Sum
from pypdf import PdfReader, PdfWriter

from finance.fee_words import money, standard_text
from finance.models import FeeItem, FeeRow, FeeShare
from logistics.paper.pdf import render_pdf
from logistics.school.models import Pupil

LETTERS_A_PART = 40


@dataclass(frozen=True)
class Line:
    """One fee of a pupil, as texts."""

    name: str
    standard: str
    collected: str
    spent: str
    refund: str


@dataclass
class Letter:
    pupil: Pupil
    lines: list = field(default_factory=list)
    refund: Decimal = Decimal(0)
    fees: set = field(default_factory=set)


def pupils_written_to(school, term, school_class=None):
    """Return the pupils who paid anything in the term, class by class."""
    rows = FeeRow.objects.filter(item__school=school, item__term=term)
    pupils = Pupil.objects.filter(pk__in=rows.values("pupil"))
    pupils = pupils.filter(school_class=school_class) if school_class else pupils
    return pupils.select_related("school_class__campus").order_by(
        "school_class__campus", "school_class__grade", "school_class", "number"
    )


def letters_of(pupils, term):
    """Return the Letter of each of ``pupils``; three queries however many they are."""
    letters = {pupil.pk: Letter(pupil) for pupil in pupils}
    items = FeeItem.objects.filter(term=term, school=term.school_id).in_bulk()
    shares = {}
    for share in FeeShare.objects.filter(pupil__in=letters, settlement__item__in=items).select_related("settlement"):
        shares[share.pupil_id, share.settlement.item_id] = share
    rows = FeeRow.objects.filter(pupil__in=letters, item__in=items).order_by()
    for pk, item_pk, paid in rows.values_list("pupil", "item").annotate(sum=Sum("amount")).order_by("item"):
        if paid:
            _add(letters[pk], items[item_pk], paid, shares.get((pk, item_pk)))
    return [letter for letter in letters.values() if letter.lines]


def _add(letter, item, paid, share):
    spent, refund = (money(share.spent), money(share.refund)) if share else ("", "")
    letter.lines.append(Line(item.name, standard_text(item), money(paid), spent, refund))
    letter.refund += share.refund if share else 0
    letter.fees.add(item.pk)


def spendings_by_fee(term):
    """Return {fee: [spendings]} of a term, for the list of what the money was used for."""
    found = defaultdict(list)
    for item in FeeItem.objects.filter(term=term).prefetch_related("spendings__correction"):
        for spending in item.spendings.all():
            if spending.corrects_id is None and not hasattr(spending, "correction"):
                found[item.pk].append(spending)
    return found


class LetterBook:
    """Many letters as one PDF, laid out in parts so that memory stays small."""

    def __init__(self, school, term, day):
        self.facts = {"school_name": school.name, "term": term, "day": day, "phone": self._phone(term)}
        self.spendings = spendings_by_fee(term)
        self.writer = PdfWriter()
        self.count = 0
        self.term = term

    def _phone(self, term):
        phones = FeeItem.objects.filter(term=term).exclude(complaint_phone="").values_list("complaint_phone", flat=True)
        return phones.first() or ""

    def add(self, pupils):
        """Lay the letters of these pupils out; each begins a page."""
        letters = letters_of(pupils, self.term)
        if not letters:
            return
        for letter in letters:
            letter.spendings = [spending for pk in sorted(letter.fees) for spending in self.spendings[pk]]
        content = render_pdf("finance/letters.html", {**self.facts, "letters": letters})
        self.writer.append(PdfReader(io.BytesIO(content)), import_outline=False)
        self.count += len(letters)

    def written(self):
        """Return the PDF of all letters."""
        target = io.BytesIO()
        self.writer.write(target)
        return target.getvalue()
