from django.urls import path

from . import views

app_name = "accounts"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("forgot/", views.forgot_password, name="forgot_password"),
    path("forgot/<uidb64>/<token>/", views.set_password, name="set_password"),
    path("me/", views.me, name="me"),
    path("me/password/", views.change_password, name="change_password"),
    path("me/contact/", views.change_contact, name="change_contact"),
    path("me/role/", views.switch_role, name="switch_role"),
    path("me/elder/", views.elder, name="elder"),
    path("office/passwords/", views.issue_passwords, name="issue_passwords"),
    path("office/roster/", views.import_roster, name="import_roster"),
    path("office/roster/<slug:kind>/template.xlsx", views.roster_template, name="roster_template"),
    path("office/officers/", views.officers, name="officers"),
    path("office/officers/<uuid:pk>/replace/", views.replace_officer, name="replace_officer"),
    path("office/term/", views.begin_term, name="begin_term"),
]
