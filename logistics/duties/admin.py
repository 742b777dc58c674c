"""Upkeep by whoever keeps the installation: reading, as all of it changes by services."""

from django.contrib import admin

from logistics.duties.models import Duty, DutyNote, Expected, Roster, Shift, ShiftChange, ShiftSwap, SweepRun
from logistics.pages.upkeep import ReadOnlyAdmin


@admin.register(Duty)
class DutyAdmin(ReadOnlyAdmin):
    list_display = [
        "name",
        "key",
        "school",
        "area",
        "rhythm",
        "day_kind",
        "starts_on",
        "ends_on",
        "made_on",
        "stale_from",
    ]
    list_select_related = ["school"]
    list_filter = ["area", "rhythm"]
    search_fields = ["name", "key"]


@admin.register(Expected)
class ExpectedAdmin(ReadOnlyAdmin):
    list_display = ["due_at", "duty", "place", "person", "status", "done_at", "reason"]
    list_select_related = ["duty", "place", "person"]
    list_filter = ["status"]
    search_fields = ["duty__name"]


@admin.register(DutyNote)
class DutyNoteAdmin(ReadOnlyAdmin):
    list_display = ["day", "duty", "place", "by", "at", "late_reason"]
    list_select_related = ["duty", "place", "by"]


@admin.register(Roster)
class RosterAdmin(ReadOnlyAdmin):
    list_display = ["name", "school", "day_kind", "active"]
    list_select_related = ["school"]


@admin.register(Shift)
class ShiftAdmin(ReadOnlyAdmin):
    list_display = ["roster", "slot", "person", "first_on", "last_on", "stands_in_for"]
    list_select_related = ["roster", "person", "stands_in_for"]


@admin.register(ShiftChange)
class ShiftChangeAdmin(ReadOnlyAdmin):
    list_display = ["at", "roster", "kind", "from_person", "to_person", "reason"]
    list_select_related = ["roster", "from_person", "to_person"]


@admin.register(ShiftSwap)
class ShiftSwapAdmin(ReadOnlyAdmin):
    list_display = ["asked_at", "roster", "asked_by", "other", "status"]
    list_select_related = ["roster", "asked_by", "other"]


@admin.register(SweepRun)
class SweepRunAdmin(ReadOnlyAdmin):
    list_display = ["hour", "finished_at"]
