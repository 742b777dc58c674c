"""Pages of fees: a class teacher who collects, a clerk who pays in, settles and refunds, parents who only look."""

import io
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from finance.models import FeeCollection, FeeItem, FeeShare, FeeSpending, LetterRun, PublicPage, StrayCharge
from finance.services import fees, letters, public, strays
from logistics import clock
from logistics.errors import RuleError
from logistics.school import services as school_services
from tests.factories import SchoolClassFactory, user_with
from tests.finance.fee_factories import FeeWorld
from tests.paper.pdf_reading import pages_of

MONEY = ["finance.collect_fee", "finance.view_feeitem", "finance.keep_fee", "finance.deposit_money"]
STRAYS = ["finance.view_straycharge", "finance.report_stray"]


@pytest.fixture
def world(office):
    office.grant("teacher", "finance.collect_fee", "school.see_own_pupils")
    office.grant("accountant", *MONEY, "school.see_own_pupils", "school.view_pupil")
    office.grant("director", *MONEY, *STRAYS, "finance.publish_fee", "finance.set_public_page")
    return FeeWorld(office)


def url(name, *args, **query):
    address = reverse(f"finance:{name}", args=args)
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def text(answer):
    return answer.content.decode()


def papers(pdf):
    """Return the text of each page of a PDF, without spaces."""
    return ["".join(page.extract_text().split()) for page in pages_of(pdf)]


def today():
    return clock.today().isoformat()


def ticks(world, *pupils, amount="15"):
    facts = {f"paid_{pupil.pk}": "on" for pupil in pupils} | {f"amount_{pupil.pk}": amount for pupil in pupils}
    return {"on": today(), "account": world.cash.pk, **facts}


# --- fees -------------------------------------------------------------------------------------------------------------


def test_a_fee_goes_from_the_draft_to_the_collection(world, office, client_of):
    client = client_of(office.director)
    facts = {"name": "校服费", "kind": "agency", "term": world.term.pk, "standard": "120", "unit": "term",
             "whole_school": "on", "basis": "湘发改", "approved_standard": "120", "complaint_phone": "12345"}  # fmt: skip

    client.post(url("feeitem_create"), facts)
    item = FeeItem.objects.get(name="校服费")
    client.post(url("feeitem_change", item.pk), {**facts, "standard": "100"})
    client.post(url("feeitem_publish", item.pk))
    client.post(url("feeitem_start", item.pk))

    item.refresh_from_db()
    assert (item.status, item.standard, item.published_by) == ("collecting", 100, office.director)
    assert client.get(url("feeitem_change", item.pk)).status_code == 200
    assert "校服费" in text(client.get(url("feeitem_list"), {"status": "collecting"}))


def test_a_fee_that_lacks_its_basis_is_not_published_and_says_so(world, office, client_of):
    draft = world.draft(name="校服费", basis="")

    answer = client_of(office.director).post(url("feeitem_publish", draft.pk))

    draft.refresh_from_db()
    assert draft.status == "draft"
    assert "依据文件" in text(answer)


def test_class_teachers_see_published_fees_and_their_own_class_only(world, office, client_of):
    other = SchoolClassFactory(campus=world.campus, name="五（1）班", grade=5)
    draft = world.draft(name="校服费")
    client = client_of(office.teacher)

    page = text(client.get(url("feeitem_detail", world.item.pk)))

    assert "三（2）班" in page and "五（1）班" not in page
    assert client.get(url("feeitem_detail", draft.pk)).status_code == 404
    assert client.get(url("feeitem_collect", world.item.pk, **{"class": other.pk})).status_code == 404
    assert client.post(url("feeitem_publish", world.item.pk)).status_code == 403


def test_a_stranger_and_people_without_the_right_see_no_fees(world, client_of):
    stranger = user_with(*MONEY, *STRAYS)
    collection = world.collect()

    for address in (url("feeitem_detail", world.item.pk), url("feecollection_detail", collection.pk)):
        assert client_of(stranger).get(address).status_code == 404
        assert client_of(user_with(school=world.school)).get(address).status_code == 403


# --- consents and payments --------------------------------------------------------------------------------------------


def test_the_class_teacher_enters_what_parents_said(world, office, client_of):
    item = world.fee(name="校服费", agreed=False)
    first, second, third = world.pupils
    said = {"on": today(), f"said_{first.pk}": "1", f"said_{second.pk}": "0", f"said_{third.pk}": ""}

    client_of(office.teacher).post(url("feeitem_consents", item.pk), said)

    assert dict(item.consents.values_list("pupil", "agreed")) == {first.pk: True, second.pk: False}


def test_the_class_teacher_ticks_who_paid(world, office, client_of):
    client, (first, second, third) = client_of(office.teacher), world.pupils

    page = text(client.get(url("feeitem_collect", world.item.pk)))
    client.post(url("feeitem_collect", world.item.pk), ticks(world, first, second))

    collection = FeeCollection.objects.get()
    assert third.name in page
    assert (collection.amount, collection.by, collection.rows.count()) == (30, office.teacher, 2)
    assert "学生1" in text(client.get(url("feecollection_detail", collection.pk)))


def test_more_than_due_is_told_at_the_pupil(world, office, client_of):
    first = world.pupils[0]

    answer = client_of(office.teacher).post(url("feeitem_collect", world.item.pk), ticks(world, first, amount="15.01"))

    assert "学生1" in text(answer) and "15.00" in text(answer)
    assert not FeeCollection.objects.exists()


def test_a_pupil_who_left_while_the_list_was_open_is_refused_with_a_sentence(world, office, client_of):
    client, gone = client_of(office.teacher), world.pupils[0]
    sent = ticks(world, *world.pupils)
    school_services.leave_school(gone, left_on=world.term.starts_on, by=None)

    answer = client.post(url("feeitem_collect", world.item.pk), sent)

    assert "学生1" in text(answer) and "离校" in text(answer)
    assert not FeeCollection.objects.exists()


def test_another_month_is_paid_for_by_whoever_paid_this_one(world, office, client_of):
    meals, first = world.fee(name="伙食费", kind="meals", unit="month"), world.pupils[0]
    client, month = client_of(office.teacher), clock.today().replace(day=1)
    before = (month - timedelta(days=1)).replace(day=1) if month.month > 1 else month + timedelta(days=31)

    for covers in (month, month, before.replace(day=1)):
        client.post(url("feeitem_collect", meals.pk), {**ticks(world, first), "covers": covers.isoformat()})

    assert list(FeeCollection.objects.order_by("pk").values_list("covers", flat=True)) == [month, before.replace(day=1)]
    page = text(client.get(url("feeitem_collect", meals.pk, covers="2026-13-45")))
    assert f"{before:%Y-%m}" in page


def test_whoever_leads_several_classes_chooses_one(world, office, client_of):
    SchoolClassFactory(campus=world.campus, name="三（3）班", grade=3, class_teacher=office.teacher)

    answer = client_of(office.teacher).get(url("feeitem_collect", world.item.pk))

    assert "三（2）班" in text(answer) and "三（3）班" in text(answer)


def test_a_collection_is_taken_back_on_its_page(world, office, client_of):
    collection = world.collect()
    data = {"reason": "多记一人", f"tick_{world.pupils[0].pk}": "on"}

    client_of(office.teacher).post(url("feecollection_reverse", collection.pk), data)

    assert FeeCollection.objects.filter(corrects=collection).get().amount == -45
    assert FeeCollection.objects.filter(replaces=collection).get().amount == 30


def test_a_refund_is_taken_back_by_ticks_on_its_page(world, office, client_of):
    world.collect()
    payout = world.pay_out(world.settle())
    client, address = client_of(office.accountant), url("feepayout_reverse", payout.pk)

    untold = text(client.post(address, {"reason": "发错人"}))
    client.post(address, {"reason": "发错人", f"tick_{world.pupils[0].pk}": "on"})
    page = text(client.get(world.item.get_absolute_url()))

    assert "请勾选要撤回清退的学生" in untold
    assert list(world.item.settlement.payouts.order_by("pk").values_list("amount", flat=True)) == [45, -45, 30]
    assert "红字" in page and "已撤回" in page


def test_cash_is_paid_in_by_ticks(world, office, client_of):
    collection = world.collect()
    client = client_of(office.accountant)
    facts = {"to": world.bank.pk, "on": today(), "voucher": "解款单 7", f"tick_{collection.pk}": "on"}

    assert client.post(url("fee_deposit"), {**facts, "voucher": ""}).status_code == 200
    client.post(url("fee_deposit"), facts)

    assert FeeCollection.objects.to_deposit().count() == 0
    assert client_of(office.teacher).get(url("fee_deposit")).status_code == 403


# --- spending, settlement, refunds ------------------------------------------------------------------------------------


def test_the_clerk_spends_settles_and_refunds(world, office, client_of):
    client = client_of(office.accountant)
    world.collect()

    client.post(
        url("feeitem_spend", world.item.pk),
        {"text": "作业本", "amount": "40", "on": today(), "account": world.bank.pk},
    )
    client.post(url("feeitem_settle", world.item.pk))
    shares = FeeShare.objects.all()
    refund = {"on": today(), "account": world.cash.pk} | {f"tick_{share.pk}": "on" for share in shares}
    client.post(url("feeitem_refund", world.item.pk), refund)

    page = text(client.get(url("feeitem_detail", world.item.pk)))
    assert shares.to_refund().count() == 0
    assert "45.00" in page and "40.00" in page and "5.00" in page
    pdf = papers(client.get(url("fee_settlement", world.item.pk)).content)
    assert "学生1" in pdf[0] and "签字" in pdf[0]
    sheet = load_workbook(io.BytesIO(b"".join(client.get(url("fee_settlement", world.item.pk), {"as": "xlsx"})))).active
    assert "学生3" in [cell.value for row in sheet.rows for cell in row]


def test_each_class_has_a_settlement_list_of_its_own(world, office, client_of):
    client = client_of(office.accountant)
    another = SchoolClassFactory(campus=world.school_class.campus)
    world.collect()
    client.post(url("feeitem_settle", world.item.pk))
    address = f"{url('fee_settlement', world.item.pk)}?class="

    page = text(client.get(url("feeitem_detail", world.item.pk)))
    pdf = client.get(f"{address}{world.school_class.pk}")

    assert f"{address}{world.school_class.pk}" in page
    assert "学生1" in papers(pdf.content)[0]
    assert quote(world.school_class.name) in pdf["Content-Disposition"]
    assert client.get(f"{address}{another.pk}").status_code == client.get(f"{address}x").status_code == 404


def test_too_much_is_told_at_the_amount_and_a_spending_is_taken_back(world, office, client_of):
    client = client_of(office.accountant)
    world.collect()
    facts = {"text": "作业本", "on": today(), "account": world.bank.pk}

    answer = client.post(url("feeitem_spend", world.item.pk), {**facts, "amount": "45.01"})
    spending = world.spend("45")
    client.post(url("feespending_reverse", spending.pk), {"reason": "退货"})

    assert "45.00" in text(answer)
    assert sum(FeeSpending.objects.values_list("amount", flat=True)) == 0


def test_the_publication_is_a_paper_and_a_workbook_without_pupils(world, office, client_of):
    client = client_of(office.director)
    world.draft(name="未公示费")

    (page,) = papers(client.get(url("fee_publication")).content)
    sheet = load_workbook(io.BytesIO(b"".join(client.get(url("fee_publication"), {"as": "xlsx"})))).active

    cells = [cell.value for row in sheet.rows for cell in row]
    assert "作业本费" in page and "12345" in page
    assert "未公示费" not in page and "学生1" not in page
    assert "湘发改价费〔2024〕1号" in cells


# --- letters ----------------------------------------------------------------------------------------------------------


def written(run):
    letters.write_letters(run.pk)
    run.refresh_from_db()
    return run


def test_each_pupil_who_paid_gets_a_letter_of_one_page(world, office, client_of):
    world.collect(*world.pupils[:2])
    world.spend("20")
    world.settle()

    client = client_of(office.teacher)
    client.post(url("letterrun_create"), {"term": world.term.pk, "school_class": world.school_class.pk})
    run = written(LetterRun.objects.get())

    pages = papers(b"".join(client.get(url("letterrun_file", run.pk)).streaming_content))
    assert (run.status, run.count, len(pages)) == ("done", 2, 2)
    assert "学生1" in pages[0] and "15.00" in pages[0] and "5.00" in pages[0] and "回执" in pages[0]
    assert "学生2" not in pages[0]


def test_a_class_teacher_gets_letters_of_the_own_class_only(world, office, client_of):
    world.collect()
    other = SchoolClassFactory(campus=world.campus, name="五（1）班", grade=5)
    school_services.move_pupil(world.pupils[0], school_class=other, by=None)
    client = client_of(office.teacher)

    for school_class in ("", other.pk):
        client.post(url("letterrun_create"), {"term": world.term.pk, "school_class": school_class})

    assert not LetterRun.objects.exists()
    whole = letters.ask_letters(world.school, term=world.term, by=office.director)
    assert client.get(url("letterrun_detail", whole.pk)).status_code == 404


def test_writing_twice_writes_once_and_nothing_to_write_is_said(world, office):
    with pytest.raises(RuleError):
        letters.ask_letters(world.school, term=world.term, by=office.director)
    world.collect()
    run = letters.ask_letters(world.school, term=world.term, by=office.director)

    assert letters.ask_letters(world.school, term=world.term, by=office.teacher) == run
    first = written(run).file.name
    assert written(run).file.name == first


def test_letters_that_fail_three_times_are_given_up_and_may_be_tried_again(world, office, monkeypatch):
    world.collect()
    run = letters.ask_letters(world.school, term=world.term, by=office.director)
    monkeypatch.setattr(letters, "LetterBook", None)
    for _turn in range(3):
        with pytest.raises(TypeError):
            letters.write_letters(run.pk)

    letters.renew_letters()

    run.refresh_from_db()
    assert run.status == "failed"
    monkeypatch.undo()
    assert written(letters.retry_letters(run, by=office.director)).status == "done"


# --- stray charges ----------------------------------------------------------------------------------------------------


def test_a_stray_charge_is_written_down_and_paid_back(world, office, client_of):
    client = client_of(office.director)
    facts = {
        "kind": "stray",
        "what": "代收班级活动费",
        "charged_by": "某班主任",
        "amount": "200",
        "found_on": today(),
        "way": "self",
    }

    client.post(url("straycharge_create"), facts)
    charge = StrayCharge.objects.get()
    assert (
        client.post(url("straycharge_repay", charge.pk), {"refunded_on": "2020-01-01", "outcome": "退"}).status_code
        == 200
    )
    client.post(url("straycharge_repay", charge.pk), {"refunded_on": today(), "outcome": "全额退还，批评教育"})

    charge.refresh_from_db()
    assert (charge.status, charge.refunded_on) == ("repaid", clock.today())
    assert "代收班级活动费" in text(client.get(url("straycharge_list"), {"status": "repaid"}))


def test_a_groundless_report_says_why(world, office, client_of):
    charge = strays.report_stray(
        world.school, kind="levy", what="举报摊派", charged_by="不详", amount=Decimal("10"), found_on=clock.today(),
        way="report", by=office.director,
    )  # fmt: skip

    client_of(office.director).post(url("straycharge_dismiss", charge.pk), {"outcome": "系自愿捐赠"})

    charge.refresh_from_db()
    assert charge.status == "unfounded"
    assert not StrayCharge.objects.true().exists()


# --- the public page --------------------------------------------------------------------------------------------------


def public_url(school):
    return reverse("open:page", args=[school.code])


def test_the_public_page_shows_nothing_until_it_is_switched_on_and_only_what_was_chosen(
    world, office, client, client_of
):
    assert client.get(public_url(world.school)).status_code == 404
    public.set_public_page(world.school, is_on=True, sections=[], by=office.director)
    empty = text(client.get(public_url(world.school)))
    client_of(office.director).post(url("public_change"), {"is_on": "on", "sections": ["fees"]})

    answer = client.get(public_url(world.school))

    assert "作业本费" not in empty
    assert "作业本费" in text(answer) and "学生1" not in text(answer)
    assert "public" in answer["Cache-Control"] and "max-age=300" in answer["Cache-Control"]
    assert not answer.cookies and "csrfmiddlewaretoken" not in text(answer)
    assert "private" in client_of(office.director).get(public_url(world.school))["Cache-Control"]
    client_of(office.director).post(url("public_change"), {"sections": ["fees"]})
    assert client.get(public_url(world.school)).status_code == 404
    assert client.get("/open/no-such-school/").status_code == 404


def test_drafts_are_never_public(world, office, client):
    world.draft(name="校服费")
    public.set_public_page(world.school, is_on=True, sections=["fees"], by=office.director)

    assert "校服费" not in text(client.get(public_url(world.school)))


def test_the_code_for_the_gate_is_printed_by_whoever_sets_the_page(world, office, client_of):
    (page,) = papers(client_of(office.director).get(url("public_poster")).content)

    assert world.school.name in page
    assert client_of(office.accountant).get(url("public_poster")).status_code == 403
    assert not PublicPage.objects.exists()


def test_a_fee_stopped_says_so(world, office, client_of):
    client = client_of(office.director)

    client.post(url("feeitem_stop", world.item.pk), {"reason": "上级叫停"})

    world.item.refresh_from_db()
    assert world.item.status == "stopped"
    assert "上级叫停" in text(client.get(url("feeitem_detail", world.item.pk)))
    assert client.get(url("feeitem_consents", world.item.pk)).status_code == 200
    with pytest.raises(RuleError):
        fees.record_consents(world.item, {world.pupils[0]: False}, on=clock.today(), by=office.director)
