import pytest

from logistics.errors import WrongState
from logistics.states import Flow

FLOW = Flow({"assign": (["reported", "assigned"], "assigned"), "complete": (["assigned"], "done")})


def test_a_move_leads_from_each_of_its_sources_to_its_target():
    assert FLOW.target("assign", "reported") == "assigned"
    assert FLOW.target("assign", "assigned") == "assigned"


def test_a_move_from_elsewhere_is_refused():
    with pytest.raises(WrongState):
        FLOW.target("complete", "done")


def test_a_flow_says_which_moves_it_allows():
    assert FLOW.allows("complete", "assigned")
    assert not FLOW.allows("complete", "reported")
