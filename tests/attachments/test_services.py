"""Uploads are kept, claimed once, and swept."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.utils import ProgrammingError

from logistics import clock
from logistics.attachments import selectors, services
from logistics.attachments.models import Attachment
from logistics.errors import RuleError
from tests.attachments.factories import upload, visitor_upload
from tests.attachments.files import DOCUMENTS, named, picture
from tests.factories import CampusFactory, PlaceFactory, SchoolFactory, user_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return user_with()


@pytest.fixture
def place(person):
    return PlaceFactory(campus=CampusFactory(school=person.active_school))


@pytest.mark.parametrize("media_type", DOCUMENTS)
def test_a_document_is_kept_byte_for_byte(person, media_type):
    kept = upload(person, content=DOCUMENTS[media_type], name="发票.bin")

    with kept.file.open("rb") as file:
        assert file.read() == DOCUMENTS[media_type]
    assert (kept.media_type, kept.thumb.name) == (media_type, "")


def test_a_photo_keeps_its_size_and_thumb(person):
    kept = upload(person)

    assert (kept.media_type, kept.width, kept.height) == ("image/jpeg", 640, 480)
    assert default_storage.exists(kept.thumb.name)


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("C:\\照片\\漏水.HEIC", "漏水.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("<b>x</b>.html", "b.jpg"),
        ("a\r\nSet-Cookie: b.jpg", "aSet-Cookie b.jpg"),
        ("x\u202egpj.exe", "xgpj.jpg"),
        ("...", "file.jpg"),
        ("长" * 300 + ".png", "长" * 110 + ".jpg"),
    ],
)
def test_a_file_name_cannot_do_harm(person, name, kept_as):
    assert upload(person, name=name).name == kept_as


def test_a_page_disguised_as_a_photo_is_refused(person):
    with pytest.raises(RuleError, match="只能"):
        upload(person, content=b"<html><script>alert(1)</script></html>", name="photo.jpg")

    assert Attachment.objects.count() == 0


def test_an_empty_file_is_refused(person):
    with pytest.raises(RuleError, match="空"):
        services.keep_upload(named(b""), school=person.active_school, by=person)


def test_a_file_too_large_is_refused_by_its_size(person, settings):
    settings.UPLOAD_MAX_BYTES = 1000

    with pytest.raises(services.TooLarge):
        upload(person, content=picture(size=(3000, 3000)))


def test_a_record_claims_uploads_in_their_order(person, place):
    first, second = upload(person), upload(person)

    services.claim(place, [second.token, first.token], purpose="before", by=person)

    assert list(selectors.files_of(place)) == [first, second]
    assert list(selectors.files_of(place, "after")) == []


def test_claiming_again_for_the_same_record_changes_nothing(person, place):
    kept = upload(person)
    services.claim(place, [kept.token], purpose="before", by=person)
    claimed_at = selectors.files_of(place).get().claimed_at

    services.claim(place, [kept.token, kept.token], purpose="after", by=person)

    assert selectors.files_of(place, "before").get().claimed_at == claimed_at


def test_a_file_belongs_to_one_record(person, place):
    kept = upload(person)
    services.claim(place, [kept.token], purpose="before", by=person)

    with pytest.raises(RuleError) as refused:
        services.claim(PlaceFactory(campus=place.campus), [kept.token], purpose="before", by=person)

    assert refused.value.field == "photos"


def test_nobody_claims_what_somebody_else_uploaded(person, place):
    kept = upload(person)

    with pytest.raises(RuleError):
        services.claim(place, [kept.token], purpose="before", by=user_with(school=person.active_school))
    with pytest.raises(RuleError):
        services.claim(place, [kept.token], purpose="before", by=None)


def test_a_file_becomes_one_of_the_records_school(person, place):
    kept = upload(person, school=SchoolFactory())

    services.claim(place, [kept.token], purpose="before", by=person)

    assert selectors.files_of(place).get().school == place.school


def test_unknown_tokens_are_refused_and_nothing_is_claimed(person, place):
    kept = upload(person)

    with pytest.raises(RuleError):
        services.claim(place, [kept.token, "unknown"], purpose="before", by=person)

    assert list(selectors.files_of(place)) == []


def test_a_visitor_claims_by_knowing_the_token(place):
    kept = visitor_upload(place.school)

    services.claim(place, [kept.token], purpose="before", by=None)

    assert selectors.files_of(place).get() == kept


def test_an_upload_expires_after_a_day(person, place):
    kept = upload(person)

    with clock.set_to(clock.now() + timedelta(hours=25)), pytest.raises(RuleError):
        services.claim(place, [kept.token], purpose="before", by=person)


def test_what_is_claimed_stays_as_it_is(person, place):
    kept = upload(person)
    services.claim(place, [kept.token], purpose="before", by=person)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(record_id=place.pk + 1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).delete()


def test_only_what_nobody_claimed_within_a_day_is_swept_however_often(person, place):
    claimed, orphan = upload(person), upload(person)
    services.claim(place, [claimed.token], purpose="before", by=person)

    with clock.set_to(clock.now() + timedelta(hours=25)):
        fresh = upload(person)
        services.sweep_orphans()
        services.sweep_orphans()

    assert set(Attachment.objects.all()) == {claimed, fresh}
    assert [default_storage.exists(name) for name in (orphan.file.name, orphan.thumb.name)] == [False, False]
    assert default_storage.exists(claimed.file.name)


def test_photos_stand_under_their_purpose_before_first(person, place):
    for purpose in ("after", "before"):
        services.claim(place, [upload(person).token], purpose=purpose, by=person)
    services.claim(place, [upload(person, content=DOCUMENTS["application/pdf"]).token], purpose="quote", by=person)

    assert [photo.group for photo in selectors.photos_of(place)] == ["处理前", "处理后"]
    assert [each.media_type for each in selectors.documents_of(place)] == ["application/pdf"]
