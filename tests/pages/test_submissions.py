import pytest

from logistics.pages.models import Submission
from logistics.pages.submissions import new_key, once
from logistics.school.models import Campus
from tests.at_once import at_once
from tests.factories import SchoolFactory


@pytest.mark.django_db
def test_the_same_key_is_done_once_and_shows_the_first_result():
    done = []

    urls = [once("key", None, lambda: done.append(1) or f"/result/{len(done)}/") for _time in range(2)]

    assert urls == ["/result/1/", "/result/1/"]
    assert done == [1]


@pytest.mark.django_db
def test_what_failed_may_be_sent_again_with_the_same_key():
    with pytest.raises(ZeroDivisionError):
        once("key", None, lambda: 1 // 0)

    assert once("key", None, lambda: "/done/") == "/done/"
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_the_same_moment_make_one_record():
    school, key = SchoolFactory(), new_key()

    def send():
        return once(key, None, lambda: f"/{Campus.objects.create(school=school, name='北校区').pk}/")

    urls = at_once(send, send)

    assert Campus.objects.count() == 1
    assert urls[0] == urls[1]
