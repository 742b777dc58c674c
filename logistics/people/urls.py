from django.urls import path

from logistics.people import views

app_name = "people"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.SignOut.as_view(), name="sign_out"),
    path("me/", views.Profile.as_view(), name="profile"),
    path("me/school/", views.SwitchSchool.as_view(), name="switch_school"),
    path("me/password/", views.SetPassword.as_view(), name="set_password"),
]
