from django.urls import path

from logistics.attachments import views

app_name = "attachments"
urlpatterns = [
    path("", views.attachment_upload, name="attachment_upload"),
    path("<slug:token>/", views.attachment_file, name="attachment_file"),
    path("<slug:token>/thumb/", views.attachment_thumb, name="attachment_thumb"),
]
