"""What rows that take another one back (红字) have in common: ``corrects`` leads to it, and they alone are negative."""

from django.db.models import CheckConstraint, Q


def only_red_is_negative(name, *, field="amount", reason=True):
    """Return the constraint that a row is more than 0, and one that corrects another less; ``reason``: and says why."""
    red = Q(corrects__isnull=False, **{f"{field}__lt": 0})
    return CheckConstraint(
        name=name, condition=Q(corrects=None, **{f"{field}__gt": 0}) | (red & ~Q(reason="") if reason else red)
    )
