"""Judging what was entered at the items of a round, writing it down, and correcting it."""

from django.utils.translation import gettext as _

from logistics import clock
from logistics.attachments.services import claim
from logistics.checks.models import Answer, Item, Round
from logistics.checks.selectors.rounds import limits_on, score_of
from logistics.checks.services.findings import fix, open_finding, take_back
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.people.models import User

LONGEST_TEXT = 400
Result = Answer.Result


# --- judging ----------------------------------------------------------------------------------------------------------


def judge(item, given, limits):
    """Return the Answer (not saved) to what was entered at an item, or None for an item left out that may be.

    given: {"result", "number", "text", "photos", "person"}, all optional. Items that are judged and not entered singly
    are swept when nothing is given: 逐项已查，无异常. A RuleError names the field as "part-<item pk>".
    """
    text = (given.get("text") or "").strip()
    if len(text) > LONGEST_TEXT:
        raise _at(item, "text", _("Use at most %(most)d letters.") % {"most": LONGEST_TEXT})
    if given.get("result") == Result.NOT_APPLICABLE:
        return _not_applicable(item, text)
    answer = JUDGES[item.kind](item, {**given, "text": text}, limits)
    if answer is not None and answer.result == Result.FAIL:
        _require_account_of_failure(item, given, text)
    return answer


def _at(item, part, sentence):
    return RuleError(sentence, field=f"{part}-{item.pk}")


def _not_applicable(item, text):
    if not item.not_applicable:
        raise _at(item, "result", _("This always applies: look at it and enter what you find."))
    if not text:
        raise _at(item, "text", _("Say why it does not apply here."))
    return Answer(item=item, result=Result.NOT_APPLICABLE, text=text)


def _require_account_of_failure(item, given, text):
    if item.note_on_fail and not text:
        raise _at(item, "text", _("Write what is not in order."))
    if item.photo_on_fail and not given.get("photos"):
        raise _at(item, "photos", _("Add a photo of what is not in order."))


def _judged(item, given, limits):
    result = given.get("result") or ""
    if result in (Result.PASS, Result.FAIL):
        return Answer(item=item, result=result, text=given["text"])
    if not item.single:
        return Answer(item=item, result=Result.PASS, swept=True)
    return _left_out(item, "result", _("Enter this item by itself."))


def _measured(item, given, limits):
    number = given.get("number")
    if number is None:
        return _left_out(item, "number", _("Enter the measured value."))
    low, high = limits
    outside = (low is not None and number < low) or (high is not None and number > high)
    return Answer(
        item=item, number=number, low=low, high=high, text=given["text"], result=Result.FAIL if outside else Result.PASS
    )


def _worded(item, given, limits):
    if not given["text"]:
        return _left_out(item, "text", _("Write this down."))
    return Answer(item=item, result=Result.NOTED, text=given["text"])


def _pictured(item, given, limits):
    if not given.get("photos"):
        return _left_out(item, "photos", _("Add a photo."))
    return Answer(item=item, result=Result.NOTED, text=given["text"])


def _personal(item, given, limits):
    if given.get("person") is None:
        return _left_out(item, "person", _("Name the person."))
    return Answer(item=item, result=Result.NOTED, person=given["person"], text=given["text"])


def _left_out(item, part, sentence):
    if item.required:
        raise _at(item, part, sentence)


JUDGES = {
    Item.Kind.JUDGED: _judged,
    Item.Kind.NUMBER: _measured,
    Item.Kind.TEXT: _worded,
    Item.Kind.PHOTO: _pictured,
    Item.Kind.PERSON: _personal,
}


# --- writing ----------------------------------------------------------------------------------------------------------


def write_answers(round, point, items, given, *, by):
    """Write down the answers to ``items`` at a point (None: of the round as a whole); return those not in order.

    given: {item pk: facts as for ``judge``, besides "fixed" (what was done at once) and "after" (photos of it)}.
    All are judged before any is written.
    """
    facts_of = {item: given.get(item.pk, {}) for item in items}
    judged = (judge(item, facts, limits_on(item, round.school, round.day)) for item, facts in facts_of.items())
    answers = [answer for answer in judged if answer is not None]
    for answer in answers:
        _check_person(round, answer)
        answer.round, answer.point, answer.by, answer.at = round, point, by, clock.now()
    Answer.objects.bulk_create(answers)
    for answer in answers:
        if not answer.swept:
            _follow_answer(answer, facts_of[answer.item], by=by)
    return [answer for answer in answers if answer.result == Result.FAIL]


def _follow_answer(answer, facts, *, by):
    """Let the answer have its photos, and what failed its finding, perhaps fixed already."""
    pk = answer.item_id
    if facts.get("photos"):
        claim(answer, facts["photos"], purpose="evidence", by=by, field=f"photos-{pk}")
    if answer.result == Result.FAIL:
        finding = open_finding(answer, by=by)
        if (facts.get("fixed") or "").strip():
            fix(finding, measure=facts["fixed"], photos=facts.get("after") or (), by=by, field=f"after-{pk}")


def _check_person(round, answer):
    if answer.person and not User.objects.working_at(round.school).filter(pk=answer.person_id).exists():
        raise _at(answer.item, "person", _("This person does not work at this school. Choose another."))


def count_up(round):
    """Count anew what is not in order, and the points where the version gives some."""
    round.failed = round.answers.standing().filter(result=Result.FAIL).count()
    if round.version.scored:
        round.score, round.full_score = score_of(round)


# --- correcting -------------------------------------------------------------------------------------------------------


@change
def correct_answer(answer, *, by, reason, result="", number=None, text="", person=None, photos=()):
    """Enter what is right beside a wrong answer, which stays readable (DESIGN 12). Returns the new Answer.

    It is judged by the limits of the one it corrects. A finding that was none is taken back; a new one is opened.
    Raises WrongState when the round was broken off, RuleError when the answer was corrected before.
    """
    round = lock(answer.round)
    if round.status == Round.Status.DROPPED:
        raise WrongState(_("This check was broken off; nothing of it counts."))
    if not reason.strip():
        raise RuleError(_("Say why the answer is corrected."), field="reason")
    given = {"result": result, "number": number, "text": text, "person": person, "photos": photos}
    corrected = _judge_again(answer, given)
    corrected.round, corrected.point, corrected.by, corrected.at = round, answer.point, by, clock.now()
    corrected.corrects, corrected.reason = answer, reason.strip()
    _check_person(round, corrected)
    with refusing("checks_answer_corrects_id_key", _("This answer was corrected already. Correct the newer one.")):
        corrected.save()
    claim(corrected, photos, purpose="evidence", by=by)
    _follow(answer, corrected, by=by)
    if round.status in Round.COUNTED:
        count_up(round)
        round.save(update_fields=["failed", "score", "full_score"])
    note(round, "corrected", by=by, text=f"{answer.item}: {reason.strip()}")
    return corrected


def _judge_again(answer, given):
    """Judge a correction; its fields bear the plain names of the parts."""
    item = answer.item
    if item.kind == Item.Kind.JUDGED and not given["result"]:
        raise RuleError(_("Choose what is right."), field="result")
    try:
        corrected = judge(item, given, (answer.low, answer.high))
    except RuleError as error:
        error.field = error.field and error.field.partition("-")[0]
        raise
    if corrected is None:
        raise RuleError(_("Enter what is right."))
    return corrected


def _follow(answer, corrected, *, by):
    """Keep the findings in step: the one of the first failing answer stays with all that correct it."""
    finding = _finding_of(answer)
    if corrected.result != Result.FAIL and finding is not None:
        take_back(finding, by=by, text=corrected.reason)
    if corrected.result == Result.FAIL and finding is None:
        open_finding(corrected, by=by)


def _finding_of(answer):
    """Return the finding that stands for an answer or those it corrects, or None."""
    while answer is not None:
        finding = getattr(answer, "finding", None)
        if finding is not None:
            return finding if finding.status != finding.Status.TAKEN_BACK else None
        answer = answer.corrects
    return None
