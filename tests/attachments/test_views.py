"""Uploading over HTTP, and who may read what."""

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client

from logistics import hooks
from logistics.attachments import services, views, visitors
from logistics.attachments.models import Attachment
from tests.attachments.factories import upload, visitor_upload
from tests.attachments.files import DOCUMENTS, named, picture
from tests.factories import CampusFactory, PlaceFactory, user_with

pytestmark = pytest.mark.django_db
URL = "/attachments/"


@pytest.fixture
def person():
    return user_with()


@pytest.fixture
def place(person):
    return PlaceFactory(campus=CampusFactory(school=person.active_school))


@pytest.fixture
def visitor(place):
    return visitor_at(place)


def visitor_at(place):
    """Return a browser whose session opened a public page of the place's school."""
    client = Client()
    request = HttpRequest()
    request.session = client.session
    visitors.admit(request, place.school)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    return client


def send(client, content=None, name="漏水.jpg"):
    return client.post(URL, {"file": named(picture() if content is None else content, name)})


def test_a_photo_is_answered_with_its_token_and_thumb(client_of, person):
    answer = send(client_of(person)).json()

    kept = Attachment.objects.get()
    assert answer == {"token": kept.token, "thumb": kept.thumb_url, "name": "漏水.jpg"}
    assert (kept.uploaded_by, kept.school) == (person, person.active_school)


def test_a_document_has_no_thumb(client_of, person):
    answer = send(client_of(person), DOCUMENTS["application/pdf"], "发票.pdf").json()

    assert (answer["thumb"], answer["name"]) == ("", "发票.pdf")


@pytest.mark.parametrize("content", [b"", b"<html></html>", b"\xff\xd8\xff broken"])
def test_a_file_we_do_not_keep_is_answered_with_a_sentence(client_of, person, content):
    response = send(client_of(person), content)

    assert response.status_code == 400
    assert response.json()["error"].endswith("。")


def test_a_form_without_a_file_is_answered_with_a_sentence(client_of, person):
    assert client_of(person).post(URL).status_code == 400


def test_a_photo_of_thirty_megabytes_is_refused_with_a_sentence(client_of, person):
    response = send(client_of(person), picture() + b"\0" * 30 * 1024 * 1024)

    assert response.status_code == 413
    assert "25" in response.json()["error"]


def test_nobody_uploads_without_signing_in_or_a_public_page():
    response = send(Client())

    assert response.status_code == 403
    assert Attachment.objects.count() == 0


def test_another_page_cannot_upload_for_a_signed_in_person(client_of, person):
    assert send(client_of(person, enforce_csrf_checks=True)).status_code == 403


def test_a_visitor_of_a_public_page_uploads_for_that_school(visitor, place):
    answer = send(visitor).json()

    kept = Attachment.objects.get(token=answer["token"])
    assert (kept.school, kept.uploaded_by) == (place.school, None)
    assert visitor.get(answer["thumb"]).status_code == 200


def test_too_many_uploads_wait(client_of, person, monkeypatch):
    monkeypatch.setattr(views, "UPLOADS_OF_ONE", 2)
    client = client_of(person)

    assert [send(client).status_code for _attempt in range(3)] == [200, 200, 429]


def test_an_upload_is_seen_by_whoever_sent_it_and_nobody_else(client_of, person):
    url = upload(person).get_absolute_url()
    colleague = user_with(school=person.active_school)

    assert client_of(person).get(url).status_code == 200
    assert [client.get(url).status_code for client in (client_of(colleague), Client())] == [404, 404]


def test_a_claimed_file_is_seen_by_whoever_sees_its_record(client_of, person, place):
    kept = upload(person)
    services.claim(place, [kept.token], purpose="before", by=person)
    colleague, stranger = user_with(school=person.active_school), user_with()

    statuses = [
        client.get(url).status_code
        for client in (client_of(colleague), client_of(stranger), Client())
        for url in (kept.get_absolute_url(), kept.thumb_url)
    ]

    assert statuses == [200, 200, 404, 404, 404, 404]


def test_a_visitor_still_sees_the_own_photo_after_the_record_took_it(visitor, place):
    answer = send(visitor).json()
    services.claim(place, [answer["token"]], purpose="before", by=None)

    assert visitor.get(answer["thumb"]).status_code == 200
    assert Client().get(answer["thumb"]).status_code == 404


def test_an_app_may_admit_further_readers_of_its_records(monkeypatch, place):
    kept = visitor_upload(place.school)
    services.claim(place, [kept.token], purpose="before", by=None)
    monkeypatch.setattr(
        hooks.attachment_access, "_functions", {"school.place": lambda record, request: "code" in request.GET}
    )

    assert Client().get(kept.get_absolute_url()).status_code == 404
    assert Client().get(kept.get_absolute_url() + "?code=1").status_code == 200


def test_a_photo_is_shown_and_a_document_is_a_file_to_keep(client_of, person):
    photo = upload(person, name="漏 水.jpg")
    document = upload(person, content=DOCUMENTS["application/pdf"], name="发票.pdf")
    client = client_of(person)

    shown, kept = client.get(photo.get_absolute_url()), client.get(document.get_absolute_url())

    assert (shown["Content-Type"], kept["Content-Type"]) == ("image/jpeg", "application/pdf")
    assert shown["Content-Disposition"].startswith("inline")
    assert kept["Content-Disposition"] == "attachment; filename*=utf-8''%E5%8F%91%E7%A5%A8.pdf"
    for response in (shown, kept):
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Cache-Control"].startswith("private")


def test_an_unchanged_file_is_not_sent_again(client_of, person):
    client = client_of(person)
    url = upload(person).get_absolute_url()
    etag = client.get(url)["ETag"]

    assert client.get(url, headers={"if-none-match": etag}).status_code == 304
    assert Client().get(url, headers={"if-none-match": etag}).status_code == 404


def test_a_file_costs_few_queries(client_of, person, place, django_assert_max_num_queries):
    kept = upload(person)
    services.claim(place, [kept.token], purpose="before", by=person)
    client = client_of(user_with(school=person.active_school))

    with django_assert_max_num_queries(6):
        client.get(kept.thumb_url)


def test_a_file_lost_from_the_storage_is_not_found(client_of, person):
    kept = upload(person)
    kept.file.storage.delete(kept.file.name)

    assert client_of(person).get(kept.get_absolute_url()).status_code == 404


def test_a_visitor_who_uploads_without_end_leaves_the_others_of_the_address_theirs(monkeypatch):
    cache.clear()
    monkeypatch.setattr(views, "UPLOADS_OF_ONE", 1)
    monkeypatch.setattr(views, "UPLOADS_OF_AN_ADDRESS", 3)
    place = PlaceFactory()
    greedy, other = visitor_at(place), visitor_at(place)
    for _attempt in range(5):
        send(greedy)

    assert [send(greedy).status_code, send(other).status_code] == [429, 200]
