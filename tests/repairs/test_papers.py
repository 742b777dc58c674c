"""The repair slip: who signed in the system stands on it as they drew their name."""

from datetime import timedelta

import pytest

from logistics import clock
from logistics.people.services import draw_signature
from repairs import services
from repairs.papers import signatures_of
from tests.factories import user_with
from tests.people.test_drawings import drawn
from tests.repairs.factories import RepairFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def repairer(school):
    person = user_with("repairs.work_repair", school=school, name="钱师傅")
    with clock.set_to(clock.now() - timedelta(days=1)):
        draw_signature(person, picture=drawn(), by=person)
    return person


def shown(repair):
    return [(cell.name, bool(cell.drawing)) for cell in signatures_of(repair) if cell.name]


def test_a_repairer_who_says_it_is_done_signs_with_the_drawn_name(room, repairer):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)

    repair = services.complete_repair(repair, by=repairer, result="换灯管")
    repair = services.confirm_repair(repair, by=repair.reporter)

    assert shown(repair) == [("钱师傅", True), (repair.reporter.name, False)]


def test_what_somebody_else_wrote_down_for_the_repairer_bears_no_drawing(room, repairer):
    repair = RepairFactory(place=room, finished=True, assigned_to=repairer)

    assert shown(repair) == [("钱师傅", False)]


def test_a_job_that_is_not_done_is_signed_by_nobody(room, repairer):
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)

    assert shown(repair) == [("钱师傅", False)]


def test_whoever_sends_people_and_says_it_is_done_does_not_sign_for_the_repairer(school, room, repairer):
    sender = user_with("repairs.assign_repair", school=school)
    with clock.set_to(clock.now() - timedelta(days=1)):
        draw_signature(sender, picture=drawn(), by=sender)
    repair = RepairFactory(place=room, in_progress=True, assigned_to=repairer)

    assert shown(services.complete_repair(repair, by=sender, result="换灯管")) == [("钱师傅", False)]
