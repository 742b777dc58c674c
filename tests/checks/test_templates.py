"""Checklists: drafts, publishing, versions, routes."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from logistics.checks.models import Item, Section, Template, Version
from logistics.checks.selectors import templates as selectors
from logistics.checks.services import items as items_service
from logistics.checks.services import templates as services
from logistics.errors import RuleError, WrongState
from logistics.history.models import Event
from tests.factories import PlaceFactory, SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


def drafted(school=None, *texts, **facts):
    """Return the draft of a new checklist with these items."""
    template = services.new_template(school or SchoolFactory(), name="走廊检查", area="safety", by=None)
    draft = selectors.draft_of(template)
    for text in texts or ["地面干燥"]:
        items_service.add_item(draft.sections.get(), text=text, by=None, **facts)
    return draft


def published(*texts, **facts):
    """Return the template of a published checklist with these items."""
    return services.publish_version(drafted(None, *texts, **facts), by=UserFactory()).template


def texts_of(version):
    return [item.text for section in selectors.sections_of(version) for item in section.items.all()]


# --- making -----------------------------------------------------------------------------------------------------------


def test_a_new_checklist_begins_with_a_draft_that_has_a_heading():
    template = services.new_template(SchoolFactory(), name="走廊检查", area="safety", by=None)

    draft = selectors.draft_of(template)
    assert draft.number == 1
    assert draft.sections.count() == 1
    assert selectors.current_version(template) is None


def test_two_checklists_of_one_name_in_a_school_are_refused_at_the_name():
    draft = drafted()

    with pytest.raises(RuleError) as refused:
        services.new_template(draft.template.school, name="走廊检查", area="fire", by=None)

    assert refused.value.field == "name"


def test_another_school_may_use_the_same_name():
    drafted()

    drafted()

    assert Template.objects.filter(name="走廊检查").count() == 2


def test_a_copy_asks_the_same_and_is_a_draft():
    template = published("地面干燥", "灯亮")

    copy = services.copy_template(template, name="走廊检查（北校区）", by=None)

    assert texts_of(selectors.draft_of(copy)) == ["地面干燥", "灯亮"]
    assert selectors.current_version(copy) is None


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_a_draft_is_made_from_the_newest_version():
    template = published("地面干燥", "灯亮")

    draft = services.open_draft(template, by=None)

    assert draft.number == 2
    assert texts_of(draft) == ["地面干燥", "灯亮"]


def test_opening_the_draft_twice_gives_the_same_one():
    template = published()

    first, second = services.open_draft(template, by=None), services.open_draft(template, by=None)

    assert first.pk == second.pk


def test_a_published_version_is_not_edited_even_from_a_stale_copy():
    draft = drafted()
    section = draft.sections.get()
    services.publish_version(draft, by=UserFactory())

    for attempt in (
        lambda: items_service.add_item(section, text="又一项", by=None),
        lambda: items_service.change_item(section.items.get(), text="改了", by=None),
        lambda: items_service.remove_item(section.items.get(), by=None),
        lambda: items_service.remove_section(section, by=None),
        lambda: services.change_draft(draft, basis="改了", by=None),
        lambda: services.drop_draft(draft, by=None),
        lambda: services.publish_version(draft, by=None),
    ):
        with pytest.raises(WrongState):
            attempt()


def test_the_database_itself_keeps_a_published_version():
    template = published()
    item = Item.objects.get(section__version__template=template)

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(text="改了")
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Section.objects.create(version=selectors.current_version(template), order=9, title="加")
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        Version.objects.filter(template=template).update(basis="改了")


def test_a_draft_thrown_away_leaves_the_version_before():
    template = published()
    draft = services.open_draft(template, by=None)

    services.drop_draft(draft, by=None)

    assert selectors.draft_of(template) is None
    assert selectors.current_version(template).number == 1


def test_a_checklist_never_published_goes_with_its_draft():
    draft = drafted()

    left = services.drop_draft(draft, by=None)

    assert left is None
    assert not Template.objects.exists()


# --- headings and items -----------------------------------------------------------------------------------------------


def test_items_move_up_and_down_and_over_the_edge_of_their_heading():
    draft = drafted(None, "甲", "乙")
    other = items_service.add_section(draft, title="其他", by=None)
    items_service.add_item(other, text="丙", by=None)

    items_service.move_item(Item.objects.get(text="乙"), direction="up", by=None)
    assert texts_of(draft) == ["乙", "甲", "丙"]
    items_service.move_item(Item.objects.get(text="甲"), direction="down", by=None)
    assert texts_of(draft) == ["乙", "甲", "丙"]
    assert [item.text for item in other.items.all()] == ["甲", "丙"]
    items_service.move_item(Item.objects.get(text="甲"), direction="up", by=None)
    assert [item.text for item in other.items.all()] == ["丙"]


def test_the_first_item_stays_where_it_is_when_moved_up():
    draft = drafted(None, "甲", "乙")

    items_service.move_item(Item.objects.get(text="甲"), direction="up", by=None)

    assert texts_of(draft) == ["甲", "乙"]


def test_headings_move():
    draft = drafted()
    items_service.add_section(draft, title="其他", by=None)

    items_service.move_section(draft.sections.get(title="其他"), direction="up", by=None)

    assert [section.title for section in draft.sections.all()][0] == "其他"


def test_an_item_that_is_no_longer_measured_loses_its_limits():
    draft = drafted()
    item = items_service.add_item(
        draft.sections.get(), text="温度", kind="number", unit="°C", low=Decimal(0), high=Decimal(8), by=None
    )

    items_service.change_item(item, text="温度", kind="judged", by=None)

    item.refresh_from_db()
    assert (item.low, item.high, item.unit) == (None, None, "")


def test_limits_the_wrong_way_round_are_refused_at_the_field():
    draft = drafted()

    with pytest.raises(RuleError) as refused:
        items_service.add_item(
            draft.sections.get(), text="温度", kind="number", low=Decimal(9), high=Decimal(8), by=None
        )

    assert refused.value.field == "low"


def test_a_limit_is_a_number_or_a_rule_never_both():
    draft = drafted()

    with pytest.raises(IntegrityError), transaction.atomic():
        items_service.add_item(
            draft.sections.get(), text="温度", kind="number", low=Decimal(0), low_rule="temp.chill.min", by=None
        )


# --- publishing -------------------------------------------------------------------------------------------------------


def test_publishing_writes_down_who_and_what_changed():
    template = published("地面干燥", "灯亮")
    draft = services.open_draft(template, by=None)
    section = draft.sections.get()
    items_service.add_item(section, text="窗户关好", by=None)
    items_service.remove_item(section.items.get(text="灯亮"), by=None)
    person = UserFactory()

    version = services.publish_version(draft, by=person)

    assert (version.published_by, version.number) == (person, 2)
    event = Event.objects.filter(verb="published").order_by("-pk").first()
    assert event.details == {"version": 2, "text": "1 项新增，1 项删除"}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda draft: draft.sections.get().items.all().delete(), "至少添加一项"),
        (lambda draft: items_service.add_section(draft, title="空的", by=None), "“空的”下没有项目"),
        (lambda draft: draft.sections.get().items.update(kind="number", low_rule="no.such.rule"), "没有给出数值"),
        (lambda draft: draft.sections.get().items.update(kind="number", low_rule="menu.fields"), "没有给出数值"),
        (lambda draft: items_service.add_item(draft.sections.get(), text="地面干燥", by=None), "重复"),
        (
            lambda draft: draft.sections.get().items.update(
                kind="number", low=Decimal(200), high_rule="temp.chill.max"
            ),
            "下限高于上限",
        ),
        (lambda draft: services.change_draft(draft, scored=True, by=None), "没有一项设了分值"),
        (lambda draft: services.change_draft(draft, walk="route", by=None), "请先设定路线"),
        (lambda draft: services.change_draft(draft, walk="nowhere", scan_required=True, by=None), "没有二维码可扫"),
        (lambda draft: services.change_draft(draft, seconded="always", by=None), "第二签名由谁签"),
        (
            lambda draft: (
                services.change_draft(draft, walk="points", by=None),
                draft.sections.update(each_place=False),
            ),
            "每个地点没有要看的内容",
        ),
    ],
)
def test_a_draft_that_is_not_ready_is_refused_with_a_sentence(spoil, sentence):
    draft = drafted()
    spoil(draft)

    with pytest.raises(RuleError, match=sentence):
        services.publish_version(draft, by=UserFactory())

    draft.refresh_from_db()
    assert draft.published_at is None


def test_a_draft_without_any_change_is_not_published():
    template = published()
    draft = services.open_draft(template, by=None)

    with pytest.raises(RuleError, match="没有不同"):
        services.publish_version(draft, by=UserFactory())


def test_a_limit_from_the_rule_table_is_read_on_the_day():
    draft = drafted()
    item = items_service.add_item(
        draft.sections.get(), text="冷藏", kind="number", low_rule="temp.chill.min", high_rule="temp.chill.max", by=None
    )

    limits = selectors.limits_of(item, school=draft.template.school, on=draft.template.created_at.date())

    assert limits == (Decimal(0), Decimal(8))


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(None, None, ""), (0, 8, "0～8 °C"), (70, None, "≥ 70 °C"), (None, Decimal("-12.50"), "≤ -12.5 °C")],
)
def test_limits_are_written_as_people_read_them(low, high, text):
    assert selectors.limits_text(low, high, "°C") == text


# --- differences ------------------------------------------------------------------------------------------------------


def test_differences_name_what_was_added_changed_removed_and_set():
    template = published("甲", "乙", "丙")
    before = selectors.current_version(template)
    draft = services.open_draft(template, by=None)
    section = draft.sections.get()
    items_service.remove_item(section.items.get(text="甲"), by=None)
    items_service.change_item(section.items.get(text="乙"), text="乙", standard="无积水", by=None)
    items_service.add_item(section, text="丁", by=None)
    draft = services.change_draft(draft, walk="points", by=None)

    found = selectors.differences(before, draft)

    assert [(each.kind, each.text) for each in found] == [
        ("changed", "检查地点"),
        ("changed", "乙"),
        ("added", "丁"),
        ("removed", "甲"),
    ]
    assert found[1].detail == "标准 — → 无积水"


def test_another_order_is_a_difference():
    template = published("甲", "乙")
    draft = services.open_draft(template, by=None)
    items_service.move_item(draft.sections.get().items.get(text="乙"), direction="up", by=None)

    found = selectors.differences(selectors.current_version(template), draft)

    assert [each.text for each in found] == ["顺序"]


# --- use and route ----------------------------------------------------------------------------------------------------


def test_a_checklist_is_switched_off_and_on():
    template = published()

    services.switch_template(template, active=False, by=None)
    assert not Template.objects.in_use().filter(pk=template.pk).exists()
    with pytest.raises(WrongState):
        services.switch_template(template, active=False, by=None)
    services.switch_template(template, active=True, by=None)

    assert Template.objects.in_use().filter(pk=template.pk).exists()


def test_a_route_keeps_its_order_and_names_a_place_once():
    template = published()
    first, second = PlaceFactory(campus__school=template.school), PlaceFactory(campus__school=template.school)

    services.set_route(template, places=[second, first, second], by=None)

    assert services.places_of_route(template) == [second, first]


def test_a_route_through_another_school_or_a_closed_place_is_refused():
    template = published()
    strange = PlaceFactory()
    closed = PlaceFactory(campus__school=template.school, active=False)

    for place in (strange, closed):
        with pytest.raises(RuleError):
            services.set_route(template, places=[place], by=None)

    assert services.places_of_route(template) == []
