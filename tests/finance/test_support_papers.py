"""Audits, applications for money and goods handed over on paper."""

from decimal import Decimal

import pytest

from finance import services
from finance.papers.handing import handing_pdf
from finance.papers.handing import signatures_of as handing_cells
from finance.papers.support import audit_pdf, audit_signatures, grant_pdf, grant_signatures
from finance.services import audits, grants
from tests.factories import user_with
from tests.finance import support_factories as support
from tests.finance.factories import accept, approve, ask, line, order
from tests.finance.test_drawn_signatures import draw, shown
from tests.paper.pdf_reading import text_of

pytestmark = pytest.mark.usefixtures("september")


def test_an_audit_is_printed_with_each_finding_and_how_it_was_put_right(office):
    found = support.finding(office)
    audits.correct_finding(found, correction="已补附件清单", photos=[], by=office.accountant)

    text = text_of(audit_pdf(found.audit))

    assert all(words in text for words in ("区审计局", "个别票据附件不全", "已补附件清单", found.audit.number))


def test_an_audit_without_its_result_leaves_room_for_it(office):
    text = text_of(audit_pdf(support.audit(office)))

    assert ("结果" in text, "整改" in text) == (True, True)


def test_an_application_is_printed_with_its_amount_in_words_and_the_reply(office):
    asked = support.application(office)
    before = text_of(grant_pdf(asked))
    after = text_of(grant_pdf(support.won(office, of=asked)))

    assert ("叁拾万元整" in before, "贰拾万元整" in before) == (True, False)
    assert ("贰拾万元整" in after, "财教〔2026〕61号" in after) == (True, True)


def test_a_withdrawn_application_is_marked(office):
    asked = grants.withdraw_application(support.application(office), reason="改由基建处申报", by=office.director)

    assert text_of(grant_pdf(asked)).count("已撤回") == 2


def test_whoever_entered_them_is_printed_with_the_drawn_signature(office):
    draw(office.director, days=-60)

    asked = support.application(office)

    assert shown(grant_signatures(asked)) == [(office.director.name, True)]
    assert shown(audit_signatures(support.audit(office))) == [(office.accountant.name, False)]


@pytest.fixture
def delivery(office):
    return accept(office, order(office, approve(ask(office, line("拖把", "5", "18.00", "把")))))


def hand(office, delivery, quantity, person):
    quantities = {delivery.lines.get().pk: Decimal(quantity)}
    [handing] = services.hand_over(delivery, to="direct", quantities=quantities, person=person, by=office.director)
    return handing


def test_the_slip_names_what_stands_and_not_what_was_taken_back(office, delivery):
    wrong = hand(office, delivery, "2", office.head)
    services.take_goods_back(wrong, reason="领错", by=office.director)
    hand(office, delivery, "3", office.teacher)

    text = text_of(handing_pdf(delivery))

    assert (office.teacher.name in text, "54.00" in text, "36.00" in text) == (True, True, False)
    assert office.head.name not in text


def test_each_who_handed_over_is_printed_once_with_the_drawn_signature(office, delivery):
    draw(office.director, days=-1)
    rows = [hand(office, delivery, "1", office.teacher), hand(office, delivery, "2", office.head)]

    assert shown(handing_cells(rows)) == [(office.director.name, True)]


def test_the_page_offers_the_slip_once_something_was_handed_over(office, delivery, client_of):
    buyer = user_with("finance.ask_purchase", "finance.view_purchaserequest", school=office.school)
    client, address = client_of(buyer), f"{delivery.get_absolute_url()}handed.pdf"

    assert client.get(address).status_code == 404
    hand(office, delivery, "1", office.teacher)

    assert address in client.get(delivery.get_absolute_url()).content.decode()
    assert client.get(address)["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    ("make", "permission"), [(support.audit, "view_audit"), (support.application, "view_grantapplication")]
)
def test_their_pages_offer_them_and_strangers_get_nothing(office, client_of, make, permission):
    record = make(office)
    address = f"{record.get_absolute_url()}paper.pdf"
    client = client_of(user_with(f"finance.{permission}", school=office.school))

    assert address in client.get(record.get_absolute_url()).content.decode()
    assert client.get(address)["Content-Type"] == "application/pdf"
    assert client_of(office.teacher).get(address).status_code == 403
    assert client_of(user_with(f"finance.{permission}")).get(address).status_code == 404
