"""Whatever is typed or put into an address, no page of the project breaks: it answers with a sentence or with 404."""

from datetime import date, datetime

import pytest
from django import forms
from django.core.signing import b64_encode
from django.db import connection, transaction
from django.urls import reverse

from logistics.attachments.forms import FilesField
from logistics.people.models import User
from tests.addresses import addresses, logins
from tests.factories import user_with
from tests.test_walk import complete_approvals, every_permission, special
from tests.unfinished import begin_everything

pytestmark = [pytest.mark.usefixtures("sample_school", "paper_laid_out_once"), pytest.mark.django_db]

PARTS = 6  # that the pages are shared out in
NUL, HUGE, SUPERSCRIPT = "\x00", "9" * 30, "²"  # Python takes ² for a digit, PostgreSQL takes no NUL in a text
TEXTS = [NUL, "长" * 4000, "", "<script>alert('😀')</script>"]
NUMBERS = ["NaN", "1e400", "-1", HUGE, SUPERSCRIPT]
DAYS = ["0001-01-01", "9999-12-31", "nonsense", NUL, ""]
CHOICES = [SUPERSCRIPT, HUGE, NUL, "-1", "nonsense"]
# What a form takes although nobody means it, so that the service has to know.
TAKEN = [(forms.CharField, "<b>😀"), (forms.DateField, "2199-12-31"), (forms.DateTimeField, "1900-01-01T00:00")]
TAKEN += [((forms.DecimalField, forms.IntegerField), number) for number in ("0", "9999999")]
QUERIES = [
    {"q": NUL, "after": b64_encode(b"[null, null]").decode(), "view": NUL, "period": NUL, "list": SUPERSCRIPT}
    | {name: SUPERSCRIPT for name in ("place", "campus", "asset", "like", "pks")}
    | {name: NUL for name in ("photos", "dishes", "parts")},
    {"q": "😀" * 300, "before": b64_encode(b'["\\u0000", 1]').decode(), "period": "range", "place": HUGE, "like": HUGE}
    | {"start": "0001-01-01", "end": "9999-12-31", "asset": "9" * 5000, "campus": HUGE},
]
# Forms that show a sentence instead, for want of a record in the state they are about.
NOT_REACHED = {
    "finance:closing_audit", "finance:closing_publish", "finance:closing_submit", "finance:feeitem_start",
    "finance:order_close",
}  # fmt: skip
# What pages without a form of their own read from a sending.
UNFORMED = ("pk", "pks", "opinion", "person", "school", "next", "join", "name", "text", "move")


@pytest.fixture
def person(sample_school):
    return user_with(*every_permission(), school=sample_school)


@pytest.fixture
def browser(person, client_of):
    return client_of(person, raise_request_exception=False)


@pytest.fixture
def everywhere(sample_school, person):
    complete_approvals(sample_school, User.objects.get(username="director"))
    begin_everything(sample_school)
    skipped = {"people:sign_out", "healthz"}
    people = [person, *logins(sample_school)]
    found = addresses(sample_school, special(sample_school), people)
    return [address for address in found if str(address) not in skipped]


@pytest.fixture
def browser_at(client_of, browser):
    """Return a function that gives the browser of whoever an address is for."""
    return lambda address: client_of(address.visitor, raise_request_exception=False) if address.visitor else browser


def answered(send, *args):
    """Return what a request is answered with; nothing it changed stays."""
    mark = transaction.savepoint()
    answer = send(*args)
    if answer.status_code == 302:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    if answer.streaming:
        answer.getvalue()
    transaction.savepoint_rollback(mark)
    return answer


def form_of(answer):
    """Return the form a page shows, or None."""
    form = answer.context.get("form") if answer.status_code == 200 and answer.context else None
    return form if isinstance(form, forms.BaseForm) else None


def plain(bound):
    """Return something a person would enter into a field: what stands in it, else the first choice or a plain value."""
    field, value = bound.field, bound.value()
    if value not in (None, ""):
        return shown(value)
    if isinstance(field, forms.ChoiceField):
        return first_choice(field)
    for kind, usual in (
        (FilesField, []),
        (forms.BooleanField, ""),
        (forms.DateTimeField, "2026-11-20T09:00"),
        (forms.DateField, "2026-11-20"),
        (forms.TimeField, "09:00"),
        ((forms.DecimalField, forms.IntegerField), "1"),
        (forms.EmailField, "a@b.cn"),
        (forms.FileField, ""),
    ):
        if isinstance(field, kind):
            return usual
    return "13900001111" if "phone" in bound.name else "文字"


def shown(value):
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}"
    if isinstance(value, date | bool):
        return str(value)
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return [str(getattr(item, "pk", item)) for item in value]
    return str(getattr(value, "pk", value))


def first_choice(field):
    flat = (
        key
        for key, label in field.choices
        for key in ([inner for inner, _label in label] if isinstance(label, list | tuple) else [key])
    )
    return next((str(key) for key in flat if str(key)), "")


def poisons(field):
    if isinstance(field, forms.DateField | forms.DateTimeField | forms.TimeField):
        return DAYS
    if isinstance(field, forms.DecimalField | forms.IntegerField):
        return NUMBERS
    if isinstance(field, forms.ChoiceField):
        return CHOICES
    return [] if isinstance(field, forms.BooleanField | forms.FileField) else TEXTS


def sendings(form):
    """Yield what is sent of a form: plain values, every field filled in wrongly, and what it takes though it is absurd."""
    fields = {form.add_prefix(name): form.fields[name] for name in form.fields if name != "submission_key"}
    usual = {form.add_prefix(bound.name): plain(bound) for bound in form if bound.name != "submission_key"}
    usual = {name: "" if value is None else value for name, value in usual.items()}
    wrong = {name: choices for name, field in fields.items() if (choices := poisons(field))}
    yield usual
    for turn in range(max(map(len, wrong.values()), default=0)):
        yield usual | {name: choices[turn % len(choices)] for name, choices in wrong.items()}
    for kind, value in TAKEN:
        taken = {name: value for name, field in fields.items() if isinstance(field, kind) and name != "seen"}
        if taken:
            yield usual | taken


def takes_sendings(view):
    """Say whether a page takes more than GET; Django itself refuses a sending to the others."""
    return hasattr(view, "post") or not isinstance(view, type)


def failures(browser, address):
    """Return what the page at ``address`` broke on."""
    tried = [("GET", query, answered(browser.get, address.url, query)) for query in QUERIES]
    if takes_sendings(address.view):
        form = form_of(answered(browser.get, address.url))
        unformed = [dict.fromkeys(UNFORMED, poison) for poison in (NUL, SUPERSCRIPT)]
        sent = sendings(form) if form is not None else unformed
        tried += [("POST", data, answered(browser.post, address.url, data)) for data in sent]
    return [(str(address), method, str(data)[:300]) for method, data, answer in tried if answer.status_code >= 500]


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_breaks_whatever_is_typed_or_put_into_its_address(everywhere, browser_at, part):
    mine = everywhere[part::PARTS]

    assert [failure for address in mine for failure in failures(browser_at(address), address)] == []


def test_every_form_that_waits_for_something_is_open_to_somebody_here(everywhere):
    of_records = [each for each in everywhere if hasattr(each.view, "is_offered") and not isinstance(each.record, dict)]

    assert {each.name for each in of_records if each.record and not each.visitor} == NOT_REACHED


def test_html_in_a_name_is_shown_as_text(sample_school, person, browser):
    person.name = "<b>王</b>"
    person.save(update_fields=["name"])

    page = browser.get(reverse("people:person_list")).content.decode()

    assert "&lt;b&gt;王&lt;/b&gt;" in page
    assert "<b>王</b>" not in page


@pytest.mark.parametrize("token", ["%00", "%F0%9F%98%80", "x" * 4000, "..%2f..%2f"])
def test_a_made_up_token_is_not_found(browser, token):
    addresses = [f"/r/{token}/", f"/r/follow/{token}/", f"/attachments/{token}/", f"/assets/label/{token}/"]

    assert {browser.get(address).status_code for address in addresses} == {404}


def test_a_number_no_record_has_is_not_found(browser):
    assert {browser.get(f"/repairs/{number}/").status_code for number in (0, 2**63, "9" * 5000)} == {404}


def test_what_was_typed_stands_in_the_form_after_an_error(browser):
    page = browser.post(reverse("repairs:repair_create"), {"description": "三楼<灯>" + "不亮" * 600, "urgent": "on"})

    assert page.status_code == 200
    assert "三楼&lt;灯&gt;不亮" in page.content.decode()
