"""Upkeep by whoever keeps the installation."""

from django.contrib import admin

from repairs.models import Repair


@admin.register(Repair)
class RepairAdmin(admin.ModelAdmin):
    """Reading only: repairs change by their services."""

    list_display = ["number", "place", "kind", "description", "status", "assigned_to", "reported_at"]
    list_select_related = ["place", "kind", "assigned_to"]
    list_filter = ["status"]
    search_fields = ["search_text"]
    list_per_page = 25

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
