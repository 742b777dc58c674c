"""What money papers say of a case that ended, and how their lines are laid out."""

from decimal import Decimal

import pytest

from finance import services
from finance.papers.claims import claim_pdf
from finance.papers.income import agreement_pdf
from finance.papers.purchases import signatures_of, slip_pdf
from finance.papers.sums import sum_text
from logistics.paper.document import Document, Paragraph, Table, TableColumn, document_to_pdf
from logistics.paper.slips import SignatureCell
from tests.finance import claim_factories as claims
from tests.finance import income_factories as income
from tests.finance.factories import ask, sign
from tests.paper.pdf_reading import pages_of, text_of


def refused_by_the_second(office):
    request = ask(office)
    sign(request)
    sign(request, "refuse", "现有沙发可以维修")
    request.refresh_from_db()
    return request


def test_whoever_refused_stands_on_the_slip_with_the_reason(office):
    request = refused_by_the_second(office)

    assert [cell.opinion for cell in signatures_of(request)] == ["同意", "现有沙发可以维修"]


@pytest.mark.parametrize(("verb", "mark"), [("refuse", "未批准"), ("return", "未审批")])
def test_a_slip_is_marked_with_how_it_ended(office, verb, mark):
    request = ask(office)
    sign(request, verb)
    request.refresh_from_db()

    words = text_of(slip_pdf(request))

    assert (mark in words, "已退回" in words) == (True, verb == "return")


def test_a_withdrawn_slip_is_marked_as_such(office):
    request = services.withdraw_request(ask(office), by=office.teacher)

    assert "已撤回" in text_of(slip_pdf(request))


def test_a_claim_that_was_refused_is_marked_as_such(office):
    claim = claims.submitted(claims.staff(office), "370")
    claims.sign(claim, office.acceptor, verb="refuse", word="实收与发票不符")
    claim.refresh_from_db()

    words = text_of(claim_pdf(claim))

    assert ("不予报销" in words, "未审批" in words) == (True, False)


def test_an_agreement_that_ended_early_says_so(office):
    agreement = income.agree(office)
    assert "提前终止" not in text_of(agreement_pdf(agreement))

    agreement.status = agreement.Status.ENDED

    assert "提前终止" in text_of(agreement_pdf(agreement))


def test_a_sum_is_written_in_figures_and_words():
    assert str(sum_text(Decimal("9600"))) == "9,600.00 元（大写：玖仟陆佰元整）"


# --- how lines are laid out -------------------------------------------------------------------------------------------


def table(*rows, total=None):
    columns = [
        TableColumn("序号", "centre"),
        TableColumn("名称"),
        TableColumn("数量", "centre"),
        TableColumn("金额", "amount"),
    ]
    return Table(columns, list(rows), total=total)


def test_the_amount_in_words_takes_the_empty_cells_after_it():
    cells = table(total=["", "合计（大写）：玖佰玖拾肆元整", "", "994.00"]).total_cells

    assert [(cell.text, cell.span) for cell in cells] == [("", 1), ("合计（大写）：玖佰玖拾肆元整", 2), ("994.00", 1)]


def test_a_sum_takes_no_empty_cell_after_it():
    cells = Table(["项目", TableColumn("金额", "amount"), "备注"], [], total=["合计", "86.00", ""]).total_cells

    assert [cell.span for cell in cells] == [1, 1, 1]


def test_a_quantity_stays_on_one_line_and_a_long_text_does_not():
    quantity, words = table([1, "", "10 套", ""], [1, "", "同去年一样每班各一套备用", ""]).aligned_rows

    assert (quantity[2].is_short, words[2].is_short, quantity[1].is_short) == (True, False, False)


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("部门负责人、总务主任\n核库存、核价", [["部门负责人、", "总务主任"], ["核库存、", "核价"]]),
        ("赔偿人（或家长）", [["赔偿人", "（或家长）"]]),
        ("会计/报账员", [["会计/报账员"]]),
    ],
)
def test_the_label_of_a_signature_breaks_between_its_parts(label, lines):
    assert SignatureCell(label).label_lines == lines


def test_whom_a_letter_is_to_stands_at_the_margin():
    pages = pages_of(
        document_to_pdf(Document("感谢信", [Paragraph(["尊敬的朱先生："], flush=True), Paragraph(["感谢您。"])]))
    )
    starts = {}
    pages[0].extract_text(visitor_text=lambda text, _cm, tm, _font, _size: starts.setdefault(text.strip(), tm[4]))

    assert starts["尊敬的朱先生："] < starts["感谢您。"]
