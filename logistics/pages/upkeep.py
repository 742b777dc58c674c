"""Upkeep in Django's admin of what changes by services only: it is read there, never typed."""

from django.contrib import admin


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows of a table to be looked at by whoever keeps the installation; nothing is added, changed or deleted."""

    list_per_page = 25
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
