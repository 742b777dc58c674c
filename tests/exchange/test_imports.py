"""Places, people and classes from workbooks: the dry run, applying, and bad input."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from logistics.errors import RuleError
from logistics.exchange import services
from logistics.people.models import User
from logistics.school.models import Place, SchoolClass
from tests.factories import (
    AppointmentFactory,
    CampusFactory,
    DepartmentFactory,
    PlaceFactory,
    RoleFactory,
    SchoolFactory,
    UserFactory,
    user_with,
)

pytestmark = pytest.mark.django_db

HEADS = {
    "places": ["校区", "楼栋", "房间", "类型"],
    "people": ["姓名", "手机号", "登录名", "角色", "部门", "校区"],
    "classes": ["校区", "年级", "班级", "教室", "班主任"],
}


def workbook(kind, *rows, heads=None):
    book = Workbook()
    book.active.append(heads or HEADS[kind])
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile(f"{kind}.xlsx", file.getvalue())


def check(school, kind, *rows):
    return services.check_import(school, kind=kind, file=workbook(kind, *rows), by=UserFactory())


def apply(school, kind, *rows):
    return services.apply_import(check(school, kind, *rows), by=UserFactory())


def counts(batch):
    return {outcome: number for outcome, number in batch.result["counts"].items() if number}


@pytest.fixture
def school():
    """A school with two campuses and two roles; another one stands beside it."""
    campus = CampusFactory(name="南校区")
    CampusFactory(school=campus.school, name="北校区")
    RoleFactory(school=campus.school, name="教师")
    RoleFactory(school=campus.school, name="班主任")
    return campus.school


def test_a_dry_run_writes_nothing(school):
    check(school, "places", ["南校区", "教学楼", "101", "教室"])

    assert not Place.objects.exists()


def test_places_are_written_with_the_buildings_they_need(school):
    batch = apply(
        school,
        "places",
        ["南校区", "教学楼", "101", "教室"],
        ["南校区", "教学楼", 102, "教室"],
        ["北校区", "", "操场", "室外场地"],
        ["北校区", "综合楼", "", "楼栋"],
    )

    assert counts(batch) == {"new": 4}
    assert set(Place.objects.values_list("label", flat=True)) == {
        "教学楼", "教学楼 101", "教学楼 102", "操场", "综合楼",
    }  # fmt: skip


def test_places_already_there_are_the_same_or_change_their_kind(school):
    apply(school, "places", ["南校区", "教学楼", "101", "教室"], ["南校区", "教学楼", "102", "教室"])

    batch = apply(school, "places", ["南校区", "教学楼", "101", "教室"], ["南校区", "教学楼", "102", "办公室"])

    assert counts(batch) == {"changed": 1, "same": 1}
    assert Place.objects.get(name="102").kind == Place.Kind.OFFICE


@pytest.mark.parametrize(
    "row",
    [
        ["东校区", "教学楼", "101", "教室"],
        ["", "教学楼", "101", "教室"],
        ["南校区", "", "", "教室"],
        ["南校区", "教学楼", "101", "楼栋"],
        ["南校区", "教学楼", "101", "车库"],
        ["南校区", "教学楼", "长" * 41, "教室"],
    ],
)
def test_a_wrong_row_of_places_is_an_error_and_nothing_can_be_written(school, row):
    batch = check(school, "places", ["南校区", "教学楼", "102", "教室"], row)

    assert counts(batch) == {"new": 1, "error": 1}
    with pytest.raises(RuleError):
        services.apply_import(batch, by=UserFactory())
    assert not Place.objects.exists()


def test_the_same_row_twice_is_an_error_that_names_the_first(school):
    batch = check(school, "places", ["南校区", "教学楼", "101", "教室"], ["南校区", "教学楼", "101", "教室"])

    assert counts(batch) == {"new": 1, "error": 1}
    assert "2" in batch.result["lines"][0][3]


def test_a_campus_of_another_school_is_unknown(school):
    CampusFactory(name="东校区")

    assert counts(check(school, "places", ["东校区", "教学楼", "101", "教室"])) == {"error": 1}


def test_five_thousand_places_are_checked_and_written(school):
    rows = [["南校区", f"{number // 100}号楼", str(number), "教室"] for number in range(5000)]

    assert counts(apply(school, "places", *rows)) == {"new": 5000}
    assert Place.objects.count() == 5050


def test_people_are_created_with_roles_and_first_passwords(school):
    department = DepartmentFactory(school=school, name="总务处")

    batch = apply(school, "people", ["李梅", 13800000001, "", "班主任、教师", "总务处", "南校区"])

    person = User.objects.get(phone="13800000001")
    assert person.name == "李梅"
    assert {held.role.name for held in person.appointments.all()} == {"班主任", "教师"}
    assert {(held.department, held.campus.name) for held in person.appointments.all()} == {(department, "南校区")}
    name, login, password = batch.handout[0]
    assert person.check_password(password)
    assert person.must_change_password


def test_bringing_the_same_people_in_again_changes_nothing(school):
    row = ["李梅", "13800000001", "", "教师", "", ""]
    apply(school, "people", row)

    assert counts(apply(school, "people", row)) == {"same": 1}
    assert User.objects.get(phone="13800000001").appointments.count() == 1


def test_somebody_known_gets_a_number_and_further_roles(school):
    person = user_with(school=school, name="李梅")

    batch = apply(school, "people", ["李梅", "13800000001", "", "教师", "", ""])

    person.refresh_from_db()
    assert counts(batch) == {"changed": 1}
    assert person.phone == "13800000001"
    assert person.appointments.filter(role__name="教师").exists()


@pytest.mark.parametrize(
    "row",
    [
        ["李梅", "12345", "", "教师", "", ""],
        ["李梅", "", "", "园丁", "", ""],
        ["李梅", "", "", "", "", ""],
        ["李梅", "", "", "教师", "政教处", ""],
        ["李梅", "", "", "教师", "", "东校区"],
        ["李梅", "", "a b", "教师", "", ""],
        ["", "13800000001", "", "教师", "", ""],
        ["李梅", "13800000009", "", "教师", "", ""],
        ["李梅", "", "taken", "教师", "", ""],
    ],
)
def test_a_wrong_row_of_people_is_an_error(school, row):
    user_with(username="taken", phone="13800000009", name="别校老师")

    batch = check(school, "people", row)

    assert counts(batch) == {"error": 1}
    assert "别校老师" not in str(batch.result)


def test_namesakes_are_told_apart_by_number(school):
    user_with(school=school, name="李梅", phone="13800000001")
    user_with(school=school, name="李梅", phone="13800000002")

    assert counts(check(school, "people", ["李梅", "", "", "教师", "", ""])) == {"error": 1}
    assert counts(check(school, "people", ["李梅", "13800000002", "", "教师", "", ""])) == {"changed": 1}


def test_the_same_person_twice_in_a_workbook_is_an_error(school):
    row = ["李梅", "13800000001", "", "教师", "", ""]

    assert counts(check(school, "people", row, row)) == {"new": 1, "error": 1}


def test_somebody_who_works_elsewhere_too_is_not_renamed(school):
    person = user_with(school=school, username="both", name="李梅")
    AppointmentFactory(person=person)

    assert counts(check(school, "people", ["李小梅", "", "both", "教师", "", ""])) == {"error": 1}


def test_too_many_people_at_once_are_refused_in_a_sentence(school):
    with pytest.raises(RuleError) as refusal:
        check(school, "people", *[[f"老师{number}", "", "", "教师", "", ""] for number in range(1001)])

    assert "1001" in str(refusal.value)


def test_classes_are_written_with_room_and_class_teacher(school):
    room = PlaceFactory(campus=school.campuses.get(name="南校区"), name="302")
    teacher = user_with(school=school, name="程雪梅")

    batch = apply(school, "classes", ["南校区", 3, "三（2）班", "302", "程雪梅"])

    school_class = SchoolClass.objects.get()
    assert counts(batch) == {"new": 1}
    assert (school_class.room, school_class.class_teacher) == (room, teacher)
    assert counts(apply(school, "classes", ["南校区", 4, "三（2）班", "", ""])) == {"changed": 1}


@pytest.mark.parametrize(
    "row",
    [
        ["南校区", 13, "三（2）班", "", ""],
        ["南校区", "三", "三（2）班", "", ""],
        ["南校区", 3, "", "", ""],
        ["南校区", 3, "三（2）班", "999", ""],
        ["南校区", 3, "三（2）班", "", "没有的人"],
        ["", 3, "三（2）班", "", ""],
    ],
)
def test_a_wrong_row_of_classes_is_an_error(school, row):
    assert counts(check(school, "classes", row)) == {"error": 1}


# --- the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def administrator(school):
    return user_with("people.manage_people", "school.manage_school", school=school)


@pytest.mark.parametrize("kind", ["people", "places", "classes"])
def test_the_template_brings_nothing_in_by_itself(client_of, administrator, school, kind):
    response = client_of(administrator).get(reverse("exchange:import_template", args=[kind]))
    content = b"".join(response.streaming_content)

    assert load_workbook(io.BytesIO(content)).active.max_column == len(HEADS[kind])
    with pytest.raises(RuleError):
        services.check_import(school, kind=kind, file=SimpleUploadedFile("x.xlsx", content), by=administrator)


@pytest.mark.parametrize("name", ["import_create", "import_template"])
def test_only_whoever_may_manage_people_brings_people_in(client_of, school, name):
    url = reverse(f"exchange:{name}", args=["people"])

    assert client_of(user_with(school=school)).get(url).status_code == 403
    assert client_of(user_with("people.manage_people", school=school)).get(url).status_code == 200


def test_an_unknown_kind_is_not_found(client_of, administrator):
    assert client_of(administrator).get(reverse("exchange:import_create", args=["ghosts"])).status_code == 404


def test_a_batch_of_another_school_or_of_a_kind_not_permitted_is_out_of_sight(client_of, school):
    batch = check(school, "people", ["李梅", "", "", "教师", "", ""])

    for person in (user_with("people.manage_people"), user_with("school.manage_school", school=school)):
        assert client_of(person).get(batch.get_absolute_url()).status_code == 404
        assert client_of(person).post(reverse("exchange:batch_apply", args=[batch.pk])).status_code == 404


def test_uploading_checking_applying_and_the_passwords_once(client_of, administrator):
    client = client_of(administrator)

    checked = client.post(
        reverse("exchange:import_create", args=["people"]),
        {"file": workbook("people", ["李梅", "13800000001", "", "教师", "", ""])},
        follow=True,
    )
    batch = checked.context["object"]
    assert not User.objects.filter(name="李梅").exists()
    applied = client.post(reverse("exchange:batch_apply", args=[batch.pk]), follow=True)
    assert applied.context["handout_waits"]
    sheet = client.post(reverse("exchange:batch_handout", args=[batch.pk]))
    again = client.post(reverse("exchange:batch_handout", args=[batch.pk]))

    rows = list(load_workbook(io.BytesIO(b"".join(sheet.streaming_content))).active.values)
    assert rows[-1][:2] == ("李梅", "13800000001")
    assert User.objects.get(name="李梅").check_password(rows[-1][2])
    assert again.status_code == 302


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 200),
        ("empty.xlsx", b""),
        ("page.xls", b"<html><table></table></html>"),
        ("broken.xlsx", b"PK\x03\x04 broken"),
    ],
)
def test_a_file_that_is_no_workbook_gets_a_sentence(client_of, administrator, name, content):
    response = client_of(administrator).post(
        reverse("exchange:import_create", args=["places"]), {"file": SimpleUploadedFile(name, content)}
    )

    assert response.status_code == 200
    assert response.context["form"].errors


def test_a_missing_column_and_a_sheet_without_rows_get_a_sentence(client_of, administrator):
    client = client_of(administrator)

    for file in (workbook("people", ["x"], heads=["电话"]), workbook("people")):
        response = client.post(reverse("exchange:import_create", args=["people"]), {"file": file})
        assert response.context["form"].errors


def test_somebody_of_another_school_is_never_matched(school):
    other = SchoolFactory()
    stranger = user_with(school=other, name="李梅")

    batch = apply(school, "people", ["李梅", "", "", "教师", "", ""])

    assert counts(batch) == {"new": 1}
    assert stranger.appointments.count() == 1
