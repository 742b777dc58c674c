"""Addresses without signing in."""

from django.urls import path

from finance.views.public import PublicView

app_name = "open"
urlpatterns = [path("<slug:code>/", PublicView.as_view(), name="page")]
