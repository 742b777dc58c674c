import pghistory.models
import pytest
from django.db import DataError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from logistics.history.models import Event
from logistics.history.services import change, note, whole
from logistics.pages.timeline import timeline_of
from tests.factories import SchoolFactory, UserFactory

pytestmark = pytest.mark.django_db


@change
def rename(school, *, name, by):
    school.name = name
    school.save(update_fields=["name"])
    note(school, "changed", by=by, text="new sign at the gate")


def test_a_change_is_kept_with_the_person_who_made_it():
    school, person = SchoolFactory(name="旧名"), UserFactory()

    rename(school, name="新名", by=person)

    version = school.events.order_by("-pgh_id").first()
    assert version.name == "新名"
    assert version.pgh_context.metadata["person"] == person.pk


def test_the_timeline_shows_who_did_what_with_before_and_after():
    school, person = SchoolFactory(name="旧名"), UserFactory(name="陈志强")

    rename(school, name="新名", by=person)

    entry = timeline_of(school)[0]
    assert (entry.who, entry.detail) == ("陈志强", "new sign at the gate")
    assert entry.changes == [("名称", "旧名", "新名")]


def test_what_happened_cannot_be_rewritten_or_removed():
    school = SchoolFactory()
    event = note(school, "changed", by=None)

    with pytest.raises(ProgrammingError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(verb="other")
    with pytest.raises(ProgrammingError), transaction.atomic():
        event.delete()


def test_the_versions_cannot_be_rewritten_either():
    school = SchoolFactory()

    with pytest.raises(ProgrammingError), transaction.atomic():
        pghistory.models.Events.objects.tracks(school)
        school.events.update(name="other")


def test_nothing_is_written_when_a_service_fails():
    school = SchoolFactory(name="旧名")

    @change
    def fail(school, *, by):
        school.name = "新名"
        school.save(update_fields=["name"])
        note(school, "changed", by=by)
        raise LookupError

    with pytest.raises(LookupError):
        fail(school, by=None)

    school.refresh_from_db()
    assert school.name == "旧名"
    assert not Event.objects.about(school).exists()


@change
def rename_both(one, other, *, by):
    rename(one, name="甲", by=by)
    rename(other, name="乙" * 500, by=by)


def test_a_service_inside_another_fails_with_it_and_leaves_nothing():
    one, other = SchoolFactory(name="旧名"), SchoolFactory()

    with pytest.raises(DataError):
        rename_both(one, other, by=None)

    one.refresh_from_db()
    assert one.name == "旧名"
    assert not Event.objects.filter(verb="changed").exists()


def test_services_inside_another_take_no_savepoints():
    one = SchoolFactory()

    with CaptureQueriesContext(connection) as alone:
        rename(one, name="甲", by=None)
    with whole(), CaptureQueriesContext(connection) as inside:
        rename(one, name="乙", by=None)

    assert ["SAVEPOINT" in query["sql"] for query in alone].count(True) == 2
    assert ["SAVEPOINT" in query["sql"] for query in inside].count(True) == 0


def test_versions_have_no_index_but_those_of_their_row_and_of_the_change():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexdef FROM pg_indexes JOIN information_schema.columns AS facts "
            "ON facts.table_name = tablename AND facts.column_name = 'pgh_obj_id' "
            r"WHERE indexdef !~ '\((pgh_id|pgh_obj_id|pgh_context_id)\)$'"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexdef ~ 'repairevent .*pgh_obj_id'")
        assert cursor.fetchone() == (1,)
