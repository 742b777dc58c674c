"""Upkeep by whoever keeps the installation: reading, as all of it changes by services."""

from django.contrib import admin

from logistics.checks.models import Answer, Finding, Item, Point, Round, Template, Version
from logistics.pages.upkeep import ReadOnlyAdmin


@admin.register(Template)
class TemplateAdmin(ReadOnlyAdmin):
    list_display = ["name", "key", "school", "area", "active"]
    list_select_related = ["school"]
    list_filter = ["area", "active"]
    search_fields = ["name", "key"]


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ["template", "number", "published_at", "published_by"]
    list_select_related = ["template", "published_by"]


@admin.register(Item)
class ItemAdmin(ReadOnlyAdmin):
    list_display = ["text", "kind", "section"]
    list_select_related = ["section"]
    search_fields = ["text"]


@admin.register(Round)
class RoundAdmin(ReadOnlyAdmin):
    list_display = ["number", "template", "day", "place", "status", "started_by", "finished_at", "failed"]
    list_select_related = ["template", "place", "started_by"]
    list_filter = ["status"]
    search_fields = ["search_text"]


@admin.register(Point)
class PointAdmin(ReadOnlyAdmin):
    list_display = ["round", "order", "place", "signed_at", "signed_by", "all_clear", "skip_reason"]
    list_select_related = ["round__template", "place", "signed_by"]


@admin.register(Answer)
class AnswerAdmin(ReadOnlyAdmin):
    list_display = ["item", "round", "result", "number", "text", "by"]
    list_select_related = ["item", "round__template", "by"]


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    list_display = ["found_at", "text", "round", "place", "status"]
    list_select_related = ["round__template", "place"]
    list_filter = ["status"]
