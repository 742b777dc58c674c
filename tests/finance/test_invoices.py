"""Invoices: each number once for ever, originals read where they can be, hostile files harmless."""

import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from finance import services
from finance.einvoices import InvoiceFacts, read_original
from finance.einvoices.facts import as_amount, as_day, as_number
from finance.models import Invoice
from logistics import clock
from logistics.attachments.documents import OFD, PDF, XML
from logistics.attachments.selectors import files_of
from logistics.attachments.services import keep_upload
from logistics.errors import RuleError
from tests.approvals.factories import Office
from tests.finance import originals
from tests.finance.claim_factories import draft, invoice, staff, submitted

WHOLE = InvoiceFacts(
    number=originals.NUMBER, issued_on=date(2026, 3, 5), seller="上海明灯照明有限公司",
    seller_tax_id="91310000MA1K35X00X", amount=Decimal("1109.00"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def at_work(request):
    if "office" in request.fixturenames:
        staff(request.getfixturevalue("office"))


# --- one number once --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["2431 2000-0000 0000 7788", "２４３１２０００００００００００７７８８", " 24312000000000007788 "]
)
def test_a_number_typed_again_in_other_width_or_spacing_is_refused(office, typed):
    submitted(office, invoices=[invoice(office, number="24312000000000007788")])

    with pytest.raises(RuleError) as refused:
        invoice(office, number=typed)

    assert refused.value.field == "number"
    assert f"BZ-{clock.today().year}-0001" in str(refused.value)
    assert office.teacher.name in str(refused.value)


def test_letters_count_in_either_case(office):
    invoice(office, number="ab－001")

    with pytest.raises(RuleError):
        invoice(office, number="AB001")


def test_a_number_is_not_free_again_after_a_refusal(office):
    claim = submitted(office, invoices=[invoice(office, number="12345678")])
    services.sign_claim(claim, by=office.acceptor, verb="refuse", word="不符")

    with pytest.raises(RuleError, match=claim.number):
        invoice(office, number="1234 5678")


def test_the_database_refuses_what_slips_past_the_question(office):
    invoice(office, number="12345678")
    twin = Invoice(
        school=office.school, number="１２３４-５６７８", issued_on=clock.today(), seller="乙", amount=1,
        entered_by=office.teacher, entered_at=clock.now(),
    )  # fmt: skip

    with pytest.raises(IntegrityError, match="one_invoice_of_a_number_in_a_school"), transaction.atomic():
        twin.save()


def test_receipts_of_two_shops_may_bear_the_same_number(office):
    invoice(office, number="0001234", kind="receipt", seller="甲店")

    assert invoice(office, number="0001234", kind="receipt", seller="乙店").number_key == "0001234"
    with pytest.raises(RuleError):
        invoice(office, number="0001234", kind="receipt", seller="甲店")


def test_another_school_has_its_own_numbers(office):
    invoice(office, number="12345678")

    assert invoice(staff(Office()), number="12345678").number == "12345678"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"number": " - "}, "number"), ({"amount": "0"}, "amount"), ({"amount": "-5"}, "amount"),
        ({"amount": "1.234"}, "amount"), ({"amount": "1000000000000"}, "amount"),
        ({"issued_on": date(1990, 1, 1)}, "issued_on"), ({"issued_on": clock.today() + timedelta(days=1)}, "issued_on"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_told_at_its_field(office, facts, field):
    with pytest.raises(RuleError) as refused:
        invoice(office, **facts)

    assert refused.value.field == field


def test_an_invoice_is_corrected_only_while_it_is_on_no_claim(office):
    paper = invoice(office, "100")
    facts = {"number": "777", "issued_on": clock.today(), "seller": "甲店", "amount": Decimal(90), "by": office.teacher}

    assert services.change_invoice(paper, **facts).amount == 90
    draft(office, invoices=[paper])
    with pytest.raises(RuleError):
        services.change_invoice(paper, **facts)


# --- reading originals ------------------------------------------------------------------------------------------------


def test_the_xml_of_a_digital_invoice_is_read():
    assert read_original(originals.XML.encode(), XML) == WHOLE


def test_the_xml_of_an_earlier_invoice_is_read_with_its_code():
    facts = read_original(originals.EARLIER.encode(), XML)

    assert (facts.code, facts.number, facts.check_code) == ("031002200111", "47825566", "60312478129945017783")
    assert (facts.issued_on, facts.amount, facts.seller) == (date(2022, 11, 8), Decimal("268.00"), "文华办公用品店")


def test_an_ofd_is_read_by_its_attached_data_its_properties_or_its_text():
    by_data = read_original(originals.ofd(Doc_0__Attachs__original_invoice=originals.EARLIER), OFD)
    by_properties = read_original(originals.ofd(OFD=originals.PROPERTIES), OFD)
    by_text = read_original(originals.ofd_of_text(), OFD)

    assert by_data.number == "47825566"
    assert (by_properties.number, by_properties.amount) == (originals.NUMBER, Decimal("1109.00"))
    assert by_text == WHOLE


def test_a_pdf_is_read_by_its_text():
    assert read_original(originals.pdf(), PDF) == WHOLE


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 nonsense %%EOF", PDF), (b"", PDF), (b"PK\x03\x04 nonsense", OFD), (b"<?xml version='1.0'?><a", XML),
        (originals.BOMB.encode(), XML), (originals.ofd(Doc_0__Attachs__a=originals.BOMB), OFD),
        (originals.XML.encode() + b" " * 9_000_000, XML), (originals.XML.encode(), "application/msword"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_or_means_harm_gives_nothing(content, kind):
    assert read_original(content, kind) == InvoiceFacts()


def test_a_member_that_unpacks_without_end_is_left_alone():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", originals.BARE)
        archive.writestr("bomb.xml", b"<a>" + b"0" * 30_000_000 + b"</a>")

    assert read_original(file.getvalue(), OFD) == InvoiceFacts()


def test_a_pdf_without_text_gives_nothing():
    assert not read_original(originals.pdf(["一张风景照"]), PDF)


@pytest.mark.parametrize("hostile", [originals.BOMB.encode(), b"\x00" * (26 * 1024 * 1024)])
def test_hostile_files_do_not_even_get_in(office, hostile):
    with pytest.raises(RuleError):
        keep_upload(ContentFile(hostile, name="发票.xml"), school=office.school, by=office.teacher)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026年03月05日", date(2026, 3, 5)), ("2026-3-5 10:22:31", date(2026, 3, 5)), ("20260305", date(2026, 3, 5)),
     ("2026-02-30", None), ("", None), ("三月五日", None)],
)  # fmt: skip
def test_days_are_read_as_invoices_write_them(text, day):
    assert as_day(text) == day


def test_amounts_and_numbers_are_read_strictly():
    assert [as_amount(text) for text in ("¥1,109.00", "0", "NaN", "-3", "1e99", "")] == [
        Decimal("1109.00"), None, None, None, None, None,
    ]  # fmt: skip
    assert [as_number(text) for text in ("２４３１２０００ ", "123", "一二三")] == ["24312000", "", ""]


def test_the_original_is_kept_byte_for_byte_and_noted_as_read(office):
    content = originals.XML.encode()
    kept = keep_upload(ContentFile(content, name="发票.xml"), school=office.school, by=office.teacher)

    facts = services.read_uploads([kept.token], by=office.teacher)
    entered = invoice(office, "1109", number=facts.number, photos=[kept.token])

    assert facts == WHOLE
    assert entered.was_read
    assert not invoice(office).was_read
    with files_of(entered, "invoice").get().file.open("rb") as file:
        assert file.read() == content


def test_nobody_reads_the_upload_of_somebody_else(office):
    kept = keep_upload(ContentFile(originals.XML.encode(), name="a.xml"), school=office.school, by=office.teacher)

    assert services.read_uploads([kept.token], by=office.accountant) == InvoiceFacts()
