"""Taking over the duties that come with the product."""

from logistics import clock
from logistics.duties.models import Duty
from logistics.duties.selectors.presets import campus_for, record_of
from logistics.duties.services.duties import create_duty
from logistics.duties.shipped import shipped_duties
from logistics.history.services import change
from logistics.school.models import School


@change
def take_over(school, keys, *, by, starts_on=None, roles=None):
    """Set the shipped duties of these keys from ``starts_on`` (today when None) on; returns the new ones.

    roles: {key: Role} where it is somebody else's than proposed.
    One that is there already, or whose name another duty bears, is left as it is: running it again changes nothing.
    Where nobody holds the role yet, the duty is set all the same and shows that it lacks somebody.
    """
    School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    there = Duty.objects.of_school(school)
    known = set(there.values_list("key", flat=True)) | set(there.values_list("name", flat=True))
    usual = {role.key: role for role in school.roles.all()}
    return [
        create_duty(
            school,
            by=by,
            anyway=True,
            starts_on=starts_on or clock.today(),
            **_facts(school, shipped, usual, roles or {}),
        )
        for shipped in shipped_duties()
        if shipped.key in keys and not {shipped.key, shipped.name} & known
    ]


def _facts(school, shipped, usual, chosen):
    told_on = usual.get(shipped.escalate_role)
    return {
        "key": shipped.key,
        **shipped.facts(),
        **record_of(school, shipped),
        "role": chosen.get(shipped.key) or usual.get(shipped.role),
        "campus": campus_for(school, shipped),
        "escalate_role": told_on,
        "escalate_after": shipped.escalate_after if told_on else None,
    }
