"""Every page as nobody, as a stranger of another school, and as the people of the sample school."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from logistics.people.models import User
from tests.addresses import addresses, unfilled
from tests.factories import TermFactory, user_with

pytestmark = [pytest.mark.usefixtures("sample_school"), pytest.mark.django_db]

# Pages that show themselves without an account.
PUBLIC = {
    "people:sign_in", "healthz", "assets:asset_label", "set_language",
}  # fmt: skip

ROLES = ["director", "principal", "vice_principal", "accountant", "admin", "repairer", "teacher", "class_teacher", "cook",
         "canteen_manager", "safety_officer", "asset_keeper", "guard", "bureau", "inspector", "parents"]  # fmt: skip


def special(school):
    """Arguments that no primary key gives."""
    return {
        "assets:asset_label": {"token": school.assets.first().token},
    }


def every_permission():
    return [f"{row.content_type.app_label}.{row.codename}" for row in Permission.objects.select_related("content_type")]


@pytest.fixture
def everywhere(sample_school):
    return addresses(sample_school, special(sample_school))


def test_the_sample_school_has_a_record_for_every_page(sample_school):
    assert unfilled(sample_school, special(sample_school)) == []


def test_nobody_in_particular_gets_no_page_but_the_public_ones(everywhere, client):
    open_to_all = [
        (str(address), answer.status_code)
        for address in everywhere
        if str(address) not in PUBLIC
        and (answer := client.get(address.url)).status_code not in (403, 404, 405)
        and not (answer.status_code == 302 and answer.url.startswith(reverse("people:sign_in")))
    ]

    assert open_to_all == []


def test_a_stranger_with_every_right_in_another_school_finds_none_of_our_records(everywhere, client_of):
    stranger = user_with(*every_permission())
    TermFactory(school=stranger.active_school)
    client = client_of(stranger)

    found = [
        (str(address), status)
        for address in everywhere
        if address.record and str(address) not in PUBLIC
        for method in (client.get, client.post)
        if (status := method(address.url).status_code) not in (404, 405)
    ]

    assert found == []


def test_lists_show_a_stranger_nothing_of_ours(everywhere, client_of, sample_school):
    stranger = user_with(*every_permission())
    TermFactory(school=stranger.active_school)
    client = client_of(stranger)

    leaking = [
        str(address)
        for address in everywhere
        if not address.record
        and str(address) not in PUBLIC
        and (answer := client.get(address.url)).status_code == 200
        and not answer.streaming
        and any(mark in answer.content.decode(errors="replace") for mark in ("育才小学", "一号教学楼", "陈志强"))
    ]

    assert leaking == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_fails_for_the_people_who_work_here(everywhere, client_of, role):
    client = client_of(User.objects.get(username=role))

    failing = [
        (str(address), status)
        for address in everywhere
        if (status := client.get(address.url).status_code) not in (200, 302, 403, 404, 405)
    ]

    assert failing == []
