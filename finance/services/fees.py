"""Fees from the draft to the publication, and what parents say to them."""

from django.utils.translation import gettext as _

from finance.models import FeeClass, FeeConsent, FeeItem
from finance.selectors.fees import banned_words
from finance.services.lines import check_amount
from logistics import clock
from logistics.attachments.services import claim
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.numbers.services import next_number

TEXTS = ["name", "basis", "basis_number", "purpose", "relief", "complaint_phone"]
OPEN_TO_PARENTS = [FeeItem.Status.PUBLISHED, FeeItem.Status.COLLECTING]


@change
def draft_fee(school, *, by, classes=(), photos=(), **facts):
    """Write a fee down. facts: the fields of FeeItem; classes: SchoolClass it is for besides ``grades``.

    Raises RuleError for what is banned (rule fee.banned), more than the approved standard, or a fee for nobody.
    """
    item = FeeItem(school=school, number=next_number(school, "SF", on=clock.today()), created_at=clock.now())
    _set_facts(item, facts, classes)
    with _one_of_a_name():
        item.save()
    _name_classes(item, classes)
    claim(item, photos, purpose="basis", by=by)
    note(item, "drafted", by=by)
    return item


@change
def change_fee(item, *, by, classes=(), photos=(), **facts):
    """Change a draft; once published, the facts stay."""
    item = lock(item)
    item.status = FeeItem.FLOW.target("change", item.status)
    _set_facts(item, facts, classes)
    with _one_of_a_name():
        item.save()
    item.fee_classes.all().delete()
    _name_classes(item, classes)
    claim(item, photos, purpose="basis", by=by)
    note(item, "changed", by=by)
    return item


@change
def publish_fee(item, *, by):
    """Publish a draft (公示): from now on its facts stay. Raises RuleError while something of fee.board is missing."""
    item = lock(item)
    item.status = FeeItem.FLOW.target("publish", item.status)
    _require_board(item)
    _require_not_banned(item)
    item.published_on, item.published_by = clock.today(), by
    item.save(update_fields=["status", "published_on", "published_by"])
    note(item, "published", by=by)
    return item


@change
def start_fee(item, *, by):
    """Open the collection of a published fee."""
    item = lock(item)
    item.status = FeeItem.FLOW.target("start", item.status)
    item.save(update_fields=["status"])
    note(item, "started", by=by)
    return item


@change
def stop_fee(item, *, reason, by):
    """Stop collecting a fee (停收); what was collected is still settled."""
    item = lock(item)
    item.status = FeeItem.FLOW.target("stop", item.status)
    item.stopped_reason = reason.strip()
    item.save(update_fields=["status", "stopped_reason"])
    note(item, "stopped", by=by, text=item.stopped_reason, tone="danger")
    return item


@change
def record_consents(item, said, *, on, by, photos=()):
    """Keep what parents said to a published fee.

    said: {pupil: True for yes, False for no}; a word that is the same as before is not kept twice. photos: scans of the
    slips. Returns how many words were new.
    """
    item = lock(item)
    if item.status not in OPEN_TO_PARENTS:
        raise WrongState(_("Parents are asked once the fee is published, until it is settled."))
    if not item.published_on <= on <= clock.today():
        raise RuleError(_("Choose a day from the publication to today."), field="on")
    current = FeeConsent.objects.current().filter(item=item, pupil__in=list(said))
    known = dict(current.values_list("pupil", "agreed"))
    fresh = {pupil: agreed for pupil, agreed in said.items() if known.get(pupil.pk) is not agreed}
    current.filter(pupil__in=list(fresh)).update(is_current=False)
    words = FeeConsent.objects.bulk_create(
        [
            FeeConsent(item=item, pupil=pupil, agreed=agreed, on=on, by=by, at=clock.now())
            for pupil, agreed in fresh.items()
        ]
    )
    if words:
        claim(words[0], photos, purpose="consent", by=by)
    return len(words)


def _set_facts(item, facts, classes):
    for name, value in facts.items():
        setattr(item, name, value.strip() if name in TEXTS else value)
    if not item.name:
        raise RuleError(_("Write the name of the fee."), field="name")
    check_amount(item.standard, _("the standard"), field="standard")
    if item.approved_standard is not None:
        check_amount(item.approved_standard, _("the approved standard"), field="approved_standard")
    _require_standard(item)
    _require_not_banned(item)
    if item.term.covers_to < clock.today():
        raise RuleError(_("This term is over. Choose the present one or the next."), field="term")
    if not item.whole_school and not item.grades and not classes:
        raise RuleError(_("Choose the grades or classes this fee is for."), field="grades")
    if item.whole_school:
        item.grades = []


def _name_classes(item, classes):
    if not item.whole_school:
        FeeClass.objects.bulk_create([FeeClass(item=item, school_class=each) for each in classes])


def _require_standard(item):
    if item.approved_standard is not None and item.standard > item.approved_standard:
        raise RuleError(
            _("The document approves %(approved)s yuan. Charge no more than that.")
            % {"approved": f"{item.approved_standard:.2f}"},
            field="standard",
        )


def _require_not_banned(item):
    for word in banned_words(item.school, clock.today()):
        if word in item.name:
            raise RuleError(
                _("“%(word)s” must not be charged to pupils (rule fee.banned).") % {"word": word}, field="name"
            )


def _require_board(item):
    """What the board must say (rule fee.board)."""
    if not item.basis or item.approved_standard is None:
        raise RuleError(_("Before publishing, write the basis document and the standard it approves."), field="basis")
    if not item.complaint_phone:
        raise RuleError(_("Before publishing, write the phone for complaints."), field="complaint_phone")
    _require_standard(item)


def _one_of_a_name():
    return refusing("one_fee_of_a_name_in_a_term", _("This term has a fee of this name already."), field="name")
