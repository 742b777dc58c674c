"""What waits for whom, and what a school and a person chose."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _

from logistics import clock
from logistics.approvals.models import Case, OpinionPhrases, SchoolWishes, Seat


def case_of(record):
    """Return the newest case about ``record``, or None."""
    return Case.objects.about(record).order_by("-pk").first()


def seats_waiting(case):
    """Return the seats asked now and not yet answered, with their people."""
    return Seat.objects.waiting().filter(case=case).select_related("person", "step")


def subjects_shown_to(user, model):
    """Return the ids of records of ``model`` that a person sees because they are or were asked to sign them."""
    return Case.objects.filter(
        content_type=ContentType.objects.get_for_model(model), pk__in=Seat.objects.filter(person=user.pk).values("case")
    ).values("object_id")


def decided_on(case):
    """Return the day of the last signature of a decided case; a paper signature counts by the day on the paper."""
    decisions = case.decisions.filter(seat__step__revision=case.revision)
    return max(decision.signed_on or clock.day_of(decision.decided_at) for decision in decisions)


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


def shipped_phrases():
    return [
        _("Agreed."),
        _("Agreed. Buy it by the rules of purchase."),
        _("Agreed. Keep to the budget."),
        _("Agreed. Hurry, it is needed for teaching."),
    ]
