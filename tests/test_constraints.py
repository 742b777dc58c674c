"""A check that comes out neither true nor false lets a row in, so each check says what an empty column means."""

from itertools import combinations, product

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, F, Q

OURS = ("logistics", "finance", "assets", "repairs", "canteen", "safety")
MOST = 12  # comparisons of one check that are tried in every combination

# Checks in which an empty column leaves nothing to compare, and others that are still to be tightened.
LET_IN = {
    "approval_follows_the_request",  # a purchase under way has its day: a_purchase_under_way_has_number_and_day
    "bought_before_approval_only_in_an_emergency",  # an_approved_purchase_has_its_day
    "nobody_accepts_their_own_rectification",
    "nobody_countersigns_their_own_round",
    "nobody_stands_in_for_themselves",
    "repair_moments_in_order",
}


def checks():
    for model in apps.get_models():
        if model.__module__.startswith(OURS):
            for check in model._meta.constraints:
                if isinstance(check, CheckConstraint) and isinstance(check.condition, Q) and _is_plain(check.condition):
                    yield pytest.param(model, check, id=f"{model.__name__}-{check.name}")


def _is_plain(condition):
    """Whether a condition is made of comparisons of columns, few enough to try them all."""
    parts = list(_parts(condition))
    return all(isinstance(part, tuple) for part in parts) and len({str(part) for part in parts}) <= MOST


def _parts(condition):
    for child in condition.children:
        yield from _parts(child) if isinstance(child, Q) else [child]


def _column(part):
    return part[0].split("__")[0]


def _columns(part):
    """The columns whose emptiness leaves a comparison unknown."""
    return {_column(part), *([part[1].name] if isinstance(part[1], F) else [])}


def _asks_for_nothing(part):
    return part[0].endswith("__isnull") or part[1] is None


def _comes_out(condition, empty, compared):
    """True, False or None, as the database reckons it. empty: columns without a value; compared: {comparison: bool}."""
    results = []
    for child in condition.children:
        if isinstance(child, Q):
            results.append(_comes_out(child, empty, compared))
        elif _asks_for_nothing(child):
            results.append((_column(child) in empty) == (child[1] is not False))
        else:
            results.append(None if _columns(child) & empty else compared[str(child)])
    decides = condition.connector == "OR"
    result = decides if decides in results else None if None in results else not decides
    return result if result is None else result is not condition.negated


def _has_two_values(truth):
    """Whether a column would equal two things at once."""
    equal = [key.split("'")[1] for key, true in truth.items() if true and "__" not in key and "F(" not in key]
    return len(equal) != len(set(equal))


def lets_in(model, check):
    """Return the columns that, empty, leave a check undecided; an empty set where it always comes out."""
    parts = list(_parts(check.condition))
    nullable = {field.name for field in model._meta.concrete_fields if field.null}
    empties = sorted(nullable & {name for part in parts for name in _columns(part)})
    keys = sorted({str(part) for part in parts if not _asks_for_nothing(part)})
    truths = [
        truth
        for values in product([True, False], repeat=len(keys))
        if not _has_two_values(truth := dict(zip(keys, values, strict=True)))
    ]
    for size in range(1, len(empties) + 1):
        for empty in map(set, combinations(empties, size)):
            if any(_comes_out(check.condition, empty, truth) is None for truth in truths):
                return empty
    return set()


@pytest.mark.parametrize(("model", "check"), list(checks()))
def test_an_empty_column_leaves_no_check_undecided(model, check):
    assert bool(lets_in(model, check)) == (check.name in LET_IN)
