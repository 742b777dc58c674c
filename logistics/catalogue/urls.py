from django.urls import path

from logistics.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("", views.KindList.as_view(), name="kind_list"),
    path("add/", views.KindCreate.as_view(), name="kind_create"),
    path("<int:pk>/change/", views.KindChange.as_view(), name="kind_change"),
]
