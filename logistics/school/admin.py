"""Upkeep by whoever keeps the installation."""

from django.contrib import admin

from logistics.school.models import Campus, School, Term


@admin.register(School)
class SchoolAdmin(admin.ModelAdmin):
    list_display = ["name", "code", "stage", "is_sample"]


@admin.register(Campus)
class CampusAdmin(admin.ModelAdmin):
    list_display = ["name", "school", "kind"]
    list_filter = ["school"]


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = ["school", "school_year", "number", "starts_on", "ends_on"]
    list_filter = ["school"]
