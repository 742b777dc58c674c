"""What waits for whom, and what a school and a person chose."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals.models import Absence, Case, OpinionPhrases, SchoolWishes, Seat, Step
from logistics.people.models import User
from logistics.people.selectors import holders
from logistics.school.models import School


def case_of(record):
    """Return the newest case about ``record``, or None."""
    return Case.objects.about(record).order_by("-pk").first()


def seats_waiting(case):
    """Return the seats asked now and not yet answered, with their people."""
    return Seat.objects.waiting().filter(case=case).select_related("person", "step")


def seat_for(case, user):
    """Return the seat at which a person is asked now: the own one first, else one the person stands in at; or None."""
    seats = Seat.objects.asked_of(user).filter(case=case).select_related("person", "step")
    return next(iter(sorted(seats, key=lambda seat: seat.person_id != user.pk)), None)


def stood_in_now(user):
    """Return the Absences of today in which a person signs for somebody, at the school they work on; read once a request."""
    if not hasattr(user, "_stood_in"):
        user._stood_in = list(Absence.objects.stood_in_by(user)) if user.is_authenticated else []
    return [absence for absence in user._stood_in if user.active_school in (None, absence.school)]


def step_for_ruling(case):
    """Return the step at which a meeting or an office outside decides now, or None."""
    return case.steps.filter(status=Step.Status.CURRENT).exclude(kind=Step.Kind.SIGN).first()


def people_asked(case):
    """Return who may move a case on now: those asked, who stands in for them, or who enters what a meeting decided."""
    seats = list(seats_waiting(case))
    if not seats:
        return clerks_of_rulings(case.school, besides=case.asked_by) if step_for_ruling(case) else []
    away = Absence.objects.of_school(case.school).on(clock.today())
    stand_ins = [
        absence.second if absence.stand_in_id == case.asked_by_id else absence.stand_in
        for absence in away.filter(person__in=[seat.person_id for seat in seats]).select_related("stand_in", "second")
    ]
    people = [*[seat.person for seat in seats], *stand_ins]
    return list(dict.fromkeys(person for person in people if person is not None and person.pk != case.asked_by_id))


def clerks_of_rulings(school, *, besides=None):
    """Return who may enter decisions of meetings and replies from outside, the requester left out."""
    return [person for person in holders(school, "approvals.enter_ruling") if person != besides]


def newcomers(case):
    """Return the people who may be asked about a case besides the route: who works there, the requester left out."""
    return User.objects.working_at(case.school).exclude(pk=case.asked_by_id)


def subjects_shown_to(user, model):
    """Return the ids of records of ``model`` that a person sees because they are or were asked to sign them, or got a copy."""
    return Case.objects.filter(Case.q_touching(user), content_type=ContentType.objects.get_for_model(model)).values(
        "object_id"
    )


def decided_on(case):
    """Return the day of the last signature of a decided case; a paper signature counts by the day on the paper."""
    decisions = case.decisions.filter(seat__step__revision=case.revision)
    signed = [decision.signed_on or clock.day_of(decision.decided_at) for decision in decisions]
    return max(signed + [ruling.held_on for ruling in case.rulings.filter(step__revision=case.revision)])


def wait_of(moment):
    """Return for how many whole days something has waited since ``moment``."""
    return (clock.today() - clock.day_of(moment)).days


def wishes_of(school):
    """Return what the school chose about approvals; unsaved defaults until it chose anything."""
    return SchoolWishes.objects.filter(school=school).select_related("principal_request_to").first() or SchoolWishes(
        school=school
    )


def phrases_of(person):
    """Return the phrases a person signs with: their own, or the shipped ones."""
    own = OpinionPhrases.objects.filter(person=person).first()
    return own.phrases if own else shipped_phrases()


@dataclass(frozen=True)
class Desk:
    """What a signer's page needs besides its cases: what the school chose, and the phrases of the person."""

    wishes: SchoolWishes
    phrases: list


def desk_of(person, school):
    """Return the Desk of a person at a school, in one statement."""
    return desk_from(desks(person, school))


def desks(person, school):
    """Return the queryset of one row from which ``desk_from`` makes the Desk."""
    own = OpinionPhrases.objects.filter(person=person.pk).values("phrases")
    schools = School.objects.select_related("approval_wishes").annotate(own_phrases=Subquery(own))
    return schools.filter(pk=school.pk)


def desk_from(found):
    [school] = found
    wishes = getattr(school, "approval_wishes", None) or SchoolWishes(school=school)
    return Desk(wishes, school.own_phrases if school.own_phrases is not None else shipped_phrases())


def small_amount_of(school):
    """Return the expression for the amount below which items are small at a school."""
    chosen = SchoolWishes.objects.filter(school=school).values("small_amount")
    field = SchoolWishes._meta.get_field("small_amount")
    return Coalesce(Subquery(chosen), Value(field.get_default()), output_field=field)


def shipped_phrases():
    return [
        _("Agreed."),
        _("Agreed. Buy it by the rules of purchase."),
        _("Agreed. Keep to the budget."),
        _("Agreed. Hurry, it is needed for teaching."),
    ]
