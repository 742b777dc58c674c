from django.urls import path

from logistics.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.NoticeList.as_view(), name="notice_list"),
    path("<int:pk>/open/", views.NoticeOpen.as_view(), name="notice_open"),
    path("read-all/", views.NoticeReadAll.as_view(), name="notice_read_all"),
    path("robots/", views.RobotList.as_view(), name="robot_list"),
    path("robots/add/", views.RobotCreate.as_view(), name="robot_create"),
    path("robots/<int:pk>/", views.RobotDetail.as_view(), name="robot_detail"),
    path("robots/<int:pk>/change/", views.RobotUpdate.as_view(), name="robot_update"),
    path("robots/<int:pk>/test/", views.RobotTest.as_view(), name="robot_test"),
    path("robots/<int:pk>/stop/", views.RobotStop.as_view(), name="robot_stop"),
    path("robots/<int:pk>/start/", views.RobotStart.as_view(), name="robot_start"),
    path("sendings/", views.DeliveryList.as_view(), name="delivery_list"),
    path("sendings/<int:pk>/", views.DeliveryDetail.as_view(), name="delivery_detail"),
    path("sendings/<int:pk>/open/", views.DeliveryOpen.as_view(), name="delivery_open"),
    path("sendings/<int:pk>/retry/", views.DeliveryRetry.as_view(), name="delivery_retry"),
]
