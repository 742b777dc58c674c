"""Checklists and their versions: made, copied, drafted, published, switched, sent along a route."""

from django.db.models import Max
from django.utils.translation import gettext as _

from logistics import clock
from logistics.checks.models import Item, RoutePoint, Section, Template, Version
from logistics.checks.selectors.templates import (
    ITEM_FACTS,
    SETTINGS,
    current_version,
    differences,
    draft_of,
    problems_of,
    sections_of,
    summary_of,
)
from logistics.db import lock, refusing
from logistics.errors import RuleError, WrongState
from logistics.history.services import change, note
from logistics.school.models import Place

LONGEST_NAME = Template._meta.get_field("name").max_length


@change
def new_template(school, *, name, area, by):
    """Make a checklist with an empty first draft that has one heading to write under."""
    template = _make_template(school, name=name, area=area)
    draft = Version.objects.create(template=template, number=1)
    Section.objects.create(version=draft, order=1, title=_("What is looked at"))
    note(template, "made", by=by)
    return template


@change
def copy_template(template, *, name, by):
    """Make another checklist that begins with a draft of what this one asks."""
    source = draft_of(template) or current_version(template)
    copy = _make_template(template.school, name=name, area=template.area)
    _copy_version(source, copy, number=1)
    note(copy, "copied", by=by, text=template.name)
    return copy


@change
def change_template(template, *, name, area, by):
    """Give a checklist another name or area; what was printed keeps the words of its version."""
    template = lock(template)
    template.name, template.area = name, area
    with _one_name():
        template.save(update_fields=["name", "area"])
    note(template, "renamed", by=by, text=name)
    return template


@change
def open_draft(template, *, by):
    """Return the draft of a checklist, made from its newest version where none is under way."""
    template = lock(template)
    draft = draft_of(template)
    if draft is not None:
        return draft
    newest = template.versions.order_by("-number").first()
    draft = _copy_version(newest, template, number=newest.number + 1)
    note(template, "drafted", by=by, version=draft.number)
    return draft


@change
def change_draft(version, *, by, **settings):
    """Change what a draft says about the whole check; ``settings`` are fields of Version."""
    version = lock_draft(version)
    for name, value in settings.items():
        setattr(version, name, value)
    version.save(update_fields=list(settings))
    return version


@change
def drop_draft(version, *, by):
    """Throw a draft away and return the checklist; one never published goes with its draft, and None is returned."""
    version = lock_draft(version)
    template = version.template
    version.delete()
    if not template.versions.exists():
        template.route.all().delete()
        template.delete()
        return None
    note(template, "draft_dropped", by=by, version=version.number)
    return template


@change
def publish_version(version, *, by, sentence=""):
    """Let a draft be what rounds ask from now on; rounds under way keep the version they began with.

    sentence: what changed, in the words of whoever publishes; counted when left empty.
    Raises RuleError with the first thing that is still missing, or when nothing differs from the version before.
    """
    version = lock_draft(version)
    template = version.template
    missing = problems_of(version, school=template.school)
    if missing:
        raise RuleError(missing[0])
    before = current_version(template)
    changed = differences(before, version)
    if before is not None and not changed:
        raise RuleError(_("Nothing differs from the version before. Change something, or throw the draft away."))
    version.published_at, version.published_by = clock.now(), by
    version.save(update_fields=["published_at", "published_by"])
    note(template, "published", by=by, version=version.number, text=sentence.strip() or summary_of(changed))
    return version


@change
def switch_template(template, *, active, by):
    """Take a checklist out of use, or into use again. Rounds under way may still be finished."""
    template = lock(template)
    if template.active == active:
        raise WrongState(_("This has been done already."))
    template.active = active
    template.save(update_fields=["active"])
    note(template, "switched_on" if active else "switched_off", by=by)
    return template


@change
def set_route(template, *, places, by):
    """Let rounds of a checklist come to these places, in this order. Rounds under way keep their places."""
    template = lock(template)
    places = list(dict.fromkeys(places))
    strange = [place for place in places if place.school_id != template.school_id or not place.active]
    if strange:
        raise RuleError(_("%(place)s is out of use or not of this school.") % {"place": strange[0]}, field="places")
    template.route.all().delete()
    RoutePoint.objects.bulk_create(
        [RoutePoint(template=template, place=place, order=order) for order, place in enumerate(places, start=1)]
    )
    note(template, "route_set", by=by, text="、".join(place.label for place in places))
    return template


def places_of_route(template):
    """Return the places of the route in their order."""
    return list(Place.objects.filter(route_points__template=template).order_by("route_points__order"))


def lock_draft(version):
    """Return the draft with its checklist locked against a second editor. Raises WrongState once it is published."""
    template = lock(version.template)
    draft = template.versions.filter(pk=version.pk).first()
    if draft is None or draft.published_at is not None:
        raise WrongState(_("This version is published already and stays as it is. Open a new draft."))
    draft.template = template
    return draft


def make_version(template, *, number, settings, sections):
    """Write a version as a draft. settings: fields of Version; sections: dicts with title, each_place and items."""
    version = Version.objects.create(template=template, number=number, **settings)
    made = Section.objects.bulk_create(
        [
            Section(version=version, order=order, title=section["title"], each_place=section.get("each_place", True))
            for order, section in enumerate(sections, start=1)
        ]
    )
    Item.objects.bulk_create(
        [
            Item(section=section, order=order, **item)
            for section, facts in zip(made, sections, strict=True)
            for order, item in enumerate(facts["items"], start=1)
        ]
    )
    return version


def next_number(template):
    return (template.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _copy_version(source, template, *, number):
    sections = [
        {
            "title": section.title,
            "each_place": section.each_place,
            "items": [{name: getattr(item, name) for name in ITEM_FACTS} for item in section.items.all()],
        }
        for section in sections_of(source)
    ]
    settings = {name: getattr(source, name) for name in SETTINGS}
    return make_version(template, number=number, settings=settings, sections=sections)


def _make_template(school, *, name, area, **facts):
    with _one_name():
        return Template.objects.create(school=school, name=name, area=area, created_at=clock.now(), **facts)


def _one_name():
    return refusing(
        "one_checklist_of_a_name_in_a_school", _("This school has a checklist of this name already."), field="name"
    )
