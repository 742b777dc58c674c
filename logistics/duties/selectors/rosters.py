"""Whose turn it is, and where a roster has a gap."""

from logistics.school.calendar import calendar_of


def gaps_of(roster, start, end):
    """Return [(day, slot)] from ``start`` to ``end`` that the roster should cover and nobody does."""
    calendar = calendar_of(roster.school, start, end)
    days = calendar.days(roster.day_kind, start, end, campus=roster.campus_id)
    shifts = list(roster.shifts.filter(person__is_active=True).touching(start, end))
    return [
        (day, slot)
        for day in days
        for slot in roster.slots_or_one
        if not any(shift.slot == slot and shift.first_on <= day <= shift.last_on for shift in shifts)
    ]
