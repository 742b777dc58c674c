"""The field for photos and files."""

import json

import pytest
from django.http import QueryDict

from logistics.attachments.forms import FilesField
from logistics.pages.forms import SchoolForm
from tests.attachments.factories import upload
from tests.attachments.files import DOCUMENTS
from tests.factories import user_with

pytestmark = pytest.mark.django_db


class PhotosForm(SchoolForm):
    photos = FilesField(label="照片", max_files=2)


class FilesForm(SchoolForm):
    photos = FilesField(label="附件", documents=True, required=True)


def sent(form_class, *tokens):
    return form_class(QueryDict("&".join(f"photos={token}" for token in tokens)))


def test_the_cleaned_value_is_the_list_of_tokens():
    person = user_with()
    tokens = [upload(person).token, upload(person).token]
    form = sent(PhotosForm, *tokens, tokens[0])

    assert form.is_valid()
    assert form.cleaned_data == {"photos": tokens}


def test_no_photo_is_fine_unless_one_is_required():
    assert sent(PhotosForm).is_valid()
    assert sent(FilesForm).errors == {"photos": ["请至少添加一张照片。"]}


def test_more_files_than_the_form_takes_are_refused():
    assert sent(PhotosForm, "a", "b", "c").errors == {"photos": ["最多添加 2 个文件。"]}


def test_a_field_for_photos_refuses_documents():
    token = upload(user_with(), content=DOCUMENTS["application/pdf"]).token

    assert sent(PhotosForm, token).errors == {"photos": ["这里只能添加照片。"]}
    assert sent(FilesForm, token).is_valid()


def test_after_an_error_the_form_shows_again_what_was_uploaded():
    kept = upload(user_with(), name="漏水.jpg")
    form = sent(PhotosForm, kept.token)

    widget = form["photos"].subwidgets[0].data

    assert json.loads(widget["uploaded_json"]) == [{"token": kept.token, "thumb": kept.thumb_url, "name": "漏水.jpg"}]
    assert 'data-upload-url="/attachments/"' in str(form["photos"])


def test_an_empty_form_asks_the_database_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        str(PhotosForm()["photos"])


def test_a_token_of_unreadable_characters_is_refused_and_shown_no_more():
    form = sent(FilesForm, "%00")

    assert not form.is_valid()
    assert str(form["photos"])
