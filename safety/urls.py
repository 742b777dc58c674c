from django.urls import path

from safety import views

app_name = "safety"
urlpatterns = [
    path("hazards/", views.HazardList.as_view(), name="hazard_list"),
    path("hazards/new/", views.HazardReport.as_view(), name="hazard_report"),
    path("hazards/ledger/", views.HazardLedger.as_view(), name="hazard_ledger"),
    path("hazards/<int:pk>/", views.HazardDetail.as_view(), name="hazard_detail"),
    path("hazards/<int:pk>/assign/", views.HazardAssign.as_view(), name="hazard_assign"),
    path("hazards/<int:pk>/rectify/", views.HazardRectify.as_view(), name="hazard_rectify"),
    path("hazards/<int:pk>/accept/", views.HazardAccept.as_view(), name="hazard_accept"),
    path("hazards/<int:pk>/send-back/", views.HazardSendBack.as_view(), name="hazard_send_back"),
    path("hazards/<int:pk>/close/", views.HazardClose.as_view(), name="hazard_close"),
    path("hazards/<int:pk>/dismiss/", views.HazardDismiss.as_view(), name="hazard_dismiss"),
    path("hazards/<int:pk>/to-repair/", views.HazardToRepair.as_view(), name="hazard_to_repair"),
]
