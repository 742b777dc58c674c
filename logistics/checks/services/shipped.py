"""Giving a school the checklists that come with the product; they never touch what the school made of them."""

from logistics import clock
from logistics.checks.models import Template
from logistics.checks.selectors.templates import draft_of
from logistics.checks.services.templates import make_version, next_number
from logistics.checks.shipped import shipped_templates
from logistics.history.services import change, note
from logistics.school.models import School


@change
def install_shipped(school, *, by=None):
    """Give a school the shipped checklists that fit it; running it again changes nothing.

    A checklist the school does not have comes published. A later revision comes as a draft, for the director to
    publish or throw away; while the school has a draft of its own, the offer waits. Returns the checklists touched.
    """
    School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    had = {template.key: template for template in Template.objects.of_school(school).exclude(key="")}
    names = set(Template.objects.of_school(school).values_list("name", flat=True))
    touched = []
    for shipped in shipped_templates():
        template = had.get(shipped.key)
        if template is not None:
            touched += _offer(template, shipped, by=by)
        elif shipped.fits_school(school) and shipped.name not in names:
            touched.append(_install(school, shipped, by=by))
    return touched


def _install(school, shipped, *, by):
    template = Template.objects.create(
        school=school, key=shipped.key, name=shipped.name, area=shipped.area, active=shipped.active,
        shipped_revision=shipped.revision, created_at=clock.now(),
    )  # fmt: skip
    version = make_version(template, number=1, settings=shipped.settings, sections=shipped.sections)
    version.published_at, version.published_by = clock.now(), by
    version.save(update_fields=["published_at", "published_by"])
    note(template, "installed", by=by)
    return template


def _offer(template, shipped, *, by):
    """Offer a newer revision once; what the director did with it is not asked again."""
    if template.shipped_revision >= shipped.revision or draft_of(template) is not None:
        return []
    draft = make_version(template, number=next_number(template), settings=shipped.settings, sections=shipped.sections)
    template.shipped_revision = shipped.revision
    template.save(update_fields=["shipped_revision"])
    note(template, "offered", by=by, version=draft.number)
    return [template]
