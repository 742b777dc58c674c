"""What could not be read is answered with what to do next."""

import pytest

pytestmark = pytest.mark.django_db


def test_more_than_a_form_may_hold_is_told_apart_from_a_damaged_request(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    client.raise_request_exception = False

    too_much = client.post("/sign-in/", {str(number): "1" for number in range(4)})
    damaged = client.get("/", headers={"host": "not a host"})

    assert (too_much.status_code, too_much.templates[0].name) == (413, "413.html")
    assert (damaged.status_code, damaged.templates[0].name) == (400, "400.html")
