import pytest
from django.core.management import CommandError, call_command

from logistics.people.models import User
from logistics.school.models import School

pytestmark = pytest.mark.django_db

OPTIONS = ["--code", "shiyan", "--name", "实验小学", "--admin", "吴小敏", "--phone", "13900001111"]


def test_a_new_school_has_roles_kinds_and_an_administrator_who_must_set_a_password(capsys):
    call_command("new_school", *OPTIONS)

    school = School.objects.get(code="shiyan")
    admin = User.objects.get(phone="13900001111").at(school)
    assert admin.has_perm("people.manage_people")
    assert admin.must_change_password
    assert school.roles.filter(key="principal").exists()
    assert school.kinds.exists()
    assert "实验小学" in capsys.readouterr().out


def test_a_second_school_of_the_same_code_is_refused_in_a_sentence():
    call_command("new_school", *OPTIONS)

    with pytest.raises(CommandError, match="代码"):
        call_command("new_school", *OPTIONS[:-1], "13900002222")


def test_a_refused_school_leaves_nothing_behind():
    call_command("new_school", *OPTIONS)

    with pytest.raises(CommandError, match="已被他人使用"):
        call_command("new_school", "--code", "other", *OPTIONS[2:])

    assert not School.objects.filter(code="other").exists()
