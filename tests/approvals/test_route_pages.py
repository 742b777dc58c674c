"""The editor of routes."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from logistics import clock, hooks
from logistics.approvals.forms.routes import rearranged
from logistics.approvals.models import Route
from logistics.approvals.selectors import kind_of
from logistics.approvals.services import set_route
from tests.approvals.test_pages import open_page, route_rows, text
from tests.factories import user_with

HEAD = {"who": "head:", "mode": "any", "min_amount": "0", "side": "from"}
PRINCIPAL = {"who": "role:principal", "mode": "any", "min_amount": "1000", "side": "over"}
URL = "/approvals/routes/purchase/"


@pytest.fixture
def editor(office, client_of):
    office.grant("director", "approvals.manage_route")
    return client_of(office.director)


def rows_of(page):
    """Return whom each row of the editor asks, in order."""
    return [form.initial.get("who") or form["who"].value() for form in page.context["form"].steps.forms]


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("up:1", ["role:principal", "head:"]),
        ("down:0", ["role:principal", "head:"]),
        ("up:0", ["head:", "role:principal"]),
        ("remove:0", ["role:principal"]),
        ("add", ["head:", "role:principal", ""]),
        ("remove:7", ["head:", "role:principal"]),
        ("nonsense", ["head:", "role:principal"]),
    ],
)
def test_without_scripts_rows_are_moved_added_and_removed_and_nothing_is_saved(editor, asked, left):
    page = editor.post(URL, {**route_rows(HEAD, PRINCIPAL), "rows": asked})

    assert [who or "" for who in rows_of(page)] == left
    assert Route.objects.count() == 0


def test_the_places_scripts_gave_count_when_saving(editor):
    editor.post(URL, route_rows({**PRINCIPAL, "position": "1"}, {**HEAD, "position": "0"}))

    assert [(step.asks, step.above) for step in Route.objects.get().steps.all()] == [("head", False), ("role", True)]


@pytest.mark.parametrize("place", ["9" * 50, "x", "-1", "²"])
def test_a_place_that_is_none_is_no_reason_to_fail(editor, place):
    answer = editor.post(URL, {**route_rows({**HEAD, "position": place}), "rows": "up:0"})

    assert answer.status_code == 200


def test_the_way_beside_the_editor_is_that_of_its_rows_at_the_limit(editor, office):
    tried = {"try-by": office.teacher.pk, "try-department": office.department.pk, "rows": "show"}
    at, over = (
        text(
            editor.post(
                URL, {**route_rows(HEAD, PRINCIPAL), **tried, "try-amount": amount}, headers={"HX-Request": "true"}
            )
        )
        for amount in ("1000", "1200")
    )

    assert "这张 1,000.00 元的申请将经过：部门负责人" in at and "校长" not in at
    assert "这张 1,200.00 元的申请将经过：部门负责人 → 校长" in over
    assert "<html" not in over


def test_categories_and_sources_that_the_kind_names_may_be_chosen(editor, office, monkeypatch):
    kind = kind_of("purchase")
    with_choices = hooks.ApprovalKind(kind.key, kind.label, kind.steps, (("it", "信息设备"),), (("canteen", "食堂"),))
    monkeypatch.setattr(hooks.approval_kinds, "results", lambda *args: iter([with_choices]))

    editor.post(
        URL, route_rows(HEAD, {"who": "role:principal", "min_amount": "0", "category": "it", "fund": "canteen"})
    )

    assert "信息设备" in text(open_page(lambda person: editor, None, "route_list"))
    assert Route.objects.get().steps.get(position=2).category == "it"


def test_meetings_and_offices_are_chosen_like_people(editor):
    editor.post(URL, route_rows(HEAD, {"who": "meeting:proposed", "min_amount": "10000"}, {"who": "outside:finance"}))

    assert [step.body for step in Route.objects.get().steps.all()] == ["", "proposed", "finance"]


def test_coming_and_past_routes_are_listed_and_a_coming_one_is_withdrawn(editor, office):
    steps = [{"asks": "role", "roles": ["principal"]}]
    with clock.set_to(clock.now() - timedelta(days=30)):
        set_route(office.school, kind="purchase", by=office.director, steps=[{"asks": "head"}])
    set_route(office.school, kind="purchase", by=office.director, steps=steps)
    coming = set_route(
        office.school, kind="purchase", by=office.director, steps=steps, valid_from=clock.today() + timedelta(days=9)
    )
    page = text(editor.get(reverse("approvals:route_list")))
    assert "待生效" in page and "以往流程" in page

    editor.post(reverse("approvals:route_withdraw", args=[coming.pk]))

    assert Route.objects.filter(pk=coming.pk).count() == 0


def test_rows_keep_what_was_typed_in_them():
    data = QueryDict("steps-0-who=head:&steps-0-duty=a&steps-1-who=role:x&steps-1-duty=b", mutable=True)

    moved = rearranged(data, "up:1")

    assert (moved["steps-0-duty"], moved["steps-1-duty"]) == ("b", "a")


@pytest.fixture
def own(office):
    """The department's own route since yesterday: the principal; everybody else's begins with the director."""
    with clock.set_to(clock.now() - timedelta(days=1)):
        set_route(office.school, kind="purchase", by=office.director, steps=[{"asks": "role", "roles": ["director"]}])
        return set_route(
            office.school, kind="purchase", by=office.director, department=office.department,
            steps=[{"asks": "role", "roles": ["principal"]}],
        )  # fmt: skip


def test_ending_a_departments_route_shows_the_way_its_requests_take_then(editor, office, own):
    url = reverse("approvals:route_end", args=[own.pk])
    tried = {"try-by": office.teacher.pk, "try-amount": "800", "on": clock.today().isoformat(), "show": "1"}

    page, part = text(editor.get(url)), text(editor.post(url, tried, headers={"HX-Request": "true"}))
    before = Route.objects.get(pk=own.pk).valid_to
    editor.post(url, {"on": (clock.today() + timedelta(days=2)).isoformat()})

    assert 'name="on"' in page and 'id="plan"' in page
    assert "将经过：总务主任" in part and "<html" not in part
    assert (before, Route.objects.get(pk=own.pk).valid_to) == (None, clock.today() + timedelta(days=1))
    assert "专用流程" in text(open_page(lambda person: editor, None, "route_list"))


def test_the_common_route_offers_no_end(editor, office, own):
    common = Route.objects.get(department=None)

    page = text(editor.get(reverse("approvals:route_list")))

    assert reverse("approvals:route_end", args=[own.pk]) in page
    assert reverse("approvals:route_end", args=[common.pk]) not in page
    editor.post(reverse("approvals:route_end", args=[common.pk]), {"on": clock.today().isoformat()})
    assert Route.objects.get(pk=common.pk).valid_to is None


def test_whoever_sets_no_routes_ends_none_and_another_school_sees_none(office, own, client_of):
    url = reverse("approvals:route_end", args=[own.pk])
    stranger = user_with("approvals.manage_route")

    assert client_of(office.teacher).get(url).status_code == 403
    assert client_of(stranger).get(url).status_code == 404
