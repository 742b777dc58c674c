"""Whose turn it is: one statement for all schools."""

from datetime import timedelta

from django.db import connection

from logistics import clock

# The person named, the nearest holder of the role, or whoever stands first in the shift of the day; only who works here.
TURN = """
COALESCE(
    (SELECT named.id FROM people_user named WHERE named.id = duty.person_id AND named.is_active),
    (
        SELECT held.person_id
        FROM people_appointment held JOIN people_user person ON person.id = held.person_id AND person.is_active
        WHERE duty.role_id IS NOT NULL AND held.role_id = duty.role_id
            AND held.starts_on <= due.due_on AND (held.ends_on IS NULL OR held.ends_on >= due.due_on)
            AND (held.campus_id IS NULL OR due.campus_id IS NULL OR held.campus_id = due.campus_id)
            AND (
                held.place_id IS NULL OR held.place_id = due.place_id
                OR held.place_id = (SELECT place.parent_id FROM school_place place WHERE place.id = due.place_id)
            )
        ORDER BY due.campus_id IS NULL AND held.campus_id IS NOT NULL, held.place_id IS NULL, held.campus_id IS NULL,
            held.id
        LIMIT 1
    ),
    (
        SELECT turn.person_id
        FROM duties_shift turn JOIN people_user person ON person.id = turn.person_id AND person.is_active
        WHERE duty.roster_id IS NOT NULL AND turn.roster_id = duty.roster_id AND turn.slot = duty.roster_slot
            AND turn.first_on <= due.due_on AND turn.last_on >= due.due_on
        ORDER BY turn.id
        LIMIT 1
    )
)
"""
ASSIGN = """
UPDATE duties_expected AS due SET person_id = {turn}
FROM duties_duty duty
WHERE duty.id = due.duty_id AND due.status = 'waiting' AND due.announced_at IS NULL AND due.due_on >= %(today)s
    AND {which} AND due.person_id IS DISTINCT FROM {turn}
"""
SOON = timedelta(days=1)  # what is due by then is asked about anew every hour: roles and people change without a word


def assign(duties):
    """Give what is to come of these duties (their keys) to whose turn it is, where nobody has it yet."""
    _assign("due.duty_id = ANY(%(duties)s) AND due.person_id IS NULL", duties=list(duties))


def assign_anew(duties):
    """Give everything to come of these duties (their keys) to whose turn it is now."""
    _assign("due.duty_id = ANY(%(duties)s)", duties=list(duties))


def assign_soon():
    """Look again at what is due today or tomorrow, or has nobody, in all schools."""
    soon = clock.today() + SOON
    _assign("(due.due_on <= %(soon)s OR due.person_id IS NULL)", soon=soon)


def _assign(which, **values):
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN.format(turn=TURN, which=which), {"today": clock.today(), **values})
