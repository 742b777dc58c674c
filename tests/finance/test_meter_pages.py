from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from finance import services
from finance.models import Meter, MeterReading, MeterTariff, MoneyEntry
from logistics.errors import RuleError
from tests.factories import user_with
from tests.finance.income_factories import account, room
from tests.finance.meter_factories import meter, pay_reading, read, tariff

pytestmark = pytest.mark.usefixtures("september")

VIEW, READ, KEEP, RECORD = "finance.view_meter", "finance.read_meter", "finance.keep_meter", "finance.record_income"


@pytest.fixture
def flat(office):
    tariff(office)
    return meter(office)


@pytest.fixture
def browser(office, client_of):
    """Return a function that gives the browser of somebody with these rights."""
    return lambda *rights: client_of(user_with(*rights, school=office.school))


def sheet(flat, value, **facts):
    return {"read_on": "2026-09-15", f"m{flat.pk}-value": value} | {f"m{flat.pk}-{k}": v for k, v in facts.items()}


# --- the sheet --------------------------------------------------------------------------------------------------------


def test_the_sheet_shows_each_meter_with_its_last_reading_and_keeps_what_is_typed(office, flat, browser):
    electrician = browser(READ)
    page = electrician.get(reverse("finance:meter_sheet")).content.decode()

    answer = electrician.post(reverse("finance:meter_sheet"), sheet(flat, "150"), follow=True)

    assert flat.number in page and flat.payer in page and ">100<" in page
    reading = MeterReading.objects.get()
    assert (reading.value, reading.amount, reading.read_on) == (Decimal("150.00"), Decimal("30.00"), date(2026, 9, 15))
    assert "本月已全部抄完。" in answer.content.decode()


def test_what_is_right_is_kept_and_what_is_not_stays_to_be_mended(office, flat, browser):
    other = meter(office, "D-302")
    sent = sheet(flat, "150") | {f"m{other.pk}-value": "99"}

    page = browser(READ).post(reverse("finance:meter_sheet"), sent)

    assert [reading.meter for reading in MeterReading.objects.all()] == [flat]
    content = page.content.decode()
    assert "小于上次读数（100）" in content and 'value="99"' in content
    assert [row.meter for row in page.context["rows"]] == [other]


def test_sending_the_sheet_twice_reads_nothing_twice(flat, browser):
    electrician = browser(READ)

    answers = [electrician.post(reverse("finance:meter_sheet"), sheet(flat, "150")) for _turn in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert MeterReading.objects.count() == 1


def test_a_jump_is_asked_about_at_its_row_and_taken_with_a_reason(office, flat, browser):
    read(flat, office, "150")
    electrician, url = browser(READ), reverse("finance:meter_sheet")

    asked = electrician.post(url, sheet(flat, "650"))
    electrician.post(url, sheet(flat, "650", note_text="租客装修"))

    assert asked.context["rows"][0].errors.keys() == {"note_text"}
    assert flat.readings.standing().first().note == "租客装修"


def test_a_replaced_meter_is_entered_on_the_sheet(flat, browser):
    browser(READ).post(reverse("finance:meter_sheet"), sheet(flat, "20", old_last="130", new_first="5"))

    assert MeterReading.objects.get().used == Decimal("45.00")


@pytest.mark.parametrize("sent", [{}, {"old_last": "130"}, {"value": "a lot"}])
def test_a_sheet_that_says_nothing_or_half_reads_nothing(flat, browser, sent):
    facts = {"value": "", **sent}

    page = browser(READ).post(reverse("finance:meter_sheet"), sheet(flat, facts.pop("value"), **facts))

    assert page.status_code == 200
    assert MeterReading.objects.count() == 0


def test_a_day_to_come_is_refused_and_what_was_typed_stays(flat, browser):
    page = browser(READ).post(reverse("finance:meter_sheet"), sheet(flat, "150") | {"read_on": "2026-09-17"})

    assert 'value="150"' in page.content.decode()
    assert MeterReading.objects.count() == 0


def test_the_sheet_shows_one_kind_or_one_campus(office, flat, browser):
    tariff(office, "3.2", kind="water")
    water = meter(office, "W-1", kind="water", place=room(office))
    electrician, url = browser(READ), reverse("finance:meter_sheet")

    def shown(**query):
        return [row.meter for row in electrician.get(url, query).context["rows"]]

    assert shown(kind="water") == [water]
    assert shown(campus=flat.place.campus_id) == [flat]
    assert len(shown(kind="gas", campus="x")) == 2


def test_only_meters_of_the_own_reach_stand_on_the_sheet(office, flat, client_of, browser):
    meter(office, "D-302")
    here = user_with(READ, school=office.school)
    here.appointments.update(campus=flat.place.campus)

    assert [row.meter for row in client_of(here).get(reverse("finance:meter_sheet")).context["rows"]] == [flat]
    assert len(browser(READ).get(reverse("finance:meter_sheet")).context["rows"]) == 2


# --- who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, right",
    [
        ("meter_list", VIEW), ("meter_create", KEEP), ("meter_sheet", READ), ("tariff_list", VIEW), ("tariff_create", KEEP),
        ("reading_list", VIEW),
    ],
)  # fmt: skip
def test_each_page_asks_for_its_right(browser, name, right):
    url = reverse(f"finance:{name}")
    rest = {VIEW, KEEP, READ} - {right}

    assert (browser(right).get(url).status_code, browser(*rest).get(url).status_code) == (200, 403)


@pytest.mark.parametrize(
    "name, right", [("meter_read", READ), ("meter_change", KEEP), ("meter_retire", KEEP), ("reading_receive", RECORD),
                    ("reading_reverse", READ)],
)  # fmt: skip
def test_each_move_asks_for_its_right(office, flat, browser, name, right):
    reading = read(flat, office)
    url = reverse(f"finance:{name}", args=[reading.pk if name.startswith("reading") else flat.pk])
    others = {KEEP, READ, RECORD} - {right}

    assert (browser(VIEW, right).get(url).status_code, browser(VIEW, *others).get(url).status_code) == (200, 403)


def test_a_stranger_of_another_school_finds_nothing(office, flat, client_of):
    reading = read(flat, office)
    stranger = client_of(user_with(VIEW, READ, KEEP, RECORD))

    for name, record in (
        ("meter_detail", flat),
        ("meter_read", flat),
        ("reading_detail", reading),
        ("reading_bill", reading),
    ):
        assert stranger.get(reverse(f"finance:{name}", args=[record.pk])).status_code == 404


def test_who_pays_sees_the_own_charge_and_no_other(office, client_of):
    tariff(office)
    payer = user_with(school=office.school)
    own = read(meter(office, payer="", person=payer), office)
    other = read(meter(office, "D-302"), office)
    browser = client_of(payer)

    assert browser.get(own.get_absolute_url()).status_code == 200
    assert browser.get(other.get_absolute_url()).status_code == 404
    assert browser.get(reverse("finance:reading_list")).status_code == 403


def test_who_read_a_meter_sees_and_reverses_that_reading_and_no_money_of_others(office, flat, browser):
    read(meter(office, "D-302"), office)
    electrician = browser(READ)
    page = electrician.post(reverse("finance:meter_sheet"), sheet(flat, "150"), follow=True).content.decode()
    own = flat.readings.get()

    electrician.post(reverse("finance:reading_reverse", args=[own.pk]), {"reason": "看错"})

    own.refresh_from_db()
    assert own.reversed_reason == "看错"
    assert "¥" not in page and "30.00" not in page


def test_whoever_only_reads_meters_does_not_see_what_others_paid(office, flat, browser):
    read(flat, office)

    assert "30.00" not in browser(READ).get(flat.get_absolute_url()).content.decode()
    assert "30.00" in browser(VIEW).get(flat.get_absolute_url()).content.decode()


# --- the other pages --------------------------------------------------------------------------------------------------


def test_a_meter_and_a_price_are_entered(office, browser):
    place, clerk = room(office), browser(VIEW, KEEP)
    clerk.post(
        reverse("finance:tariff_create"), {"kind": "water", "price": "3.2", "from_on": "2026-01-01", "basis": "物价局"}
    )
    facts = {"number": "W-1", "kind": "water", "place": place.pk, "person": office.teacher.pk, "multiplier": "1"}

    clerk.post(reverse("finance:meter_create"), facts | {"first_value": "12.5", "from_on": "2026-09-01"})

    meter, price = Meter.objects.get(), MeterTariff.objects.get()
    assert (meter.payer, meter.first_value, price.price) == (office.teacher.name, Decimal("12.50"), Decimal("3.2"))
    assert "3.20" in clerk.get(reverse("finance:tariff_list")).content.decode()


def test_who_pays_is_changed_from_a_member_of_staff_to_a_name(office, browser):
    flat, clerk = meter(office, payer="", person=office.teacher), browser(VIEW, KEEP)
    url = reverse("finance:meter_change", args=[flat.pk])
    assert 'name="payer" value' not in clerk.get(url).content.decode()

    clerk.post(url, {"number": flat.number, "place": flat.place_id, "person": "", "payer": "李新华", "multiplier": "1"})

    flat.refresh_from_db()
    assert (flat.payer, flat.person) == ("李新华", None)


def test_a_charge_is_received_and_reversed_and_the_reading_too(office, flat, browser):
    reading, person = read(flat, office), browser(VIEW, READ, RECORD)
    person.post(
        reverse("finance:reading_receive", args=[reading.pk]),
        {"amount": "30", "on": "2026-09-16", "account": account(office).pk, "voucher": ""},
    )
    payment = reading.payments.get()
    refused = person.post(reverse("finance:reading_reverse", args=[reading.pk]), {"reason": "看错"})

    person.post(reverse("finance:meterpayment_reverse", args=[payment.pk]), {"on": "2026-09-16", "reason": "收错"})
    person.post(reverse("finance:reading_reverse", args=[reading.pk]), {"reason": "看错"})

    reading.refresh_from_db()
    assert "此笔已缴费" in refused.content.decode()
    assert (reading.reversed_reason, reading.payments.count()) == ("看错", 2)


def test_ticked_charges_are_received_at_once_each_as_an_entry_of_its_own(office, flat, browser):
    readings = [read(flat, office), read(meter(office, "D-302"), office)]
    paid = read(meter(office, "D-303"), office)
    pay_reading(paid, office)
    cashier, url = browser(VIEW, RECORD), reverse("finance:reading_collect")
    ticked = {"pk": [reading.pk for reading in [*readings, paid]]}
    page = cashier.post(url, ticked)

    facts = {"pks": page.context["form"]["pks"].value(), "on": "2026-09-16", "account": account(office).pk}
    cashier.post(url, facts | {"submission_key": "once"})
    cashier.post(url, facts | {"submission_key": "once"})

    assert "2 笔，共" in page.content.decode()
    assert [reading.payments.count() for reading in [*readings, paid]] == [1, 1, 1]
    assert MoneyEntry.objects.filter(kind="income", amount=30).count() == 3


def test_with_nothing_outstanding_ticked_the_cashier_is_led_back(office, flat, browser):
    paid = read(flat, office)
    pay_reading(paid, office)

    page = browser(VIEW, RECORD).post(reverse("finance:reading_collect"), {"pk": [paid.pk]})

    assert "standing=outstanding" in page.content.decode()
    with pytest.raises(RuleError):
        services.receive_readings([paid], account=account(office), on=paid.read_on, by=office.accountant)


def test_the_page_of_a_charge_shows_how_it_came_about(office, browser):
    tariff(office)
    reading = read(meter(office, multiplier=Decimal(2)), office, "20", old_last="130", new_first="5")

    page = browser(VIEW).get(reading.get_absolute_url()).content.decode()

    assert "(130 − 100 + 20 − 5) × 2 = 90" in page
    assert "90 × 0.60 = " in page


@pytest.mark.parametrize(
    "standing, shown", [("overdue", [7]), ("outstanding", [7, 9]), ("paid", [8]), ("reversed", [6])]
)
def test_readings_are_found_by_how_they_stand(office, browser, standing, shown):
    tariff(office)
    meters = {month: meter(office, f"D-{month}", from_on=date(2026, 6, 1)) for month in (6, 7, 8, 9)}
    readings = {month: read(each, office, read_on=date(2026, month, 14)) for month, each in meters.items()}
    pay_reading(readings[8], office)
    services.reverse_reading(readings[6], reason="看错", by=office.director)

    page = browser(VIEW).get(reverse("finance:reading_list"), {"standing": standing})

    assert sorted(row.pk for row in page.context["rows"]) == [readings[month].pk for month in shown]


def test_lists_leave_as_workbooks_and_csv(office, flat, browser):
    read(flat, office)
    clerk = browser(VIEW)

    for name in ("meter_list", "reading_list"):
        url = reverse(f"finance:{name}")
        assert clerk.get(url, {"format": "xlsx"})["Content-Type"].endswith("spreadsheetml.sheet")
        assert clerk.get(url, {"format": "csv"}).status_code == 200
    csv = b"".join(clerk.get(reverse("finance:reading_list"), {"format": "csv"})).decode()
    assert "王建国" in csv and "30.00" in csv


def test_the_bill_is_a_pdf(office, flat, browser):
    reading = read(flat, office)

    answer = browser(VIEW).get(reverse("finance:reading_bill", args=[reading.pk]))

    assert b"".join(answer)[:5] == b"%PDF-"


def test_meters_are_found_by_number_place_and_payer(office, flat, browser):
    clerk = browser(VIEW)

    for words in (flat.number, flat.place.label, "王建国"):
        assert len(clerk.get(reverse("finance:meter_list"), {"q": words}).context["rows"]) == 1
    assert clerk.get(reverse("finance:meter_list"), {"q": "李新华"}).context["rows"] == []


def test_reading_is_what_the_list_offers_first_once_there_is_a_meter(office, browser):
    clerk, url = browser(VIEW, KEEP, READ), reverse("finance:meter_list")
    before = clerk.get(url).context["page"]["first_step"].url
    meter(office)

    page = clerk.get(url).context["page"]

    assert (before, page["primary"].url) == ("/finance/meters/new/", "/finance/meters/read/")
    assert "/finance/meters/new/" in [action.url for action in page["exports"]]
    assert browser(VIEW, KEEP).get(url).context["page"]["primary"].url == "/finance/meters/new/"
