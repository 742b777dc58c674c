"""The shipped duties as one school would take them over."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from logistics import clock
from logistics.checks.models import Template
from logistics.checks.selectors.rounds import SUBJECT
from logistics.duties.models import NOTE, Duty
from logistics.duties.selectors.duties import subjects
from logistics.duties.selectors.wording import how_often, time_text
from logistics.duties.shipped import had_by, shipped_duties
from logistics.people.models import Appointment
from logistics.school.models import Campus


@dataclass(frozen=True)
class Offer:
    """A shipped duty at a school. ``duty``: the one it became, None while it is not taken over; ``record``: its words.

    ``role``: the proposed one, None when the school has none of that key.
    """

    shipped: object
    proposed: bool
    duty: object
    how_often: str
    role: object
    record: str


def offers_for(school, kind):
    """Return the Offers of a school of this kind (shipped.KINDS), those that fit only, in a constant number of queries."""
    has = had_by(school, kind)
    there = {duty.key: duty for duty in Duty.objects.of_school(school).exclude(key="")}
    roles = {role.key: role for role in school.roles.all()}
    records = record_words(school)
    return [
        Offer(
            shipped=shipped,
            proposed=shipped.on,
            duty=there.get(shipped.key),
            how_often=_sentence(shipped),
            role=roles.get(shipped.role),
            record=records(shipped),
        )
        for shipped in shipped_duties()
        if shipped.fits_in(has)
    ]


def _sentence(shipped):
    duty = Duty(**shipped.facts())
    return _("%(how_often)s, by %(time)s") % {"how_often": how_often(duty), "time": time_text(duty)}


def roles_with_holders(school):
    """Return [(Role, names of who holds it today)] of a school, by name."""
    holders = _holders(school)
    return [(role, "、".join(holders.get(role.key, [])[:3])) for role in school.roles.order_by("name")]


def _holders(school):
    found = {}
    held = Appointment.objects.on(clock.today()).filter(school=school, person__is_active=True)
    for key, name in held.order_by("pk").values_list("role__key", "person__name"):
        found.setdefault(key, []).append(name)
    return found


def record_words(school):
    """Return a function that says which record fulfils a shipped duty."""
    names = dict(checklists_of(school).values_list("key", "name"))
    offered = subjects()

    def words(shipped):
        if shipped.checklist in names:
            return names[shipped.checklist]
        return str(offered[shipped.subject if shipped.subject in offered else NOTE].label)

    return words


def checklists_of(school):
    return Template.objects.of_school(school).in_use().exclude(key="")


def record_of(school, shipped):
    """Return {"subject", "detail"} of the record that fulfils a shipped duty here: its checklist, its ledger, or a note."""
    if shipped.checklist:
        template = checklists_of(school).filter(key=shipped.checklist).first()
        return {"subject": SUBJECT, "detail": str(template.pk)} if template else {"subject": NOTE, "detail": ""}
    if shipped.subject in subjects():
        return {"subject": shipped.subject, "detail": shipped.detail}
    return {"subject": NOTE, "detail": ""}


def campus_for(school, shipped):
    """Return the campus of a duty that only a kindergarten has, where it is one campus among others; else None."""
    if "kindergarten" in shipped.fits:
        return Campus.objects.of_school(school).filter(kind="kindergarten").first()
    return None
