"""Jobs done before this system was there, written from a staging table all at once."""

from datetime import date

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from logistics import clock
from logistics.exchange import staging
from logistics.history.services import change, note_keys
from logistics.numbers.services import next_numbers
from repairs.models import PartUsed, Repair

NUMBERED = "numbered_jobs"
# The same as Repair.search_words.
WORDS = "concat_ws(' ', job.number, campus.name, place.label, kind.name, nullif(job.said, ''), %(reporter)s)"
NOON = "(job.{day} + time '12:00') AT TIME ZONE %(zone)s"
FINISHED = (
    f"greatest({NOON.format(day='day')}, {NOON.format(day='finished_on')})"  # greatest() passes over what is missing
)
UNGUESSABLE = "translate(left(encode(uuid_send(gen_random_uuid()), 'base64'), 16), '+/', '-_')"
SOURCE = f"""{NUMBERED} AS job
    JOIN school_place AS place ON place.id = job.place_id
    JOIN school_campus AS campus ON campus.id = place.campus_id
    LEFT JOIN catalogue_kind AS kind ON kind.id = job.kind_id
    ORDER BY job.position"""
PARTS = f"""{NUMBERED} AS job
    CROSS JOIN LATERAL jsonb_to_recordset(job.pieces) AS piece (kind bigint, quantity numeric)
    ORDER BY job.position"""


@change
def import_jobs(school, table, *, by):
    """Write the new rows of the staging ``table``. Numbers follow the days.

    Its columns: row, outcome, day, finished_on, place_id, trade_id, kind_id, quantity, said (what is wrong), done (what
    was done), worker_id, pieces (JSON list of the parts: kind and quantity).
    """
    _give_numbers(school, table)
    reporter = _("workbook")
    facts = {"zone": timezone.get_current_timezone_name(), "reporter": reporter}
    begun = NOON.format(day="day")
    given = {
        "id": "job.repair_id", "number": "job.number", "campus": "place.campus_id", "place": "job.place_id",
        "trade": "job.trade_id", "kind": "job.kind_id", "quantity": "job.quantity", "description": "job.said",
        "result": "job.done", "assigned_to": "job.worker_id", "search_text": WORDS, "follow_code": UNGUESSABLE,
        **dict.fromkeys(["reported_at", "accepted_at", "assigned_at", "started_at"], begun),
        **dict.fromkeys(["finished_at", "confirmed_at"], FINISHED),
    }  # fmt: skip
    usual = {
        "school": school.pk, "entered_by": by.pk, "entered_at": clock.now(), "reporter_name": reporter,
        "status": Repair.Status.DONE, "executor": Repair.Executor.OWN, "source": Repair.Source.IN_PERSON,
        "imported": True, "after_the_fact": True,
    }  # fmt: skip
    staging.insert_from(SOURCE, Repair, given, facts, usual)
    parts = {"repair": "job.repair_id", "kind": "piece.kind", "quantity": "piece.quantity"}
    staging.insert_from(PARTS, PartUsed, parts, facts, {})
    note_keys(Repair, f"SELECT repair_id FROM {NUMBERED} ORDER BY position", "imported", by=by)


def _give_numbers(school, table):
    """Keep the new rows of ``table`` as NUMBERED, in the order of their days, each with its number and its key."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT extract(year FROM day)::int, count(*) FROM {table} WHERE outcome = 'new' GROUP BY 1 ORDER BY 1"
        )
        years = cursor.fetchall()
    numbers = [number for year, count in years for number in next_numbers(school, "BX", count, on=date(year, 1, 1))]
    staging.keep(
        NUMBERED,
        f"""SELECT job.*, given.number, {staging.next_key(Repair)} AS repair_id
        FROM (SELECT *, row_number() OVER (ORDER BY day, row) AS position FROM {table} WHERE outcome = 'new') AS job
        JOIN unnest(%(numbers)s::text[]) WITH ORDINALITY AS given (number, position) USING (position)""",
        {"numbers": numbers},
    )
