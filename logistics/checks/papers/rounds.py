"""A round as the official form: results, values with their limits, findings, corrections, signatures, photos."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from logistics import clock
from logistics.attachments.models import Attachment
from logistics.checks.models import Answer, Finding, Round, Version
from logistics.checks.papers.parts import MARKS, PLACES_A_TABLE, Block, Line, Mark, Notes, frame, in_parts, outcome
from logistics.checks.selectors.rounds import (
    answers_of,
    asked_at_points,
    asked_once,
    findings_of,
    items_of,
    points_of,
    walks_several,
)
from logistics.checks.selectors.templates import limits_text, sections_of
from logistics.pages.columns import number_text
from logistics.paper.document import Table
from logistics.paper.office_dates import office_date, office_datetime
from logistics.paper.pdf import render_pdf
from logistics.paper.slips import Fact, SignatureCell, Slip
from logistics.people.selectors import with_drawings

PHOTOS_ON_A_FORM = 12
SHORT = 7  # letters that fit into the cell of a place


def round_pdf(round):
    """Return a round as the official form: results, values with the limits they were judged by, findings, signatures."""
    sheet = RoundSheet(round)
    context = {
        **frame(round.school, round.version, number=round.number, date=office_date(round.day)),
        "watermark": _watermark(round),
        "late": bool(round.late_reason),
        "slip": Slip(facts=sheet.facts(), signatures=sheet.signatures()),
        "blocks": sheet.blocks(),
        "findings": sheet.findings(),
        "notes": sheet.notes.texts,
        "photos": [(name, caption) for name, caption, _file in sheet.photos],
    }
    return render_pdf("checks/round_print.html", context, attachments=_read(sheet.photos))


def _watermark(round):
    """Return what stands behind a form that is not in force."""
    return "" if round.status == Round.Status.FINISHED else round.get_status_display()


class RoundSheet:
    """Gathers what the form of a round says."""

    def __init__(self, round):
        self.round = round
        self.version = round.version
        self.points = points_of(round)
        self.answers = answers_of(round)
        self.standing = {
            (answer.point_id, answer.item_id): answer for answer in self.answers if not hasattr(answer, "corrected_by")
        }
        self.found = findings_of(round)
        self.notes = Notes()
        self.photos = self._photos()

    def facts(self):
        round = self.round
        facts = [
            Fact(_("Place"), self._where()),
            Fact(_("Day of the check"), self._time()),
            Fact(_("Walked by"), round.started_by, wide=not round.announced and round.score is None),
        ]
        if round.announced:
            facts.append(Fact(_("Announced or not"), round.get_announced_display()))
        if round.score is not None:
            score = {"score": number_text(round.score), "full": number_text(round.full_score)}
            facts.append(Fact(_("Score"), _("%(score)s of %(full)s") % score))
        if round.late_reason:
            at = office_datetime(round.written_at or round.finished_at) if round.finished_at else ""
            late = _("%(reason)s (entered %(when)s)") % {"reason": round.late_reason, "when": at}
            facts.append(Fact(_("Entered late"), late, wide=True))
        if round.remark:
            facts.append(Fact(_("Remark"), round.remark, wide=True))
        if round.drop_reason:
            facts.append(Fact(_("Broken off"), round.drop_reason, wide=True))
        return facts

    def _where(self):
        round = self.round
        if round.place:
            return round.place.full_label()
        if walks_several(self.version):
            places = _("%(count)d places") % {"count": len(self.points)}
            return f"{round.campus} {places}" if round.campus else places
        return str(round.campus or "—")

    def _time(self):
        round = self.round
        ended = round.written_at or round.finished_at
        begun = office_datetime(round.started_at)
        if ended is None:
            return begun
        return f"{begun} – {office_datetime(ended)[-5:]}" if _same_day(round.started_at, ended) else begun

    def signatures(self):
        round, version = self.round, self.version
        walker = {
            "name": str(round.finished_by or ""),
            "signed_at": round.finished_at,
            "signed_by": round.finished_by_id,
        }
        cells = [SignatureCell(_("Walked by"), **walker)]
        if version.seconded == Version.Seconded.ALWAYS or round.status == Round.Status.TO_SIGN or round.second:
            label = version.second_label or _("Countersigned by")
            second = {"name": str(round.second or ""), "signed_at": round.seconded_at, "signed_by": round.second_id}
            cells.append(SignatureCell(label, **second))
        else:
            cells.append(SignatureCell(_("Head of the office")))
        return with_drawings(cells)

    def blocks(self):
        sections = sections_of(self.version)
        if not walks_several(self.version):
            return [Block(self._lines(sections, self.points))]
        at_places, once = asked_at_points(self.version, sections), asked_once(self.version, sections)
        blocks = [
            Block(self._lines(at_places, points), columns=[_point_head(point, self.notes) for point in points])
            for points in in_parts(self.points, PLACES_A_TABLE)
        ]
        if once:
            first = len(items_of(at_places)) + 1
            blocks.append(Block(self._lines(once, [None], first), title=_("The check as a whole")))
        return blocks

    def _lines(self, sections, points, first=1):
        grid = walks_several(self.version) and points != [None]
        number = first - 1
        found = []
        for section in sections:
            lines = []
            for item in section.items.all():
                number += 1
                answers = [self.standing.get((point.pk if point else None, item.pk)) for point in points]
                limits = next((_limits_of_answer(answer, item) for answer in answers if answer is not None), "")
                lines.append(Line(number, item, limits, [self._mark(answer, item, grid=grid) for answer in answers]))
            found.append((section.title, lines))
        return found

    def _mark(self, answer, item, *, grid):
        if answer is None:
            return Mark()
        mark = Mark(MARKS[answer.result], words=_words_of(answer), bad=answer.result == Answer.Result.FAIL)
        if answer.number is not None:
            mark.text = number_text(answer.number)
        if grid and mark.words:
            if answer.result == Answer.Result.NOTED and len(mark.words) <= SHORT:
                mark.text = mark.words
            elif not mark.bad:  # what is not in order stands among the findings
                mark.notes.append(self.notes.add(f"{item.text}：{mark.words}", place=str(answer.point)))
            mark.words = ""
        if answer.corrects_id:
            mark.notes.append(self.notes.add(self._correction(answer)))
        return mark

    def _correction(self, answer):
        before = next(each for each in self.answers if each.pk == answer.corrects_id)
        facts = {
            "item": answer.item.text,
            "before": _said(before),
            "after": _said(answer),
            "who": answer.by,
            "when": office_datetime(answer.at),
            "reason": answer.reason,
        }
        return _("%(item)s: first entered %(before)s, corrected to %(after)s by %(who)s, %(when)s: %(reason)s") % facts

    def findings(self):
        """Return the table of what was found and what came of it."""
        columns = ["", _("Place"), _("What was found"), _("What came of it"), _("Handled by")]
        rows = [
            [
                str(number),
                str(finding.place or self.round.place or "—"),
                finding.text,
                outcome(finding),
                f"{finding.handled_by or ''}" if finding.handled_by_id else "",
            ]
            for number, finding in enumerate(self.found, start=1)
        ]
        return Table(columns, rows) if rows else None

    def _photos(self):
        """Return [(name, caption, file)] of the first photos of answers and of what was fixed."""
        captions = {
            (Answer, answer.pk): f"{answer.point or ''} {answer.item.text}".strip() for answer in self.standing.values()
        }
        captions |= {
            (Finding, finding.pk): _("After: %(what)s") % {"what": finding.measure or finding.text}
            for finding in self.found
        }
        found = []
        for model in (Answer, Finding):
            pks = [pk for kind, pk in captions if kind is model]
            files = Attachment.objects.filter(
                record_type=ContentType.objects.get_for_model(model), record_id__in=pks
            ).pictures()
            found += [(f"photo-{file.pk}.jpg", captions[model, file.record_id], file.file) for file in files]
        return found[:PHOTOS_ON_A_FORM]


def _same_day(first, second):
    return clock.day_of(first) == clock.day_of(second)


def _point_head(point, notes):
    """Return (name, numbers of notes) at the head of a place's column; a place left out says so in a note."""
    numbers = []
    if point.skip_reason:
        left_out = _("%(place)s was left out: %(reason)s") % {"place": point, "reason": point.skip_reason}
        numbers.append(notes.add(left_out))
    return str(point), numbers


def _limits_of_answer(answer, item):
    return limits_text(answer.low, answer.high, item.unit)


def _words_of(answer):
    return " ".join(filter(None, [str(answer.person or ""), answer.text]))


def _said(answer):
    """Return an answer in a few words, for a note."""
    value = f"{number_text(answer.number)} {answer.item.unit}".strip() if answer.number is not None else ""
    mark = "" if answer.result == Answer.Result.NOTED else f"“{MARKS[answer.result]}”"
    return " ".join(filter(None, [mark, value, _words_of(answer)]))


def _read(photos):
    """Return {name: bytes}."""
    found = {}
    for name, _caption, file in photos:
        with file.open("rb") as opened:
            found[name] = opened.read()
    return found
