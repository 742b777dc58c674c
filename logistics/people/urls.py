from django.urls import path

from logistics.people.views import account, people, roles

app_name = "people"
urlpatterns = [
    path("sign-in/", account.SignIn.as_view(), name="sign_in"),
    path("sign-out/", account.SignOut.as_view(), name="sign_out"),
    path("me/", account.Profile.as_view(), name="profile"),
    path("me/drafts/", account.Drafts.as_view(), name="drafts"),
    path("me/school/", account.SwitchSchool.as_view(), name="switch_school"),
    path("me/password/", account.SetPassword.as_view(), name="set_password"),
    path("me/contact/", account.ChangeContact.as_view(), name="change_contact"),
    path("me/pin/", account.SetPin.as_view(), name="set_pin"),
    path("me/signature/", account.DrawSignature.as_view(), name="draw_signature"),
    path("me/signature/remove/", account.RemoveSignature.as_view(), name="remove_signature"),
    path("people/", people.PersonList.as_view(), name="person_list"),
    path("people/add/", people.PersonCreate.as_view(), name="person_create"),
    path("people/<int:pk>/", people.PersonDetail.as_view(), name="person_detail"),
    path("people/<int:pk>/change/", people.PersonChange.as_view(), name="person_change"),
    path("people/<int:pk>/appoint/", people.PersonAppoint.as_view(), name="person_appoint"),
    path("people/<int:pk>/reset-password/", people.PersonResetPassword.as_view(), name="person_reset_password"),
    path("people/<int:pk>/first-password/", people.FirstPassword.as_view(), name="first_password"),
    path("people/<int:pk>/deactivate/", people.PersonDeactivate.as_view(), name="person_deactivate"),
    path("people/<int:pk>/reactivate/", people.PersonReactivate.as_view(), name="person_reactivate"),
    path("people/appointments/<int:pk>/end/", people.AppointmentEnd.as_view(), name="appointment_end"),
    path("people/roles/", roles.RoleList.as_view(), name="role_list"),
    path("people/roles/add/", roles.RoleCreate.as_view(), name="role_create"),
    path("people/roles/<int:pk>/", roles.RoleDetail.as_view(), name="role_detail"),
    path("people/roles/<int:pk>/change/", roles.RoleChange.as_view(), name="role_change"),
    path("people/roles/<int:pk>/grant/", roles.RoleGrant.as_view(), name="role_grant"),
]
