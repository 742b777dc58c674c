import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import load_workbook

from finance.hooks.contracts import late, search, tasks
from finance.models import Contract
from finance.services import contracts
from logistics import clock
from logistics.attachments.selectors import photos_of
from logistics.attachments.services import keep_upload
from tests.attachments.files import picture
from tests.finance.test_contracts import WEDNESDAY, at, place, sign_contract

pytestmark = pytest.mark.usefixtures("september")
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def rights(office):
    for role in ("teacher", "director"):
        office.grant(role, "finance.ask_purchase")
    office.grant("director", "finance.view_purchaserequest", "finance.record_purchase")


def url(name, *args):
    return reverse(f"finance:{name}", args=args)


def text(answer):
    return answer.content.decode()


def test_the_buyer_enters_the_contract_on_the_page_of_the_order(office, client_of):
    placed, client = place(office, contract="HT-7"), client_of(office.director)
    assert url("contract_create", placed.pk) in text(client.get(url("order_detail", placed.pk)))

    form = client.get(url("contract_create", placed.pk)).context["form"]
    filled = {name: form[name].value() for name in ("number", "title", "amount")}
    data = {**filled, "signed_on": "2026-09-16", "ends_on": "2027-09-15", "bond": "600"}
    answer = client.post(url("contract_create", placed.pk), data)

    contract = Contract.objects.get()
    assert filled == {"number": "HT-7", "title": placed.request.title, "amount": Decimal("12000.00")}
    assert (answer.url, contract.bond) == (url("contract_detail", contract.pk), Decimal("600.00"))
    assert url("contract_create", placed.pk) not in text(client.get(url("order_detail", placed.pk)))
    assert "记录的状态已经变化" in text(client.get(url("contract_create", placed.pk)))


def test_a_bond_above_its_share_is_told_at_its_field_and_what_was_typed_stays(office, client_of):
    placed = place(office)
    data = {"number": "HT-8", "title": "一体机", "amount": "12000", "signed_on": "2026-09-16", "ends_on": "2027-01-01"}

    answer = client_of(office.director).post(url("contract_create", placed.pk), {**data, "bond": "1200.01"})

    assert "bond" in answer.context["form"].errors
    assert 'value="HT-8"' in text(answer)


def test_its_moves_are_offered_while_they_fit(office, client_of):
    contract, client = sign_contract(office, bond=Decimal("500")), client_of(office.director)
    names = [
        "contract_publish",
        "contract_file",
        "contract_supplement",
        "contract_bond",
        "contract_end",
        "contract_void",
    ]

    def offered():
        page = text(client.get(url("contract_detail", contract.pk)))
        return [name for name in names if url(name, contract.pk) in page]

    assert offered() == names
    client.post(url("contract_publish", contract.pk), {"on": "2026-09-16"})
    client.post(url("contract_file", contract.pk), {"on": "2026-09-16"})
    assert offered() == names[2:]
    client.post(url("contract_bond", contract.pk), {"amount": "500", "on": "2026-09-16"})
    assert offered() == [name for name in names[2:] if name != "contract_bond"]
    supplement = {"amount": "100", "reason": "增装支架", "signed_on": "2026-09-16"}
    client.post(url("contract_supplement", contract.pk), supplement)
    page = text(client.get(url("contract_detail", contract.pk)))
    assert "增装支架" in page and "12,100.00" in page
    client.post(url("contract_void", contract.pk), {"reason": "录错"})
    assert offered() == []


def test_one_supplement_is_taken_back_from_its_row_and_stands_struck_through(office, client_of):
    contract, client = sign_contract(office), client_of(office.director)
    for amount, reason in (("100", "增装支架"), ("200", "重复录入的支架")):
        facts = {"amount": Decimal(amount), "reason": reason, "signed_on": WEDNESDAY, "by": office.director}
        contracts.supplement_contract(contract, **facts)
    wrong = contract.supplements.last()
    undo = url("supplement_withdraw", wrong.pk)
    assert undo in text(client.get(url("contract_detail", contract.pk)))

    assert "reason" in client.post(undo, {"reason": ""}).context["form"].errors
    answer = client.post(undo, {"reason": "与第一份重复"})

    page = text(client.get(answer.url))
    assert page.count('class="row-gone"') == 1
    assert "与第一份重复" in page and "12,100.00" in page
    assert undo not in page
    assert "记录的状态已经变化" in text(client.get(undo))


def test_who_only_asks_takes_no_supplement_back_and_sees_no_way_to(office, client_of):
    contract, client = sign_contract(office), client_of(office.teacher)
    facts = {"amount": Decimal("100"), "reason": "增装支架", "signed_on": WEDNESDAY, "by": office.director}
    contracts.supplement_contract(contract, **facts)
    undo = url("supplement_withdraw", contract.supplements.get().pk)

    assert undo not in text(client.get(url("contract_detail", contract.pk)))
    assert client.post(undo, {"reason": "录重"}).status_code == 403


def test_a_bond_kept_in_part_asks_why_at_its_field_and_says_so_in_the_contract(office, client_of):
    contract, client = sign_contract(office, bond=Decimal("1000")), client_of(office.director)

    answer = client.post(url("contract_bond", contract.pk), {"amount": "900", "on": "2026-09-16"})
    assert "reason" in answer.context["form"].errors
    client.post(url("contract_bond", contract.pk), {"amount": "900", "on": "2026-09-16", "reason": "扣除清运费"})

    alerts = client.get(url("contract_detail", contract.pk)).context["alerts"]
    assert ("warning", "履约保证金扣留 100.00 元：扣除清运费") in alerts


def test_the_photo_of_a_contract_is_captioned_contract(office):
    scan = keep_upload(ContentFile(picture(), name="合同.jpg"), school=office.school, by=office.director)

    contract = sign_contract(office, photos=[scan.token])

    assert [photo.caption for photo in photos_of(contract)] == ["合同"]


def test_who_only_asks_sees_the_contract_of_the_own_purchase_and_changes_nothing(office, client_of):
    contract, client = sign_contract(office), client_of(office.teacher)

    assert client.get(url("contract_detail", contract.pk)).status_code == 200
    assert client.post(url("contract_publish", contract.pk), {"on": "2026-09-16"}).status_code == 403
    assert client.get(url("contract_create", contract.order.pk)).status_code == 403


def test_the_page_says_in_red_what_is_overdue_and_what_was_paid_too_much(office, client_of):
    contract, client = sign_contract(office, amount=Decimal("11900")), client_of(office.director)

    with at(date(2026, 9, 19)):
        alerts = client.get(url("contract_detail", contract.pk)).context["alerts"]

    assert [(tone, str(sentence)) for tone, sentence in alerts] == [
        ("danger", "应于 2026-09-18 前公告，已逾期，请尽快公告并登记日期。"),
        ("warning", "合同金额 11,900.00 元，订单金额 12,000.00 元，两者不一致，请核对。"),
    ]


@pytest.mark.parametrize(
    ("standing", "numbers"),
    [
        ("running", ["HT-0", "HT-1"]),
        ("publish", ["HT-0"]),
        ("file", ["HT-0"]),
        ("overdue", ["HT-0"]),
        ("soon", ["HT-1"]),
        ("bond", ["HT-2"]),
        ("over", ["HT-2"]),
        ("void", ["HT-3"]),
        ("", ["HT-0", "HT-1", "HT-2", "HT-3"]),
    ],
)
def test_the_ledger_is_filtered_by_how_contracts_stand(office, client_of, standing, numbers):
    sign_contract(office, number="HT-0")
    retail = [place(office, channel="retail") for _each in range(3)]
    sign_contract(office, retail[0], number="HT-1", ends_on=WEDNESDAY + 20 * DAY)
    ended = sign_contract(office, retail[1], number="HT-2", bond=Decimal("100"))
    contracts.end_contract(ended, ended_on=WEDNESDAY, reason="协商解除", by=office.director)
    void = sign_contract(office, retail[2], number="HT-3")
    contracts.void_contract(void, reason="录错", by=office.director)

    with at(date(2026, 9, 19)):
        answer = client_of(office.director).get(url("contract_list"), {"standing": standing, "year": "2026"})

    page = text(answer)
    assert [number for number in ("HT-0", "HT-1", "HT-2", "HT-3") if number in page] == numbers


def test_the_ledger_is_a_workbook_with_the_title_of_the_school(office, client_of):
    sign_contract(office)

    answer = client_of(office.director).get(url("contract_list"), {"format": "xlsx"})

    sheet = load_workbook(io.BytesIO(answer.getvalue())).active
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert cells[0] == f"{office.school.name}合同台账"
    assert {"HT-2026-01", 12000} <= set(cells)


def waiting(hook, person):
    return [str(task.text) for group in hook(person) for task in map(group.task, group.rows)]


def test_what_is_to_do_stands_on_the_home_page_of_the_buyer(office):
    contract = sign_contract(office)
    supplier = contract.order.supplier.name

    assert waiting(tasks, office.director) == [f"{supplier} · 2026-09-18 前公告"]
    assert waiting(tasks, office.teacher) == waiting(late, office.teacher) == []
    with at(date(2026, 9, 19)):
        assert waiting(tasks, office.director) == []
        assert waiting(late, office.director) == [f"{supplier} · 应于 2026-09-18 前公告"]
        contracts.publish_contract(contract, on=clock.today(), by=office.director)
        assert waiting(tasks, office.director) == [f"{supplier} · 2026-09-24 前备案"]


def test_search_finds_a_contract_by_its_number(office):
    contract = sign_contract(office)

    (hit,) = search(office.director, "HT-2026-01")

    assert (hit.url, hit.exact) == (contract.get_absolute_url(), True)
