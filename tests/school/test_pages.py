"""The pages of the set-up: who may open them, what they do, what they refuse."""

import pytest
from django.urls import reverse

from logistics.school.models import Campus, Department, Place, School, SchoolClass, Term
from tests.factories import (
    CampusFactory,
    DepartmentFactory,
    PlaceFactory,
    SchoolClassFactory,
    SchoolFactory,
    TermFactory,
    user_with,
)

pytestmark = pytest.mark.django_db

MANAGE = "school.manage_school"
LISTS = ["campus_list", "department_list", "class_list", "term_list", "place_list"]
NEW = ["campus_create", "department_create", "class_create", "term_create", "place_create", "rooms_create"]
RESULTS = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def administrator():
    return user_with(MANAGE)


@pytest.fixture
def school(administrator):
    return administrator.active_school


@pytest.fixture
def client(administrator, client_of):
    return client_of(administrator)


@pytest.mark.parametrize("name", ["school_change", *LISTS, *NEW])
def test_the_set_up_is_for_whoever_may_manage_the_school(client, client_of, name):
    url = reverse(f"school:{name}")

    assert client.get(url).status_code == 200
    assert client_of(user_with()).get(url).status_code == 403


def test_what_belongs_to_another_school_is_out_of_sight(client):
    urls = [
        reverse("school:campus_change", args=[CampusFactory().pk]),
        reverse("school:department_change", args=[DepartmentFactory().pk]),
        reverse("school:class_change", args=[SchoolClassFactory().pk]),
        reverse("school:term_change", args=[TermFactory().pk]),
        reverse("school:place_detail", args=[PlaceFactory().pk]),
        reverse("school:place_change", args=[PlaceFactory().pk]),
        reverse("school:place_out_of_use", args=[PlaceFactory().pk]),
    ]

    assert {client.get(url).status_code for url in urls} == {404}


def test_lists_show_only_the_own_school(client, school):
    ours, theirs = CampusFactory(school=school), CampusFactory()

    page = client.get(reverse("school:campus_list")).content.decode()

    assert ours.name in page
    assert theirs.name not in page


def test_everyone_of_the_school_may_look_at_a_place(client_of):
    room = PlaceFactory()

    assert client_of(user_with(school=room.school)).get(room.get_absolute_url()).status_code == 200
    assert client_of(user_with()).get(room.get_absolute_url()).status_code == 404


def test_the_facts_of_the_school_are_changed(client, school):
    client.post(reverse("school:school_change"), {"name": "育才小学", "stage": "primary", "duty_phone": "110"})

    assert School.objects.get(pk=school.pk).name == "育才小学"


def test_an_unsound_phone_is_shown_at_its_field(client, school):
    page = client.post(
        reverse("school:school_change"), {"name": "育才小学", "stage": "primary", "phone": "call me"}
    ).content.decode()

    assert "电话号码由数字组成" in page
    assert School.objects.get(pk=school.pk).name == school.name


def test_campus_department_class_and_term_are_added_and_changed(client, administrator, school):
    client.post(reverse("school:campus_create"), {"name": "南校区", "kind": "campus"})
    campus = Campus.objects.get(school=school, name="南校区")
    client.post(reverse("school:department_create"), {"name": "总务处", "kind": "office", "head": administrator.pk})
    client.post(reverse("school:class_create"), {"campus": campus.pk, "grade": 3, "name": "三（2）班"})
    client.post(
        reverse("school:term_create"),
        {"school_year": 2026, "number": 1, "starts_on": "2026-09-01", "ends_on": "2027-01-20"},
    )
    term = Term.objects.get(school=school)
    client.post(
        reverse("school:term_change", args=[term.pk]),
        {
            "starts_on": "2026-09-01",
            "ends_on": "2027-01-22",
            "covers_from": "2026-07-05",
            "covers_to": "2027-01-22",
        },
    )

    term.refresh_from_db()
    assert str(term.ends_on) == "2027-01-22"
    assert Department.objects.get(school=school).head == administrator
    assert SchoolClass.objects.get(school=school).grade == 3


def test_a_class_of_a_kindergarten_has_no_grade(client, school):
    group = SchoolClassFactory(campus__school=school, grade=0, name="大一班")
    address = reverse("school:class_change", args=[group.pk])

    form = client.get(address).context["form"]
    client.post(address, {name: form[name].value() or "" for name in form.fields} | {"grade": 0, "name": "大（1）班"})

    group.refresh_from_db()
    assert (group.grade, group.name) == (0, "大（1）班")


def test_overlapping_terms_are_refused_in_a_sentence(client, school):
    TermFactory(school=school)

    page = client.post(
        reverse("school:term_create"),
        {"school_year": 2026, "number": 2, "starts_on": "2027-01-10", "ends_on": "2027-06-30"},
    ).content.decode()

    assert "2026—2027学年度第一学期已包含 2026-07-05 至 2027-01-20" in page


def test_a_head_of_another_school_cannot_be_chosen(client, school):
    client.post(reverse("school:department_create"), {"name": "总务处", "kind": "office", "head": user_with().pk})

    assert not Department.objects.filter(school=school).exists()


def test_rooms_are_added_several_at_once(client, school):
    building = PlaceFactory(building=True, campus__school=school)

    response = client.post(
        reverse("school:rooms_create"),
        {"campus": building.campus_id, "parent": building.pk, "kind": "classroom", "names": "101-103"},
    )

    assert response.url == building.get_absolute_url()
    assert building.rooms.count() == 3


def test_places_are_found_by_name_campus_building_kind_and_use(client, school):
    building = PlaceFactory(building=True, campus__school=school)
    wanted = PlaceFactory(campus=building.campus, parent=building, name="音乐教室")
    other = PlaceFactory(campus=CampusFactory(school=school), name="门卫室", kind=Place.Kind.OFFICE, active=False)

    for query in (
        {"q": "音乐"},
        {"campus": building.campus_id},
        {"parent": building.pk},
        {"kind": "classroom"},
        {"active": "1"},
    ):
        page = client.get(reverse("school:place_list"), query, headers=RESULTS).content.decode()
        assert wanted.label in page, query
        assert other.label not in page, query


def test_a_place_is_changed_and_taken_out_of_use(client, school):
    room = PlaceFactory(campus__school=school)

    client.post(reverse("school:place_change", args=[room.pk]), {"name": "301", "kind": "office"})
    client.post(reverse("school:place_out_of_use", args=[room.pk]))

    room.refresh_from_db()
    assert (room.label, room.active) == ("301", False)


def test_the_list_of_places_takes_the_same_number_of_queries_for_many(client, school, django_assert_max_num_queries):
    client.get(reverse("school:place_list"))
    for _number in range(20):
        PlaceFactory(campus__school=school)

    with django_assert_max_num_queries(12):
        client.get(reverse("school:place_list"))


def test_places_of_the_own_school_are_found_by_the_search(client, school):
    ours, theirs = PlaceFactory(campus__school=school, name="音乐教室"), PlaceFactory(name="音乐教室")

    page = client.get(reverse("search"), {"q": "音乐"}).content.decode()

    assert ours.get_absolute_url() in page
    assert theirs.get_absolute_url() not in page


def test_a_page_that_has_no_such_number_is_not_found(client):
    assert client.get(f"/school/places/{10**30}/").status_code == 404


def test_a_school_that_has_just_begun_is_led_to_its_first_steps(client_of):
    school = SchoolFactory()
    keeper = user_with("school.manage_school", "school.manage_calendar", "people.manage_people", school=school)
    steps = {"设置本学期", "登记教职工", "登记楼栋和房间"}

    def led_to():
        return steps & {task.title for task in client_of(keeper).get("/").context["today"].tasks}

    assert led_to() == steps
    TermFactory(school=school)
    assert led_to() == steps - {"设置本学期"}
    PlaceFactory(campus=CampusFactory(school=school))
    user_with(school=school)
    assert led_to() == set()


def test_nobody_is_led_where_they_may_not_go(client_of):
    teacher = user_with(school=SchoolFactory())

    assert client_of(teacher).get("/").context["today"].tasks == []


def test_an_empty_list_offers_its_first_step_once_and_where_it_is_looked_for(client_of, school):
    keeper = client_of(user_with("school.manage_school", school=school))
    address, step = reverse("school:department_list"), reverse("school:department_create")

    empty = keeper.get(address).content.decode()
    DepartmentFactory(school=school)
    filled = keeper.get(address).content.decode()

    assert (empty.count(f'href="{step}"'), filled.count(f'href="{step}"')) == (1, 1)
    assert empty.index('id="results"') < empty.index(step)
    assert filled.index(step) < filled.index('id="results"')
