"""The checklists that come with the product, and how a school gets them."""

import dataclasses
from decimal import Decimal

import pytest

from logistics import clock
from logistics.checks import shipped as shipped_files
from logistics.checks.models import Item, Section, Template, Version
from logistics.checks.selectors.templates import current_version, draft_of, numeric_rules, problems_of
from logistics.checks.services import shipped as services
from logistics.checks.services.items import change_item
from logistics.checks.services.shipped import install_shipped
from logistics.checks.services.templates import drop_draft, open_draft, publish_version, switch_template
from logistics.checks.shipped import FOLDER, read, shipped_templates
from logistics.rules.models import Rule
from logistics.rules.selectors import in_force
from tests.factories import CampusFactory, SchoolFactory, UserFactory

PATHS = sorted(FOLDER.glob("*.json"))
SETTINGS = {
    "form_title", "basis", "guidance", "walk", "scan_required", "seconded", "second_label", "scored", "asks_announced",
}  # fmt: skip
ITEM_KEYS = {
    "kind", "text", "standard", "required", "single", "not_applicable", "photo_on_fail", "note_on_fail", "points", "unit",
    "low", "high", "low_rule", "high_rule",
}  # fmt: skip
SIGNED_TWICE = {"canteen-monthly", "fire-monthly", "night-patrol", "lift-monthly", "gate-handover", "bus-pretrip"}


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def checklist(request):
    return read(request.param)


def test_at_least_the_rounds_of_the_trade_are_there():
    assert len(PATHS) >= 22
    assert len({checklist.key for checklist in shipped_templates()}) == len(PATHS)
    assert len({checklist.name for checklist in shipped_templates()}) == len(PATHS)


def test_a_file_says_only_what_is_known(checklist):
    assert set(checklist.settings) <= SETTINGS
    assert checklist.area in Template.Area.values
    assert checklist.settings["walk"] in Version.Walk.values
    assert checklist.settings.get("seconded", "never") in Version.Seconded.values
    assert set(checklist.fits) <= set(shipped_files.NEEDS)
    for item in checklist.items:
        assert set(item) <= ITEM_KEYS
        assert item.get("kind", "judged") in Item.Kind.values


def test_what_a_file_says_fits_its_columns(checklist):
    rows = [
        Template(name=checklist.name, area=checklist.area, key=checklist.key),
        Version(number=1, **checklist.settings),
        *[Section(order=1, title=section["title"]) for section in checklist.sections],
        *[Item(order=1, **item) for item in checklist.items],
    ]

    for row in rows:
        row.clean_fields(exclude=["school", "template", "version", "section", "created_at"])


def test_a_file_is_specific_and_repeats_nothing(checklist):
    texts = [item["text"] for item in checklist.items]

    assert len(texts) >= 8
    assert len(set(texts)) == len(texts)
    assert all(section["items"] for section in checklist.sections)
    assert len({section["title"] for section in checklist.sections}) == len(checklist.sections)


@pytest.mark.django_db
def test_every_rule_a_file_names_gives_a_number_in_the_unit_of_the_item(checklist):
    rules = {rule.key: rule for rule in numeric_rules(SchoolFactory())}

    for item in checklist.items:
        for name in ("low_rule", "high_rule"):
            if item.get(name):
                assert rules[item[name]].unit == item["unit"], item["text"]


def test_food_risks_are_entered_by_themselves():
    daily = next(checklist for checklist in shipped_templates() if checklist.key == "canteen-daily")

    risky = [
        item
        for item in daily.items
        if any(word in item["text"] for word in ("健康证", "腐败", "留样", "生熟", "消毒并"))
    ]

    assert len(risky) == 7
    assert all(item.get("single") or item.get("kind") == "number" for item in risky)


def test_what_two_people_must_sign_asks_for_two_signatures():
    """RULES 6: fire patrol two, monthly minutes by the principal too; FORMS 25, 30, 33."""
    signed = {c.key for c in shipped_templates() if c.settings.get("seconded") == "always"}

    assert signed >= SIGNED_TWICE
    assert all(c.settings.get("second_label") for c in shipped_templates() if c.key in signed)


@pytest.mark.django_db
def test_the_night_patrol_looks_at_everything_the_standard_lists():
    patrol = next(checklist for checklist in shipped_templates() if checklist.key == "night-patrol")

    listed = in_force("fire.patrol.items", school=SchoolFactory(), on=clock.today())

    assert set(listed) <= {item["text"] for item in patrol.items}


@pytest.mark.django_db
def test_no_file_cites_what_was_never_verified():
    doubtful = set(Rule.objects.filter(verified="unverified").values_list("source", flat=True))
    sound = set(Rule.objects.exclude(verified="unverified").values_list("source", flat=True))

    cited = [part for c in shipped_templates() for part in c.settings.get("basis", "").split("；")]

    assert not set(cited) & (doubtful - sound)


# --- installing -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_shipped_checklist_could_be_published_by_hand():
    school = SchoolFactory(boards=True)
    CampusFactory(school=school, kind="kindergarten")

    install_shipped(school)

    assert Template.objects.count() == len(PATHS)
    for template in Template.objects.all():
        problems = [each for each in problems_of(current_version(template), school=school) if "路线" not in each]
        assert problems == []


@pytest.mark.django_db
def test_installing_again_changes_nothing():
    school = SchoolFactory()
    install_shipped(school)

    assert install_shipped(school) == []
    assert Version.objects.filter(template__school=school).count() == Template.objects.count()


@pytest.mark.django_db
def test_a_school_gets_what_fits_it():
    day_school, boarding = SchoolFactory(), SchoolFactory(boards=True)
    nursery = SchoolFactory(stage="kindergarten")
    for school in (day_school, boarding, nursery):
        install_shipped(school)

    def keys(school):
        return set(Template.objects.of_school(school).values_list("key", flat=True))

    assert keys(boarding) - keys(day_school) == {"night-patrol", "dorm-hygiene", "dorm-electricity"}
    assert keys(nursery) - keys(day_school) == {"play-equipment"}
    assert "classroom-property" not in keys(nursery)


@pytest.mark.django_db
def test_what_not_every_school_has_comes_switched_off():
    school = SchoolFactory()

    install_shipped(school)

    assert set(Template.objects.filter(active=False).values_list("key", flat=True)) == {
        "boiler-room", "lift-monthly", "bus-pretrip", "debts",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_checklist_the_school_made_itself_under_the_same_name_is_left_alone():
    school = SchoolFactory()
    own = Template.objects.create(school=school, name="夜间巡查（防火巡查）", area="safety", created_at=clock.now())

    install_shipped(school)

    own.refresh_from_db()
    assert (own.key, own.area) == ("", "safety")


def revised(monkeypatch, key, text):
    """Deliver a second revision of a checklist that asks one thing more."""
    checklists = []
    for checklist in shipped_templates():
        if checklist.key == key:
            sections = [*checklist.sections, {"title": "新增", "items": [{"text": text}]}]
            checklist = dataclasses.replace(checklist, revision=2, sections=sections)
        checklists.append(checklist)
    monkeypatch.setattr(services, "shipped_templates", lambda: checklists)


@pytest.mark.django_db
def test_a_later_revision_is_offered_as_a_draft_and_overwrites_nothing(monkeypatch):
    school = SchoolFactory()
    install_shipped(school)
    template = Template.objects.get(school=school, key="fire-monthly")
    draft = open_draft(template, by=None)
    change_item(Item.objects.filter(section__version=draft).first(), text="校门前消防通道画线清楚", by=None)
    own = publish_version(draft, by=UserFactory())
    revised(monkeypatch, "fire-monthly", "充电桩断电装置有效")

    touched = install_shipped(school)

    assert touched == [template]
    assert current_version(template) == own
    offered = draft_of(template)
    assert offered.number == 3
    assert offered.sections.filter(items__text="充电桩断电装置有效").exists()


@pytest.mark.django_db
def test_an_offer_waits_for_the_draft_under_way_and_comes_once_only(monkeypatch):
    school = SchoolFactory()
    install_shipped(school)
    template = Template.objects.get(school=school, key="fire-monthly")
    own_draft = open_draft(template, by=None)
    revised(monkeypatch, "fire-monthly", "充电桩断电装置有效")

    assert install_shipped(school) == []
    drop_draft(own_draft, by=None)
    assert install_shipped(school) == [template]
    drop_draft(draft_of(template), by=None)

    assert install_shipped(school) == []


@pytest.mark.django_db
def test_a_checklist_switched_off_stays_off(monkeypatch):
    school = SchoolFactory()
    install_shipped(school)
    template = Template.objects.get(school=school, key="fire-monthly")
    switch_template(template, active=False, by=None)
    revised(monkeypatch, "fire-monthly", "充电桩断电装置有效")

    install_shipped(school)

    template.refresh_from_db()
    assert not template.active


def test_decimals_in_a_file_come_exactly(tmp_path):
    path = tmp_path / "own.json"
    path.write_text(
        '{"key": "a", "revision": 1, "name": "甲", "area": "fire", "settings": {}, '
        '"sections": [{"title": "乙", "items": [{"text": "丙", "kind": "number", "low": 0.07}]}]}',
        encoding="utf-8",
    )

    assert read(path).items[0]["low"] == Decimal("0.07")
