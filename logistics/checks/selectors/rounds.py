"""Questions about rounds: what is asked where, what is still to do, what waits for whom."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Q, Sum

from logistics import clock, hooks
from logistics.attachments.models import Attachment
from logistics.attachments.selectors import as_photo
from logistics.checks.models import Answer, Round, Template
from logistics.checks.selectors.templates import limits_of, sections_of
from logistics.history.models import Event

OVER_MIDNIGHT = timedelta(hours=8)  # a round of the night may end on the next day and still be that night's
SUBJECT = "checks.round"  # what duties call a finished round
PLACES_USED_LAST = 5
ROUNDS_AT_ONCE = 2000


# --- what is asked ----------------------------------------------------------------------------------------------------


def walks_several(version):
    return version.walk in version.WALKS_SEVERAL


def asked_at_points(version, sections=None):
    """Return the sections asked at each place of a round; with one place (or none) that is all of them."""
    sections = sections_of(version) if sections is None else sections
    return [each for each in sections if each.each_place] if walks_several(version) else sections


def asked_once(version, sections=None):
    """Return the sections asked once for a round that walks several places."""
    sections = sections_of(version) if sections is None else sections
    return [each for each in sections if not each.each_place] if walks_several(version) else []


def items_of(sections):
    return [item for section in sections for item in section.items.all()]


def limits_on(item, school, day):
    """Return (low, high) by which an item is judged; (None, None) on a day before its rule came into force."""
    try:
        return limits_of(item, school=school, on=day)
    except LookupError:
        return None, None


def route_places(template, campus=None):
    """Return the places of a checklist's route that are in use, in order; only those of ``campus`` when given."""
    points = template.route.filter(place__active=True).select_related("place__campus").order_by("order")
    points = points.filter(place__campus=campus) if campus else points
    return [point.place for point in points]


# --- where a round stands ---------------------------------------------------------------------------------------------


def points_of(round):
    return list(round.points.select_related("place__campus", "signed_by").order_by("order"))


def next_point(points):
    """Return the first place still to look at, or None."""
    return next((point for point in points if not point.is_done), None)


def is_late(round, moment):
    """Say whether a round ends too late to be that day's; one that goes over midnight is not."""
    return clock.day_of(moment) > round.day and moment - round.started_at > OVER_MIDNIGHT


def q_late(moment):
    """The same as a condition on rounds."""
    return Q(day__lt=clock.day_of(moment), started_at__lt=moment - OVER_MIDNIGHT)


def dropped_by(round):
    """Return the Event of a round that was broken off, or None."""
    return Event.objects.about(round).filter(verb="dropped").first()


def score_of(round):
    """Return (score, full score) of what stands: points of the items that apply, less those of what failed."""
    looked_at = round.answers.standing().exclude(result=Answer.Result.NOT_APPLICABLE)
    sums = looked_at.aggregate(full=Sum("item__points"), lost=Sum("item__points", filter=Q(result=Answer.Result.FAIL)))
    full = sums["full"] or 0
    return full - (sums["lost"] or 0), full


def findings_of(round):
    """Return what was found and not taken back, with the record it led to."""
    found = round.findings.counting().select_related("place", "answer__item", "handled_by", "round__template")
    return list(found.prefetch_related("work").order_by("pk"))


def answers_of(round):
    """Return every answer, corrected ones too, with the item, the person and what was found."""
    return list(
        round.answers.select_related("item__section", "by", "person", "finding", "corrected_by").order_by(
            "item__section__order", "item__order", "pk"
        )
    )


def photos_of_answers(answers):
    """Return {answer pk: [Photo]} in one query."""
    files = Attachment.objects.filter(
        record_type=ContentType.objects.get_for_model(Answer), record_id__in=[answer.pk for answer in answers]
    ).pictures()
    found = {}
    for picture in files.order_by("pk"):
        found.setdefault(picture.record_id, []).append(as_photo(picture))
    return found


def fix_photos_of(findings):
    """Return whether each finding that was fixed on the spot shows it: {finding pk: [Photo]}."""
    if not findings:
        return {}
    files = Attachment.objects.filter(
        record_type=ContentType.objects.get_for_model(type(findings[0])),
        record_id__in=[finding.pk for finding in findings],
    ).pictures()
    found = {}
    for picture in files.order_by("pk"):
        found.setdefault(picture.record_id, []).append(as_photo(picture))
    return found


# --- what waits -------------------------------------------------------------------------------------------------------


def under_way(user):
    """Rounds this person began and has not finished."""
    return Round.objects.visible_to(user).filter(status=Round.Status.OPEN, started_by=user)


def to_countersign(user):
    """Finished rounds that another person must sign, and this one may."""
    if not user.has_perm("checks.countersign_round"):
        return Round.objects.none()
    waiting = Round.objects.within(user, "checks.countersign_round").filter(status=Round.Status.TO_SIGN)
    return waiting.exclude(finished_by=user)


def templates_usual_at(place, user):
    """Return the checklists in use that come to a place: by their route, or because rounds were made there."""
    templates = Template.objects.visible_to(user).of_school(place.school).in_use()
    usual = templates.filter(Q(route__place=place) | Q(rounds__place=place) | Q(rounds__points__place=place)).distinct()
    times = Count("rounds", filter=Q(rounds__place=place) | Q(rounds__points__place=place), distinct=True)
    return list(Template.objects.filter(pk__in=usual.values("pk")).annotate(times=times).order_by("-times", "name"))


def places_used_last(template, user):
    """Return the ids of the places this person looked at last with this checklist."""
    rounds = Round.objects.filter(template=template, started_by=user, place__isnull=False).order_by("-started_at")
    return list(dict.fromkeys(rounds.values_list("place_id", flat=True)[:20]))[:PLACES_USED_LAST]


# --- what duties hear -------------------------------------------------------------------------------------------------


def entry_of(round):
    """Return a finished round as duties see it: written down when the phone says so, else when it arrived.

    A round along a route was at every place that was signed there.
    """
    return hooks.LedgerEntry(
        subject=SUBJECT,
        record=round,
        school=round.school,
        day=round.day,
        at=round.written_at or round.finished_at,
        detail=str(round.template_id),
        where=round.place,
        campus=round.campus,
        by=round.finished_by,
        late_reason=round.late_reason,
        places=() if round.place_id else tuple(point.place for point in round.points.all() if _was_at(point)),
    )


def _was_at(point):
    return point.place_id is not None and point.signed_at is not None


def finished_between(schools, start, end):
    """Yield the entries of the rounds of some schools that count for the days from ``start`` to ``end``."""
    rounds = Round.objects.finished().filter(school__in=schools, day__range=(start, end))
    rounds = rounds.select_related("school", "template", "place", "campus", "finished_by")
    for round in rounds.prefetch_related("points__place").iterator(chunk_size=ROUNDS_AT_ONCE):
        yield entry_of(round)
