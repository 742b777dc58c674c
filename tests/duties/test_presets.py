"""The duties that come with the product."""

from datetime import date, time

import pytest
from django.urls import reverse

from logistics import clock
from logistics.checks.models import Template
from logistics.checks.services.shipped import install_shipped
from logistics.duties import services
from logistics.duties.models import Duty
from logistics.duties.selectors import offers_for
from logistics.duties.shipped import KINDS, kind_of, shipped_duties
from logistics.people.services import create_shipped_roles
from logistics.people.shipped_roles import ROLES
from tests.duties.factories import school_with_term
from tests.factories import CampusFactory, RoleFactory, user_with

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 7)


@pytest.fixture(autouse=True)
def monday():
    with clock.set_to(clock.at(DAY, time(8))):
        yield


@pytest.fixture
def school():
    """A primary school with boarders and a kindergarten: all there is."""
    school = school_with_term(boards=True)
    CampusFactory(school=school, kind="kindergarten")
    create_shipped_roles(school, by=None)
    install_shipped(school)
    return school


def test_all_88_duties_of_the_domain_are_shipped():
    keys = [shipped.key for shipped in shipped_duties()]

    assert [key for key in keys if key.startswith("PT-")] == [f"PT-{number:02d}" for number in range(1, 89)]
    assert len(keys) == len(set(keys))


def test_every_shipped_duty_names_a_role_that_schools_begin_with():
    roles = {key for key, _name, _superior in ROLES}

    assert {shipped.role for shipped in shipped_duties()} <= roles
    assert {shipped.escalate_role for shipped in shipped_duties()} - {""} <= roles


def test_every_checklist_it_names_is_shipped(school):
    named = {shipped.checklist for shipped in shipped_duties()} - {""}

    assert named <= set(Template.objects.of_school(school).values_list("key", flat=True))


def test_every_shipped_duty_can_be_set(school):
    taken = services.take_over(school, [shipped.key for shipped in shipped_duties()], by=None)

    assert len(taken) == len(shipped_duties())


def test_a_duty_with_a_checklist_is_fulfilled_by_its_rounds(school):
    services.take_over(school, ["PT-29"], by=None)

    template = Template.objects.of_school(school).get(key="safety-weekly")
    duty = Duty.objects.get()
    assert (duty.subject, duty.detail) == ("checks.round", str(template.pk))


def test_without_its_checklist_a_note_fulfils_it(school):
    Template.objects.of_school(school).filter(key="safety-weekly").update(active=False)

    services.take_over(school, ["PT-29"], by=None)

    assert Duty.objects.get().subject == "duties.note"


def test_taking_over_twice_changes_nothing(school):
    services.take_over(school, ["PT-29", "PT-57"], by=None)
    services.change_duty(Duty.objects.get(key="PT-57"), by=None, anyway=True, name="浇花")

    again = services.take_over(school, ["PT-29", "PT-57"], by=None)

    assert again == []
    assert set(Duty.objects.values_list("name", flat=True)) == {"每周常规安全检查", "浇花"}


def test_a_duty_of_the_schools_own_with_that_name_is_left(school):
    own = services.create_duty(
        school, name="每周常规安全检查", rhythm="daily", due_times=[time(9)], starts_on=DAY, by=None, anyway=True
    )

    services.take_over(school, ["PT-29"], by=None)

    assert list(Duty.objects.all()) == [own]


@pytest.mark.parametrize(
    ("stage", "boards", "kind"),
    [
        ("kindergarten", False, "kindergarten"),
        ("primary", False, "primary"),
        ("senior", False, "secondary"),
        ("primary", True, "boarding"),
    ],
)
def test_the_kind_of_school_is_told_from_what_it_is(stage, boards, kind):
    assert kind_of(school_with_term(stage=stage, boards=boards)) == kind


@pytest.mark.parametrize(
    ("kind", "key", "offered"),
    [
        ("primary", "PT-19", False),
        ("boarding", "PT-19", True),
        ("kindergarten", "PT-55", False),
        ("kindergarten", "PT-43", True),
        ("primary", "PT-43", False),
        ("primary", "PT-34", True),
    ],
)
def test_a_school_is_offered_what_it_has(kind, key, offered):
    school = school_with_term(stage="kindergarten" if kind == "kindergarten" else "primary")

    keys = {offer.shipped.key for offer in offers_for(school, kind)}

    assert (key in keys) == offered


def test_every_kind_of_school_is_proposed_something():
    school = school_with_term()

    assert all(any(offer.proposed for offer in offers_for(school, kind)) for kind in KINDS)


def test_what_is_ticked_is_taken_over(client_of, school):
    director = user_with("duties.manage_duty", school=school)

    client_of(director).post(reverse("duties:duty_take_over"), {"keys": ["PT-57"], "starts_on": "2026-09-07"})

    assert Duty.objects.get().key == "PT-57"


def test_somebody_elses_role_may_be_chosen_for_a_shipped_duty(client_of, school):
    director = user_with("duties.manage_duty", school=school)
    gardener = RoleFactory(school=school, name="园艺工")
    client = client_of(director)
    offered = client.get(reverse("duties:duty_take_over")).content.decode()

    facts = {"keys": ["PT-57", "PT-29"], "starts_on": "2026-09-07", "role-PT-57": gardener.pk}
    client.post(reverse("duties:duty_take_over"), facts)

    assert 'name="role-PT-57"' in offered
    usual = school.roles.filter(key="safety_officer").first()
    assert dict(Duty.objects.values_list("key", "role")) == {"PT-57": gardener.pk, "PT-29": usual and usual.pk}


def test_a_role_of_another_school_is_refused(client_of, school):
    director = user_with("duties.manage_duty", school=school)

    facts = {"keys": ["PT-57"], "starts_on": "2026-09-07", "role-PT-57": RoleFactory().pk}
    page = client_of(director).post(reverse("duties:duty_take_over"), facts)

    assert page.status_code == 200
    assert not Duty.objects.exists()


def test_nothing_ticked_is_told_at_the_top(client_of, school):
    director = user_with("duties.manage_duty", school=school)

    page = client_of(director).post(reverse("duties:duty_take_over"), {"starts_on": "2026-09-07"})

    assert page.context["form"].errors["keys"] == ["请至少勾选一项职责。"]


def test_a_key_nobody_ships_is_refused(client_of, school):
    director = user_with("duties.manage_duty", school=school)

    page = client_of(director).post(reverse("duties:duty_take_over"), {"keys": ["PT-99"], "starts_on": "2026-09-07"})

    assert page.status_code == 200
    assert not Duty.objects.exists()


def test_the_page_asks_the_database_a_constant_number_of_times(client_of, school, django_assert_max_num_queries):
    director = user_with("duties.manage_duty", school=school)
    client = client_of(director)
    client.get(reverse("duties:duty_take_over"))

    with django_assert_max_num_queries(20):
        client.get(reverse("duties:duty_take_over"))
