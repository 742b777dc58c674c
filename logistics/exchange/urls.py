from django.urls import path

from logistics.exchange import views

app_name = "exchange"
urlpatterns = [
    path("batches/<int:pk>/", views.BatchDetail.as_view(), name="batch_detail"),
    path("batches/<int:pk>/apply/", views.BatchApply.as_view(), name="batch_apply"),
    path("batches/<int:pk>/handout/", views.BatchHandout.as_view(), name="batch_handout"),
    path("<slug:kind>/", views.ImportCreate.as_view(), name="import_create"),
    path("<slug:kind>/template/", views.ImportTemplate.as_view(), name="import_template"),
]
