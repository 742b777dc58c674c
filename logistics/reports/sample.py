"""The director's own words in the summaries of the sample school."""

from logistics.reports import services
from logistics.reports.periods import Period, Scope
from logistics.reports.sections import Section

LAST_TERM = {
    Section.THINKING: (
        "总务处坚持每两周一次集中学习，学习教育政策法规、安全生产和食品安全知识，牢固树立“服务教学、服务师生”的意识，"
        "做到热情服务、主动服务、耐心服务。"
    ),
    Section.CASES: (
        "4月一号教学楼二楼卫生间反复漏水。维修人员三次到场后不再只换垫片，而是打开管井逐段查找，发现暗管锈蚀，"
        "利用周末改走明管，此后未再报修。"
    ),
    Section.THANKS: "总之，本学期的总务后勤工作得到了全校教职工的理解和支持，在此表示衷心的感谢。",
}
THIS_TERM = {
    Section.PREPARATION: "开学前一周，总务处会同各年级组核对班级人数，课桌凳、床位和学习用品在开学第一天前全部到位。",
}


def make(sample):
    """Let the director write at the end of the last term, and begin with the current one."""
    last, current = sample.terms
    with sample.at(last.ends_on, "15:20"):
        _write(sample, last, LAST_TERM)
    with sample.at(current.starts_on, "16:10"):
        _write(sample, current, THIS_TERM)


def _write(sample, term, texts):
    for section, text in texts.items():
        services.write_text(
            sample.school, Period.of_term(term), Scope(), section=section, text=text, by=sample.person("director")
        )
