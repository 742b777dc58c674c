from django.urls import path

from canteen.views import canteens, certificates, samples, tablet

app_name = "canteen"
urlpatterns = [
    path("", canteens.CanteenList.as_view(), name="canteen_list"),
    path("new/", canteens.CanteenCreate.as_view(), name="canteen_create"),
    path("<int:pk>/change/", canteens.CanteenChange.as_view(), name="canteen_change"),
    path("samples/", samples.FoodSampleList.as_view(), name="foodsample_list"),
    path("samples/new/", samples.FoodSampleCreate.as_view(), name="foodsample_create"),
    path("samples/record/", samples.FoodSampleRecord.as_view(), name="foodsample_record"),
    path("samples/discard/", samples.FoodSampleDiscardMany.as_view(), name="foodsample_discard_many"),
    path("samples/<int:pk>/", samples.FoodSampleDetail.as_view(), name="foodsample_detail"),
    path("samples/<int:pk>/discard/", samples.FoodSampleDiscard.as_view(), name="foodsample_discard"),
    path("samples/<int:pk>/correct/", samples.FoodSampleCorrect.as_view(), name="foodsample_correct"),
    path("tablet/", tablet.Tablet.as_view(), name="tablet"),
    path("tablet/<int:pk>/", tablet.TabletTake.as_view(), name="tablet_take"),
    path("tablet/<int:pk>/discard/", tablet.TabletDiscard.as_view(), name="tablet_discard"),
    path("certificates/", certificates.CertificateList.as_view(), name="healthcertificate_list"),
    path("certificates/new/", certificates.CertificateCreate.as_view(), name="healthcertificate_create"),
    path("certificates/register/", certificates.CertificateRegister.as_view(), name="healthcertificate_register"),
    path("certificates/<int:pk>/", certificates.CertificateDetail.as_view(), name="healthcertificate_detail"),
]
