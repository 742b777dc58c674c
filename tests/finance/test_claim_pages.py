"""Pages of invoices, claims, advances and batches; slips and workbooks; what waits for whom."""

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from finance import services
from finance.hooks import claims as claim_contributions
from finance.models import Advance, BatchItem, Claim, ClaimBatch, Invoice
from finance.papers.claims import batch_pdf, claim_pdf
from logistics import clock
from logistics.approvals.models import Case
from logistics.approvals.selectors import case_of, seats_waiting
from logistics.attachments.services import keep_upload
from logistics.people.models import User
from tests.factories import user_with
from tests.finance import originals
from tests.finance.claim_factories import (
    account,
    advance,
    bought,
    decide,
    draft,
    granted,
    invoice,
    paid_out,
    pay,
    sign,
    signed_by_three,
    staff,
    submitted,
)
from tests.finance.factories import ask, budget_line, line
from tests.paper.pdf_reading import text_of

RIGHTS = ["make_claim", "view_claim", "sign_acceptance", "review_claim", "pay_claim", "draw_advance", "send_claims"]


@pytest.fixture(autouse=True)
def at_work(office):
    staff(office)


def url(name, *args):
    return reverse(f"finance:{name}", args=args)


def text(response):
    return response.content.decode()


def fresh(person, office):
    return User.objects.get(pk=person.pk).at(office.school)


# --- invoices ---------------------------------------------------------------------------------------------------------


def uploaded(office, content=None, name="发票.xml"):
    content = content or originals.XML.encode()
    return keep_upload(ContentFile(content, name=name), school=office.school, by=office.teacher).token


def test_an_original_fills_the_form_and_is_saved_only_when_it_is_confirmed(office, client_of):
    client, token = client_of(office.teacher), uploaded(office)

    shown = client.post(url("invoice_create"), {"photos": [token], "kind": "electronic", "number": ""})
    nothing_yet = Invoice.objects.exists()
    form = shown.context["form"]
    filled = {name: form[name].value() for name in ("number", "seller", "amount", "issued_on")}
    typed = {**filled, "issued_on": "2026-03-05", "kind": "electronic", "photos": [token]}
    client.post(url("invoice_create"), typed)

    entered = Invoice.objects.get()
    assert not nothing_yet
    assert filled["number"] == originals.NUMBER
    assert (entered.amount, entered.seller, entered.was_read) == (Decimal("1109.00"), "上海明灯照明有限公司", True)


def test_what_cannot_be_read_keeps_the_file_and_what_was_typed(office, client_of):
    token = uploaded(office, originals.pdf(["通知"]), "通知.pdf")

    shown = client_of(office.teacher).post(
        url("invoice_create"), {"photos": [token], "kind": "paper", "number": "77", "read": "1"}
    )

    form = shown.context["form"]
    assert (form["number"].value(), form["photos"].value()) == ("77", [token])
    assert "未能读取" in text(shown)


def test_a_number_entered_twice_is_told_on_the_page_with_its_claim(office, client_of):
    claim = submitted(office, invoices=[invoice(office, number="12345678")])
    data = {
        "kind": "paper", "number": "１２３４ ５６７８", "issued_on": clock.today().isoformat(), "seller": "甲店", "amount": "5",
    }  # fmt: skip

    answer = client_of(office.teacher).post(url("invoice_create"), data)

    assert claim.number in text(answer)
    assert Invoice.objects.count() == 1


def test_the_list_of_invoices_says_where_each_one_is(office, client_of):
    invoice(office, number="10000001", seller="甲店")
    submitted(office, invoices=[invoice(office, number="10000002", seller="乙店")])
    client = client_of(office.teacher)

    whole, free = text(client.get(url("invoice_list"))), text(client.get(url("invoice_list"), {"free": "true"}))
    csv = b"".join(client.get(url("invoice_list"), {"format": "csv"}).streaming_content).decode()

    assert "未报销" in whole and f"BZ-{clock.today().year}-0001" in whole
    assert ("甲店" in free, "乙店" in free) == (True, False)
    assert f"BZ-{clock.today().year}-0001" in csv
    assert client_of(office.principal).get(url("invoice_list")).status_code == 403


# --- claims -----------------------------------------------------------------------------------------------------------


def claim_data(office, *invoices, **facts):
    return {
        "title": "差旅费", "invoices": [each.pk for each in invoices], "person": office.teacher.pk, "way": "transfer",
        "department": office.department.pk, "budget_source": "public", **facts,
    }  # fmt: skip


def test_a_claim_goes_from_invoices_to_the_payment_by_five_people(office, client_of):
    papers = [invoice(office, "120"), invoice(office, "80.50")]
    answer = client_of(office.teacher).post(url("claim_create"), claim_data(office, *papers))
    claim = Claim.objects.get()
    before = text(client_of(office.teacher).get(answer.url))
    client_of(office.teacher).post(answer.url, {})
    for person in (office.acceptor, office.accountant):
        seat = client_of(person).get(url("claim_sign", claim.pk)).context["form"]["seat"].value()
        client_of(person).post(url("claim_sign", claim.pk), {"verb": "agree", "seat": seat})
    case = Case.objects.get()
    office.grant("principal", "approvals.take_part")
    client_of(office.principal).post(reverse("approvals:case_agree", args=[case.pk]), {"opinion": "同意"})
    claim.refresh_from_db()
    approved = claim.status
    client_of(office.cashier).post(
        url("claim_pay", claim.pk),
        {
            "on": clock.today().isoformat(), "account": account(office).pk, "amount": "200.50", "way": "transfer",
            "voucher": "记-09",
        },
    )  # fmt: skip

    claim.refresh_from_db()
    assert answer.url == url("claim_submit", claim.pk)
    assert "经手人 → 验收人 → 审核人" in before
    assert (approved, claim.status, claim.paid_amount) == ("approved", "paid", Decimal("200.50"))


def test_a_purchase_is_claimed_from_its_page_and_brings_its_money_along(office, client_of):
    request, client = bought(office), client_of(office.teacher)
    office.grant("teacher", "finance.ask_purchase")
    paper = invoice(office, "370")

    page = text(client.get(request.get_absolute_url()))
    form = client.get(url("claim_create") + f"?purchase={request.pk}").context["form"]
    data = claim_data(office, paper, purchase=request.pk)
    client.post(url("claim_create") + f"?purchase={request.pk}", data)

    assert f"{url('claim_create')}?purchase={request.pk}" in page
    assert (form["title"].value(), "budget_source" in form.fields) == (request.title, False)
    assert Claim.objects.get().purchase == request
    assert f"{url('claim_create')}?purchase={request.pk}" not in text(client.get(request.get_absolute_url()))


def test_more_than_was_received_is_told_at_the_invoices(office, client_of):
    request = bought(office)
    claim = draft(office, "371", purchase=request)

    answer = client_of(office.teacher).post(url("claim_submit", claim.pk), {})

    assert "购物不符实者一律不予报销" in text(answer)
    claim.refresh_from_db()
    assert claim.status == "draft"


def test_out_of_date_order_is_shown_where_one_signs_and_on_the_claim(office, client_of):
    early = invoice(office, issued_on=clock.today() - timedelta(days=3))
    claim = submitted(office, invoices=[early], purchase=bought(office), order_reason="先送货后补单")

    page = text(client_of(office.teacher).get(claim.get_absolute_url()))
    signing = text(client_of(office.acceptor).get(url("claim_sign", claim.pk)))
    listed = text(client_of(office.accountant).get(url("claim_list"), {"out_of_order": "1"}))

    assert "日期先后不合：先送货后补单" in page
    assert "早于批准日期" in signing and "先送货后补单" in signing
    assert claim.title in listed


def test_a_refusal_without_a_word_is_told_at_the_word(office, client_of):
    claim = submitted(office)

    answer = client_of(office.acceptor).post(url("claim_sign", claim.pk), {"verb": "refuse", "seat": "acceptor"})

    assert "word" in answer.context["form"].errors


def test_a_stale_signing_page_is_told_so(office, client_of):
    claim = sign(submitted(office), office.acceptor)

    answer = client_of(office.accountant).post(url("claim_sign", claim.pk), {"verb": "agree", "seat": "acceptor"})

    assert "有变化" in text(answer)
    assert claim.signatures.count() == 2


def test_whoever_may_not_sign_sees_no_button_and_signs_nothing(office, client_of):
    claim = submitted(office)

    page = text(client_of(office.teacher).get(claim.get_absolute_url()))
    client_of(office.teacher).post(url("claim_sign", claim.pk), {"verb": "agree", "seat": "acceptor"})

    assert url("claim_sign", claim.pk) not in page
    assert claim.signatures.count() == 1


@pytest.mark.parametrize(
    "name", ["detail", "change", "submit", "sign", "take_back", "drop", "pay", "slip"]
)  # fmt: skip
def test_a_claim_is_out_of_sight_for_a_stranger_with_every_right(office, client_of, name):
    claim, stranger = submitted(office), user_with(*[f"finance.{right}" for right in RIGHTS])
    services.make_books(stranger.active_school)

    assert client_of(stranger).get(url(f"claim_{name}", claim.pk)).status_code == 404


def test_paying_takes_the_permission(office, client_of):
    claim = granted(office)

    assert client_of(office.teacher).get(url("claim_pay", claim.pk)).status_code == 403
    assert client_of(office.cashier).get(url("claim_pay", claim.pk)).status_code == 200


def test_the_slip_bears_every_name_and_the_amount_in_words_and_is_marked_until_approved(office):
    claim = submitted(office, "1234.50")
    draft_slip = text_of(claim_pdf(claim))
    claim = decide(signed_by_three(office, claim))
    pay(office, claim, voucher="记-77")

    slip = text_of(claim_pdf(claim))

    assert "未审批" in draft_slip and "未审批" not in slip
    assert "壹仟贰佰叁拾肆元伍角整" in slip
    for person in (office.teacher, office.acceptor, office.accountant, office.principal):
        assert person.name in slip
    assert claim.number in slip and "记-77" in slip


def test_the_claims_are_a_workbook_with_their_sum(office, client_of):
    submitted(office, "100")
    submitted(office, "50.50")

    answer = client_of(office.accountant).get(url("claim_workbook"))

    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.cell(sheet.max_row, 10).value == 150.5


# --- what waits for whom ----------------------------------------------------------------------------------------------


def waiting(person, office):
    """Return {label of the button: [title]}."""
    found = {}
    for part in claim_contributions.tasks(fresh(person, office)):
        for record in part.rows:
            task = part.task(record)
            found.setdefault(str(task.action_label), []).append(task.title)
    return found


def test_each_step_waits_at_its_own_desk(office):
    request = bought(office, title="更换灯管")
    buyer_before = waiting(office.teacher, office)
    claim = submitted(office, purchase=request, title="灯管报销")
    at_acceptor = [waiting(person, office) for person in (office.acceptor, office.accountant)]
    claim = sign(claim, office.acceptor)
    at_accountant = [waiting(person, office) for person in (office.acceptor, office.accountant)]
    decide(sign(claim, office.accountant))

    assert buyer_before == {"去报销": ["更换灯管"]}
    assert waiting(office.teacher, office) == {}
    assert at_acceptor == [{"签字": ["灯管报销"]}, {}]
    assert at_accountant == [{}, {"签字": ["灯管报销"]}]
    assert list(waiting(office.cashier, office).values()) == [["灯管报销"]]


def test_people_are_reminded_of_claims_advances_and_purchases_once(office):
    submitted(office, title="差旅")
    paid_out(office, due_in=2)
    bought(office, title="更换灯管")

    later = clock.now() + timedelta(days=9)
    with clock.set_to(later):
        told = list(claim_contributions.reminders(clock.today()))
        again = list(claim_contributions.reminders(clock.today()))

    people = {(reminder.key.split(":")[0], reminder.to.name) for reminder in told}
    assert people == {
        ("advance-overdue", office.teacher.name), ("advance-overdue", office.cashier.name),
        ("advance-overdue", office.clerk.name), ("claim-waits", office.acceptor.name), ("to-claim", office.teacher.name),
    }  # fmt: skip
    assert [reminder.key for reminder in told] == [reminder.key for reminder in again]
    assert not list(claim_contributions.reminders(clock.today()))


def test_what_is_overdue_stands_on_top_for_its_person_alone(office):
    drawn = paid_out(office, due_in=2)

    with clock.set_to(clock.now() + timedelta(days=4)):
        (mine,) = claim_contributions.late(fresh(office.teacher, office))
        (other,) = claim_contributions.late(fresh(office.cashier, office))

        assert list(mine.rows) == [drawn]
        assert not list(other.rows)


def test_a_claim_is_found_by_its_number_and_by_the_number_of_its_invoice(office):
    claim = submitted(office, invoices=[invoice(office, number="99887766")], title="差旅")

    by_number = list(claim_contributions.search(fresh(office.teacher, office), claim.number))
    by_invoice = list(claim_contributions.search(fresh(office.teacher, office), "998877"))

    assert [(hit.title, hit.exact) for hit in by_number] == [(f"{claim.number} 差旅", True)]
    assert [hit.url for hit in by_invoice] == [claim.get_absolute_url(), Invoice.objects.get().get_absolute_url()]


# --- advances ---------------------------------------------------------------------------------------------------------


def test_an_advance_is_asked_for_paid_out_and_brought_back_on_its_pages(office, client_of):
    due = (clock.today() + timedelta(days=10)).isoformat()
    client_of(office.teacher).post(
        url("advance_create"), {"purpose": "外出学习", "amount": "800", "source": "public", "due_on": due}
    )
    asked = decide(Advance.objects.get())
    moving = {"on": clock.today().isoformat(), "account": account(office).pk}
    client_of(office.cashier).post(url("advance_pay_out", asked.pk), moving)
    client_of(office.cashier).post(url("advance_return", asked.pk), {**moving, "amount": "800"})

    asked.refresh_from_db()
    page = text(client_of(office.teacher).get(asked.get_absolute_url()))
    assert asked.status == "settled"
    assert "退回余款" in page


@pytest.mark.parametrize("name", ["detail", "change", "pay_out", "return"])
def test_an_advance_is_out_of_sight_for_a_stranger(office, client_of, name):
    asked, stranger = advance(office), user_with(*[f"finance.{right}" for right in RIGHTS])

    assert client_of(stranger).get(url(f"advance_{name}", asked.pk)).status_code == 404


def test_the_list_of_advances_shows_the_overdue_ones(office, client_of):
    paid_out(office, due_in=2)
    advance(office, by=office.cashier)

    with clock.set_to(clock.now() + timedelta(days=4)):
        found = text(client_of(office.cashier).get(url("advance_list"), {"overdue": "true"}))

    assert (f"JK-{clock.today().year}-0001" in found, f"JK-{clock.today().year}-0002" in found) == (True, False)


# --- batches ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def batch(office):
    services.set_books(
        services.make_books(office.school), mode="central", center="区教育核算中心", handler_label="经手人",
        acceptor_label="验收人", reviewer_label="审核人", one_pen=office.roles["principal"], by=office.accountant,
    )  # fmt: skip
    claims = [granted(office, "100", title="差旅甲"), granted(office, "60", title="差旅乙")]
    return services.send_batch(office.school, claims=claims, by=office.clerk)


def test_a_batch_is_sent_and_answered_on_its_pages(office, client_of, batch):
    client, (first, second) = client_of(office.clerk), batch.items.all()
    granted(office, "30", title="差旅丙")

    page = text(client.get(batch.get_absolute_url()))
    paid = {"voucher": "2026-088", "paid_on": clock.today().isoformat(), "account": account(office).pk}
    client.post(url("batchitem_paid", first.pk), paid)
    client.post(url("batchitem_rejected", second.pk), {"reason": "缺附件"})
    client.post(url("batch_create"), {"claims": [Claim.objects.get(title="差旅丙").pk]})

    assert "差旅甲" in page and "差旅乙" in page
    assert list(BatchItem.objects.order_by("pk").values_list("outcome", flat=True)) == ["paid", "rejected", "waiting"]
    assert ClaimBatch.objects.count() == 2
    assert "核算中心退单：缺附件" in text(client.get(second.claim.get_absolute_url()))


def test_a_batch_of_nothing_says_so_and_leads_to_the_claims(office, client_of, batch):
    page = client_of(office.clerk).get(url("batch_create"))

    assert "form" not in page.context
    assert page.context["action"].url == url("claim_list")


def test_a_claim_without_an_invoice_leads_to_entering_one(office, client_of):
    client = client_of(office.teacher)

    nothing = client.get(url("claim_create"))
    invoice(office, by=office.teacher)
    something = client.get(url("claim_create"))

    assert nothing.context["action"].url == url("invoice_create")
    assert "form" not in nothing.context and "form" in something.context


def test_where_the_centre_pays_no_payment_is_offered_here(office, client_of, batch):
    claim = batch.items.first().claim

    page = text(client_of(office.cashier).get(claim.get_absolute_url()))

    assert url("claim_pay", claim.pk) not in page
    assert batch.number in page


def test_the_summary_sheet_is_a_pdf_and_a_workbook(office, client_of, batch):
    sheet = text_of(batch_pdf(batch))
    answer = client_of(office.clerk).get(url("batch_workbook", batch.pk))
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active

    assert "壹佰陆拾元整" in sheet and batch.number in sheet and "区教育核算中心" in sheet
    assert book.cell(book.max_row, 6).value == 160


@pytest.mark.parametrize("name", ["detail", "sheet", "workbook"])
def test_a_batch_is_out_of_sight_for_a_stranger(client_of, batch, name):
    stranger = user_with(*[f"finance.{right}" for right in RIGHTS])

    assert client_of(stranger).get(url(f"batch_{name}", batch.pk)).status_code == 404
    assert client_of(stranger).get(url("batchitem_paid", batch.items.first().pk)).status_code == 404


def test_a_school_with_books_of_its_own_is_offered_no_batch(office, client_of):
    page = client_of(office.clerk).get(url("batch_list"))

    assert url("batch_create") not in text(page)


def test_the_one_pen_sees_many_papers_of_every_kind_in_four_statements(office, client_of):
    client, planned = client_of(office.principal), budget_line(office, "9000")

    def statements():
        client.get(reverse("approvals:case_list"))
        with CaptureQueriesContext(connection) as captured:
            answer = text(client.get(reverse("approvals:case_list")))
        return len(captured), answer

    def put_up():
        signed_by_three(office, submitted(office, "120", budget_line=planned))
        signed_by_three(office, submitted(office, "370", purchase=bought(office), title="灯管报销"))
        put_before_the_principal(office, ask(office, line(unit_price="600")))
        put_before_the_principal(office, advance(office))

    put_up()
    few, answer = statements()
    put_up()
    many, _answer = statements()

    assert few == many == 4
    assert all(words in answer for words in (planned.item, office.acceptor.name, "城南照明批发部", "外出学习差旅费"))


def put_before_the_principal(office, record):
    """Sign for everybody who is asked before the principal."""
    while office.principal not in (asked := [seat.person for seat in seats_waiting(case_of(record))]):
        decide(record, by=asked[0])
