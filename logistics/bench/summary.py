"""A term's summary of 12 pages beside WeasyPrint alone on the same HTML, and its data in a grown school."""

import io

from django.template.loader import render_to_string
from pypdf import PdfReader
from weasyprint import HTML

from logistics.bench.measuring import Case, show
from logistics.paper.pdf import PaperFetcher
from logistics.people.models import User
from logistics.reports import services
from logistics.reports.periods import Scope, current_period
from logistics.reports.rendering import render
from logistics.reports.sections import Section
from logistics.reports.summaries import Summary, texts_of
from repairs.models import Repair

BARE, DATA = "bare WeasyPrint", "summary: data"
GOAL = 1.15
OWN_WORDS = {
    Section.THINKING: "学习教育政策法规、安全生产和食品安全知识，牢固树立“服务教学、服务师生”的意识，热情、主动、耐心地做好服务。",
    Section.WORKS: "假期完成教学楼走廊粉刷、操场跑道修补和厕所蹲位改造，开学前组织验收，整改不合格项后交付使用。",
    Section.HEALTH: "实行包干区每日一扫、每周一评，公共区域按时消毒并登记，传染病流行季节增加通风和消毒次数。",
    Section.DORMITORY: "宿管人员夜间按时查寝，及时处理漏水、断电等问题，被褥定期晾晒，洗漱间防滑垫全部更换。",
    Section.GREENING: "补种草皮，修剪灌木，枯枝及时清理，花坛由各班认养，校园环境得到进一步改善。",
    Section.ENERGY: "逐室检查长明灯、长流水，空调设定统一温度，每月公布各楼栋水电用量，超出部分查明原因。",
    Section.EVENTS: "配合运动会、家长会、期末考试等活动，提前布置场地、调试音响、备足饮水，活动后及时清场。",
    Section.CASES: "一楼卫生间反复漏水，维修人员打开管井逐段查找，发现暗管锈蚀后改走明管，此后未再报修。",
    Section.HONOURS: "接受上级食品安全、消防安全检查各一次，提出的意见逐条整改并书面回复。",
    Section.THANKS: "总务后勤工作得到了全校教职工的理解和支持，在此表示衷心的感谢。",
}
PARAGRAPHS = 3


def run(school, out, *, rounds):
    """A school with one term's real amount of work: the sample school before it is grown."""
    period = current_period(school)
    _write_own_words(school, period)
    html = render_to_string("paper/document.html", {"document": Summary(school, period, Scope()).document()})
    pages = len(PdfReader(io.BytesIO(_bare(html))).pages)
    out.write(f"A summary of {pages} pages over {_repairs(school, period):,} repairs of the term\n")
    cases = [
        Case(BARE, lambda: _bare(html)),
        Case(DATA, lambda: Summary(school, period, Scope()).figures(), BARE),
        Case("summary: whole job", lambda: _job(school, period), BARE, GOAL),
    ]
    show(cases, out, rounds=max(5, rounds // 2))


def run_grown(school, out, *, rounds):
    """The data alone, where the school has as many repairs as the other subjects see."""
    period = current_period(school)
    name = f"{DATA} of {_repairs(school, period):,} repairs in the period"
    show([Case(name, lambda: Summary(school, period, Scope()).figures())], out, rounds=max(5, rounds // 2))


def _bare(html):
    """The way WeasyPrint's manual calls it, with the files its sheets name."""
    return HTML(string=html, url_fetcher=PaperFetcher()).write_pdf()


def _job(school, period):
    """What the worker does between taking the figures and storing the file."""
    summary = Summary(school, period, Scope())
    summary.figures()
    return render(summary, "pdf")


def _repairs(school, period):
    return Repair.objects.of_school(school).jobs().reported_in(period).count()


def _write_own_words(school, period):
    """Let the director fill the sections without records, as a summary of a real term has them."""
    director = User.objects.get(username="director")
    for section, text in OWN_WORDS.items():
        if not texts_of(school, period, Scope()).filter(section=section).exists():
            words = "\n".join([text] * PARAGRAPHS)
            services.write_text(school, period, Scope(), section=section, text=words, by=director)
