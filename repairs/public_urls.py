"""Short addresses for stickers: what the QR code on a door says."""

from django.urls import path

from repairs.views import public

app_name = "repairs_public"
urlpatterns = [
    path("follow/<slug:code>/", public.Follow.as_view(), name="follow"),
    path("<slug:token>/", public.Report.as_view(), name="report"),
]
