"""The moves a case may make."""

from django.utils.translation import gettext as _

from logistics.errors import WrongState


class Flow:
    """The table of moves: name → (states it starts from, state it leads to).

    A move whose end depends on the case names None as its end; the service says where it leads.
    """

    def __init__(self, moves):
        self.moves = {move: (frozenset(sources), target) for move, (sources, target) in moves.items()}

    def allows(self, move, state):
        """Say whether ``move`` may start from ``state``."""
        return state in self.moves[move][0]

    def target(self, move, state):
        """Return where ``move`` leads; raise WrongState when it may not start from ``state``."""
        sources, target = self.moves[move]
        if state not in sources:
            raise WrongState(_("This record has moved on meanwhile. Look at its present state and try again."))
        return target
