"""The plainest published checklist, and rounds of it."""

from django.urls import reverse

from logistics import clock
from logistics.attachments.models import Attachment
from logistics.checks.models import Item, RoutePoint, Section, Template, Version
from logistics.checks.services import start_round
from tests.factories import PlaceFactory


def checklist(school, *items, name="安全周查", route=(), sections=None, **settings):
    """Return a published checklist. items: keyword arguments of Item, or just the words of a judged one.

    sections: [(each_place, items)] instead, where there are several. settings: fields of the Version.
    """
    template = Template.objects.create(school=school, name=name, area=Template.Area.SAFETY, created_at=clock.now())
    for order, place in enumerate(route, start=1):
        RoutePoint.objects.create(template=template, place=place, order=order)
    publish(template, *items, sections=sections, **settings)
    return template


def publish(template, *items, sections=None, number=1, **settings):
    """Give a checklist a further published version."""
    version = Version.objects.create(template=template, number=number, **settings)
    for order, (each_place, asked) in enumerate(sections or [(True, items or ["灭火器"])], start=1):
        section = Section.objects.create(version=version, order=order, title=f"第{order}部分", each_place=each_place)
        for step, item in enumerate(asked, start=1):
            facts = {"text": item} if isinstance(item, str) else item
            Item.objects.create(section=section, order=step, **facts)
    version.published_at = clock.now()
    version.save(update_fields=["published_at"])
    return version


def item_of(template, text):
    return Item.objects.get(section__version__template=template, text=text)


def round_of(template, by, *, place=None, **facts):
    """Return a round begun at a place of the school."""
    if place is None and template.versions.first().walk == Version.Walk.PLACE:
        place = PlaceFactory(campus__school=template.school)
    return start_round(template, place=place, by=by, **facts)


def sign_url(point):
    return reverse("checks:point_sign", args=[point.pk])


def walk_url(round):
    return reverse("checks:round_walk", args=[round.pk])


def failing(round, text, words="坏了", **more):
    pk = item_of(round.template, text).pk
    return {f"result-{pk}": "fail", f"text-{pk}": words, **{f"{part}-{pk}": value for part, value in more.items()}}


def upload_of(person, school):
    return Attachment.objects.create(
        school=school, uploaded_by=person, file="a.jpg", thumb="b.jpg", name="照片.jpg", media_type="image/jpeg", bytes=1,
        width=1, height=1, sha256="0" * 64, created_at=clock.now(),
    )  # fmt: skip
