from django.urls import path
from django.views.generic import TemplateView

app_name = "repairs"
urlpatterns = [path("new/", TemplateView.as_view(template_name="base.html"), name="repair_create")]
