"""The pages of checklists: reading, the draft, publishing, the route."""

import re

import pytest
from django.urls import reverse

from logistics.checks.models import Item, Section, Template
from logistics.checks.selectors.templates import current_version, draft_of, sections_of
from logistics.checks.services import finish_round, sign_point, start_round
from logistics.checks.services import templates as services
from logistics.checks.services.items import add_item
from tests.checks.factories import checklist, item_of
from tests.factories import PlaceFactory, SchoolFactory, TermFactory, user_with

pytestmark = pytest.mark.django_db
EDIT, WALK, VIEW = "checks.manage_template", "checks.walk_round", "checks.view_round"


@pytest.fixture
def director():
    director = user_with(EDIT, WALK, VIEW)
    TermFactory(school=director.active_school)
    return director


@pytest.fixture
def template(director):
    return checklist(director.active_school, "地面干燥", "灯亮")


@pytest.fixture
def draft(template):
    return services.open_draft(template, by=None)


def address(name, record):
    return reverse(f"checks:{name}", args=[record.pk])


def body(answer):
    return answer.content.decode()


# --- reading ----------------------------------------------------------------------------------------------------------


def test_the_list_says_how_often_a_checklist_was_used_and_its_version(director, template, client_of):
    services.publish_version(_longer(template), by=director)
    for _number in range(2):
        _walked(template, director)

    page = body(client_of(director).get(reverse("checks:template_list")))

    assert "安全周查" in page
    assert "第 2 版" in page
    assert "2 次" in page
    assert "3 项" in page


def test_a_checklist_never_used_says_so_once(director, template, client_of):
    page = client_of(director).get(reverse("checks:template_list"))

    row = page.context["panels"][0].rows[0]
    assert [text for text in row.meta if "用过" in text] == ["近 30 天 未用过"]


def _longer(template):
    draft = services.open_draft(template, by=None)
    add_item(draft.sections.get(), text="窗户关好", by=None)
    return draft


def _walked(template, by):
    place = PlaceFactory(campus__school=template.school)
    round = start_round(template, place=place, by=by)
    sign_point(round.points.get(), answers={}, by=by)
    return finish_round(round, by=by)


def test_an_empty_school_is_offered_the_usual_checklists(director, client_of):
    client = client_of(director)
    assert "取用随附检查表" in body(client.get(reverse("checks:template_list")))

    client.post(reverse("checks:template_install"))

    assert Template.objects.of_school(director.active_school).filter(key="canteen-daily").exists()


def test_everyone_who_works_there_may_read_a_checklist_but_only_editors_change_it(template, client_of):
    teacher = user_with(school=template.school)
    client = client_of(teacher)

    assert "地面干燥" in body(client.get(template.get_absolute_url()))
    for name in ("template_edit", "template_change", "template_copy", "template_switch", "template_route"):
        assert client.get(address(name, template)).status_code == 403


def test_a_checklist_never_published_is_there_only_for_those_who_edit_it(director, client_of):
    template = services.new_template(director.active_school, name="晨间巡查", area="safety", by=None)
    teacher = client_of(user_with(WALK, school=director.active_school))

    assert teacher.get(template.get_absolute_url()).status_code == 404
    assert "晨间巡查" not in body(teacher.get(reverse("checks:template_list")))
    assert "晨间巡查" in body(client_of(director).get(reverse("checks:template_list")))


def test_a_person_of_another_school_finds_no_checklist_of_ours(template, draft, client_of):
    client = client_of(user_with(EDIT, WALK, VIEW, school=SchoolFactory()))
    section = draft.sections.get()

    pages = [
        *[address(name, template) for name in ("template_detail", "template_edit", "template_print", "template_route")],
        *[address(name, draft) for name in ("version_detail", "version_publish", "version_drop", "version_print")],
        *[address(name, section) for name in ("section_change", "item_add", "section_remove")],
        *[address(name, section.items.first()) for name in ("item_change", "item_move", "item_remove")],
    ]

    for page in pages:
        assert client.get(page).status_code == 404, page
        assert client.post(page).status_code in (404, 405), page
    assert section.items.count() == 2


def test_the_page_shows_the_items_with_the_limits_of_today(director, client_of):
    item = {"text": "冷藏", "kind": "number", "unit": "°C", "low_rule": "temp.chill.min", "high_rule": "temp.chill.max"}
    template = checklist(director.active_school, item)

    page = body(client_of(director).get(template.get_absolute_url()))

    assert "0～8 °C" in page


def test_an_older_version_stays_readable_with_what_the_next_one_changed(director, template, client_of):
    first = current_version(template)
    second = services.publish_version(_longer(template), by=director)
    client = client_of(director)

    assert "窗户关好" not in body(client.get(address("version_detail", first)))
    newer = body(client.get(address("version_detail", second)))

    assert "与第 1 版相比的改动" in newer
    assert "窗户关好" in newer


# --- the draft --------------------------------------------------------------------------------------------------------


def test_a_new_checklist_goes_from_its_name_to_its_first_item_to_publishing(director, client_of):
    client = client_of(director)

    client.post(reverse("checks:template_create"), {"name": "晨间巡查", "area": "safety"})
    template = Template.objects.get(name="晨间巡查")
    section = draft_of(template).sections.get()
    client.post(address("item_add", section), {"text": "校门前无拥堵", "kind": "judged"})
    client.post(address("version_publish", draft_of(template)), {"sentence": ""})

    assert [each.text for each in sections_of(current_version(template))[0].items.all()] == ["校门前无拥堵"]


def test_a_name_already_taken_is_told_at_the_field(director, template, client_of):
    answer = client_of(director).post(reverse("checks:template_create"), {"name": "安全周查", "area": "fire"})

    assert answer.context["form"].errors == {"name": ["本校已有同名检查表。"]}


def test_opening_the_draft_takes_a_post_and_reading_makes_none(director, template, client_of):
    client = client_of(director)

    client.get(address("template_edit", template))
    assert draft_of(template) is None
    client.post(address("template_edit", template))

    assert draft_of(template).number == 2


def test_an_item_is_unfolded_changed_and_folded_again(director, draft, client_of):
    client = client_of(director)
    item = Item.objects.get(section__version=draft, text="灯亮")

    unfolded = body(client.get(f"{address('template_edit', draft.template)}?item={item.pk}"))
    assert 'class="editor-form item-form"' in unfolded
    answer = client.post(
        address("item_change", item),
        {"text": "灯全亮", "kind": "number", "high_rule": "temp.chill.max", "unit": "度", "required": "on"},
    )

    item.refresh_from_db()
    assert answer.url.endswith(f"#item-{item.pk}")
    assert (item.text, item.kind, item.high_rule, item.unit) == ("灯全亮", "number", "temp.chill.max", "°C")


def test_a_number_and_a_rule_for_one_limit_are_refused_and_nothing_typed_is_lost(director, draft, client_of):
    item = Item.objects.get(section__version=draft, text="灯亮")

    answer = client_of(director).post(
        address("item_change", item), {"text": "新词", "kind": "number", "low": "3", "low_rule": "temp.chill.min"}
    )

    page = body(answer)
    assert "限值请填数字或选规则，不能两者都填。" in page
    assert "新词" in page
    item.refresh_from_db()
    assert item.text == "灯亮"


def test_a_rule_without_a_number_cannot_be_chosen(director, draft, client_of):
    item = Item.objects.get(section__version=draft, text="灯亮")

    client_of(director).post(
        address("item_change", item), {"text": "新词", "kind": "number", "low_rule": "menu.fields"}
    )

    item.refresh_from_db()
    assert item.low_rule == ""


def test_the_same_line_sent_twice_adds_one_item(director, draft, client_of):
    section = draft.sections.get()
    client = client_of(director)
    page = body(client.get(address("template_edit", draft.template)))
    key = re.search(r'name="submission_key" value="([^"]+)" id="quick', page)[1]

    for _sending in range(2):
        client.post(address("item_add", section), {"text": "又一项", "kind": "judged", "submission_key": key})

    assert section.items.filter(text="又一项").count() == 1


def test_the_small_buttons_move_and_remove(director, draft, client_of):
    client = client_of(director)
    second = Item.objects.get(section__version=draft, text="灯亮")

    client.post(address("item_move", second), {"direction": "up"})
    assert [item.text for item in draft.sections.get().items.all()] == ["灯亮", "地面干燥"]
    client.post(address("item_remove", second))
    assert [item.text for item in draft.sections.get().items.all()] == ["地面干燥"]
    assert (
        client.post(address("item_move", draft.sections.get().items.get()), {"direction": "aside"}).status_code == 404
    )


def test_headings_are_added_renamed_moved_and_removed(director, draft, client_of):
    client = client_of(director)

    client.post(address("section_add", draft), {"title": "其他"})
    other = draft.sections.get(title="其他")
    client.post(address("section_change", other), {"title": "用电", "each_place": "on"})
    client.post(address("section_move", other), {"direction": "up"})
    assert [section.title for section in draft.sections.all()][0] == "用电"
    client.post(address("section_remove", other))

    assert not Section.objects.filter(pk=other.pk).exists()


def test_nothing_of_a_published_version_opens_for_editing(director, template, client_of):
    client = client_of(director)
    item = item_of(template, "灯亮")

    for page in (
        address("item_change", item),
        address("item_remove", item),
        address("section_change", item.section),
        address("version_change", current_version(template)),
        address("version_drop", current_version(template)),
    ):
        assert client.get(page).status_code == 404
        assert client.post(page).status_code == 404


def test_the_publishing_page_says_what_changes_what_is_missing_and_what_is_under_way(director, template, client_of):
    start_round(template, place=PlaceFactory(campus__school=template.school), by=director)
    draft = _longer(template)
    services.change_draft(draft, scored=True, by=None)

    page = body(client_of(director).get(address("version_publish", draft)))

    assert "窗户关好" in page
    assert "没有一项设了分值" in page
    assert "进行中的检查 1 次" in page
    assert 'value="1 项新增，1 项修改"' in page


def test_publishing_something_unready_is_refused_on_the_page(director, draft, client_of):
    draft.sections.get().items.all().delete()

    answer = client_of(director).post(address("version_publish", draft), {"sentence": "无"})

    assert "发布前请至少添加一项。" in body(answer)
    assert draft_of(draft.template) == draft


def test_a_round_under_way_keeps_its_version_when_a_new_one_is_published(director, template, client_of):
    round = start_round(template, place=PlaceFactory(campus__school=template.school), by=director)

    client_of(director).post(address("version_publish", _longer(template)), {"sentence": "加一项"})

    round.refresh_from_db()
    assert round.version.number == 1
    assert current_version(template).number == 2


def test_a_second_signature_needs_a_word_for_who_gives_it(director, draft, client_of):
    answer = client_of(director).post(address("version_change", draft), {"walk": "place", "seconded": "always"})

    assert list(answer.context["form"].errors) == ["second_label"]


# --- use, copy, route -------------------------------------------------------------------------------------------------


def test_a_checklist_is_taken_out_of_use_and_back(director, template, client_of):
    client = client_of(director)

    client.post(address("template_switch", template))
    template.refresh_from_db()
    assert not template.active
    client.post(address("template_switch", template))

    template.refresh_from_db()
    assert template.active


def test_a_copy_opens_as_a_draft(director, template, client_of):
    answer = client_of(director).post(address("template_copy", template), {"name": "安全周查（北校区）"})

    copy = Template.objects.get(name="安全周查（北校区）")
    assert answer.url == address("template_edit", copy)
    assert draft_of(copy).sections.get().items.count() == 2


def test_the_buttons_of_the_route_work_on_the_list_and_only_saving_keeps_it(director, template, client_of):
    client = client_of(director)
    first, second, third = PlaceFactory.create_batch(3, campus__school=template.school)
    url = address("template_route", template)

    shown = client.post(url, {"place": [first.pk, second.pk], "add": [third.pk], "more": "1"})
    assert shown.context["places"] == [first, second, third]
    shown = client.post(url, {"place": [first.pk, second.pk, third.pk], "up": third.pk})
    assert shown.context["places"] == [first, third, second]
    shown = client.post(url, {"place": [first.pk, third.pk, second.pk], "remove": first.pk})
    assert shown.context["places"] == [third, second]
    assert services.places_of_route(template) == []
    client.post(url, {"place": [third.pk, second.pk], "save": "1"})

    assert services.places_of_route(template) == [third, second]


def test_a_building_added_to_a_route_stands_for_its_rooms(director, template, client_of):
    building = PlaceFactory(building=True, campus__school=template.school)
    room = PlaceFactory(campus=building.campus, parent=building)

    shown = client_of(director).post(address("template_route", template), {"add": [building.pk], "more": "1"})

    assert shown.context["places"] == [room]
