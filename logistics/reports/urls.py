from django.urls import path

from logistics.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.SummaryPage.as_view(), name="summary"),
    path("figure/", views.FigurePage.as_view(), name="figure"),
    path("text/<slug:section>/", views.TextUpdate.as_view(), name="text_update"),
    path("sections/", views.SectionsUpdate.as_view(), name="section_update"),
    path("exports/", views.ExportList.as_view(), name="export_list"),
    path("exports/new/", views.ExportCreate.as_view(), name="export_create"),
    path("exports/<int:pk>/", views.ExportDetail.as_view(), name="export_detail"),
    path("exports/<int:pk>/progress/", views.ExportProgress.as_view(), name="export_progress"),
    path("exports/<int:pk>/file/", views.ExportFile.as_view(), name="export_file"),
    path("exports/<int:pk>/retry/", views.ExportRetry.as_view(), name="export_retry"),
    path("fonts/", views.FontList.as_view(), name="font_list"),
    path("fonts/new/", views.FontCreate.as_view(), name="font_create"),
    path("fonts/<int:pk>/remove/", views.FontRemove.as_view(), name="font_remove"),
]
