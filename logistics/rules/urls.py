from django.urls import path

from logistics.rules import views

app_name = "rules"
urlpatterns = [
    path("", views.RuleList.as_view(), name="rule_list"),
    path("<int:pk>/", views.RuleDetail.as_view(), name="rule_detail"),
    path("<int:pk>/set/", views.RuleSetValue.as_view(), name="rule_set_value"),
]
