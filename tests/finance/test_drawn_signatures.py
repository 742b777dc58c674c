"""A drawn signature stands only where its person signed in the system, as it was drawn then."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from finance import services
from finance.papers.acceptance import acceptance_pdf
from finance.papers.acceptance import signatures_of as acceptance_cells
from finance.papers.claims import batch_pdf, claim_pdf, seat_cells
from finance.papers.orders import order_pdf
from finance.papers.orders import signatures_of as order_cells
from finance.papers.purchases import signatures_of, slip_pdf
from finance.papers.quotes import comparison_pdf
from logistics import clock
from logistics.approvals import services as approvals
from logistics.approvals.selectors import case_of
from logistics.attachments.models import Attachment
from logistics.people.services import draw_signature, remove_signature
from tests.finance.claim_factories import granted, sign, staff, submitted
from tests.finance.factories import approve, ask, deliver, order
from tests.people.test_drawings import drawn


@pytest.fixture
def head(office):
    """The head of the department, whose signature was drawn yesterday; nobody else has drawn one."""
    draw(office.head, days=-1)
    return office.head


def draw(person, *, days=0, size=(1000, 400)):
    with clock.set_to(clock.now() + timedelta(days=days)):
        return bytes(draw_signature(person, picture=drawn(size), by=person).picture)


def shown(cells):
    """Return the name in each signed cell, with whether a drawing stands beside it."""
    return [(cell.name, bool(cell.drawing)) for cell in cells if cell.name]


def pictures(pdf):
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def agree(request, person, **facts):
    return approvals.agree(case_of(request), by=person, **facts)


def test_whoever_drew_and_signed_is_printed_with_it_and_others_by_name(office, head):
    request = approve(ask(office))

    assert shown(signatures_of(request)) == [(head.name, True), (office.director.name, False)]
    assert (pictures(slip_pdf(request)), pictures(comparison_pdf(request))) == (1, 1)


def test_a_paper_signed_before_it_was_drawn_stays_without(office):
    request = approve(ask(office))
    draw(office.head, days=1)

    assert shown(signatures_of(request))[0] == (office.head.name, False)


def test_a_signed_paper_keeps_the_drawing_of_its_day(office):
    first = draw(office.head, days=-1)
    request = approve(ask(office))
    draw(office.head, days=1, size=(600, 600))
    with clock.set_to(clock.now() + timedelta(days=2)):
        remove_signature(office.head, by=office.head)
        later = ask(office)
        agree(later, office.head)

    assert signatures_of(request)[0].drawing == first
    assert shown(signatures_of(later)) == [(office.head.name, False)]


def test_a_signature_on_paper_entered_by_another_has_no_drawing(office, head):
    request = ask(office)
    scan = Attachment.objects.create(
        school=office.school, uploaded_by=office.director, file="scan.pdf", name="scan.pdf", bytes=1,
        media_type="application/pdf", sha256="", created_at=clock.now(),
    )  # fmt: skip
    approvals.sign_on_paper(
        case_of(request), person=head, verb="agree", signed_on=clock.today(), scans=[scan.token], by=office.director
    )

    assert shown(signatures_of(request)) == [(head.name, False)]
    assert pictures(slip_pdf(request)) == 0


def test_a_stand_in_signs_with_the_own_drawing_and_never_with_the_one_of_the_person_away(office, head):
    approvals.set_stand_in(
        head, school=office.school, stand_in=office.accountant, starts_on=clock.today(), ends_on=clock.today(), by=head
    )
    without = ask(office)
    agree(without, office.accountant)
    with clock.set_to(clock.now() + timedelta(minutes=1)):
        own = draw(office.accountant)
        request = ask(office, title="黑板擦")
        agree(request, office.accountant)

    name = f"{office.accountant.name}（代{head.name}）"
    assert shown(signatures_of(without)) == [(name, False)]
    assert [(cell.name, cell.drawing) for cell in signatures_of(request) if cell.name] == [(name, own)]


def test_the_three_seats_of_a_claim(office):
    staff(office)
    draw(office.teacher, days=-1)
    draw(office.accountant, days=-1, size=(600, 600))
    claim = sign(sign(submitted(office), office.acceptor), office.accountant)

    assert shown(seat_cells(claim)) == [
        (office.teacher.name, True), (office.acceptor.name, False), (office.accountant.name, True),
    ]  # fmt: skip
    assert pictures(claim_pdf(claim)) == 2


def test_the_acceptors_of_a_delivery_each_once_they_signed(office, head):
    acceptance = deliver(office, order(office, approve(ask(office))))
    before = shown(acceptance_cells(acceptance))
    services.sign_acceptance(acceptance, by=head)

    assert before == [(office.teacher.name, False)]
    assert shown(acceptance_cells(acceptance)) == [(office.teacher.name, False), (head.name, True)]
    assert pictures(acceptance_pdf(acceptance)) == 1


def test_an_order_shows_the_buyer_who_placed_it_and_leaves_the_line_free_where_another_did(office):
    draw(office.director, days=-1)
    own = order(office, approve(ask(office)))
    of_another = order(office, approve(ask(office, title="黑板擦")), by=office.teacher, buyer=office.director)

    assert (shown(order_cells(own)), shown(order_cells(of_another))) == ([(office.director.name, True)], [])
    assert (pictures(order_pdf(own)), pictures(order_pdf(of_another))) == (1, 0)


def test_a_batch_shows_who_handed_it_in(office):
    staff(office)
    services.set_books(
        services.make_books(office.school), mode="central", center="区教育核算中心", handler_label="经手人",
        acceptor_label="验收人", reviewer_label="审核人", one_pen=office.roles["principal"], by=office.accountant,
    )  # fmt: skip
    draw(office.clerk, days=-1)
    batch = services.send_batch(office.school, claims=[granted(office)], by=office.clerk)

    assert pictures(batch_pdf(batch)) == 1
