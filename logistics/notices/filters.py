"""What may be looked for among sendings."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from logistics.notices.models import Delivery, Robot
from logistics.pages.filters import SchoolFilterSet


class DeliveryFilter(SchoolFilterSet):
    status = django_filters.ChoiceFilter(label=_("State"), empty_label=_("All"), choices=Delivery.Status)
    channel = django_filters.ChoiceFilter(label=_("Channel"), empty_label=_("All"), choices=Delivery.Channel)
    robot = django_filters.ModelChoiceFilter(
        label=_("Group robot"), empty_label=_("All"), queryset=Robot.objects.none()
    )
    written_on = django_filters.DateFilter(
        label=_("Day"), field_name="created_at", lookup_expr="date", widget=forms.DateInput(attrs={"type": "date"})
    )

    choices = {"robot": Robot.objects.of_school}

    class Meta:
        model = Delivery
        fields = []
