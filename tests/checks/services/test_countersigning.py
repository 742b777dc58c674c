"""The second signature under a round."""

import pytest

from logistics.checks import services
from logistics.checks.models import Round
from logistics.errors import RuleError, WrongState
from logistics.notices.models import Notice
from tests.checks.factories import checklist, round_of
from tests.checks.services.steps import finish, sign
from tests.factories import user_with

pytestmark = pytest.mark.django_db


def test_another_person_countersigns(school, officer):
    signer = user_with("checks.countersign_round", school=school)
    round = finish(sign(round_of(checklist(school, seconded="always"), officer)))

    assert round.status == Round.Status.TO_SIGN
    with pytest.raises(RuleError):
        services.countersign_round(round, by=officer)
    done = services.countersign_round(round, by=signer)

    assert (done.status, done.second) == (Round.Status.FINISHED, signer)
    assert [notice.person for notice in Notice.objects.all()] == [signer]


def test_a_second_signature_on_failure_is_asked_only_then(school, officer):
    template = checklist(school, seconded="on_fail")

    clear = finish(sign(round_of(template, officer)))
    failed = finish(sign(round_of(template, officer), {"灭火器": {"result": "fail", "text": "缺"}}))

    assert (clear.status, failed.status) == (Round.Status.FINISHED, Round.Status.TO_SIGN)


def test_countersigning_twice_is_refused_even_from_a_stale_copy(school, officer):
    signer = user_with("checks.countersign_round", school=school)
    round = finish(sign(round_of(checklist(school, seconded="always"), officer)))
    services.countersign_round(round, by=signer)

    with pytest.raises(WrongState):
        services.countersign_round(round, by=signer)
