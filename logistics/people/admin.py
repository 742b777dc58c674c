"""Upkeep by whoever keeps the installation."""

from django.contrib import admin

from logistics.people.models import Appointment, Role, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["username", "name", "phone", "is_active", "is_staff"]
    search_fields = ["username", "name", "phone"]
    exclude = ["password", "pin", "last_login"]


@admin.register(Role)
class RoleAdmin(admin.ModelAdmin):
    list_display = ["name", "key", "school"]
    list_filter = ["school"]


@admin.register(Appointment)
class AppointmentAdmin(admin.ModelAdmin):
    list_display = ["person", "role", "school", "starts_on", "ends_on"]
    list_filter = ["school"]
    autocomplete_fields = ["person"]
