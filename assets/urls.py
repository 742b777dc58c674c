from django.urls import path

from assets import views

app_name = "assets"
urlpatterns = [
    path("", views.AssetList.as_view(), name="asset_list"),
    path("new/", views.AssetCreate.as_view(), name="asset_create"),
    path("register/", views.AssetRegister.as_view(), name="asset_register"),
    path("labels/", views.AssetLabels.as_view(), name="asset_labels"),
    path("label/<slug:token>/", views.AssetLabel.as_view(), name="asset_label"),
    path("<int:pk>/", views.AssetDetail.as_view(), name="asset_detail"),
    path("<int:pk>/change/", views.AssetChange.as_view(), name="asset_change"),
    path("<int:pk>/move/", views.AssetMove.as_view(), name="asset_move"),
    path("<int:pk>/use/", views.AssetUse.as_view(), name="asset_use"),
    path("<int:pk>/lay-idle/", views.AssetLayIdle.as_view(), name="asset_lay_idle"),
    path("<int:pk>/send-to-repair/", views.AssetSendToRepair.as_view(), name="asset_send_to_repair"),
    path("<int:pk>/propose-scrapping/", views.AssetProposeScrapping.as_view(), name="asset_propose_scrapping"),
    path("<int:pk>/keep/", views.AssetKeep.as_view(), name="asset_keep"),
    path("<int:pk>/scrap/", views.AssetScrap.as_view(), name="asset_scrap"),
    path("<int:pk>/compensation/", views.AssetCompensation.as_view(), name="asset_compensation"),
    path("<int:pk>/miss/", views.AssetMiss.as_view(), name="asset_miss"),
]
