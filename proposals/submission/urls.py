from django.urls import path

from . import views

app_name = "submission"

urlpatterns = [
    path("write/", views.write, name="write"),
    path("write/<uuid:pk>/", views.edit, name="edit"),
    path("write/<uuid:pk>/check/", views.submit, name="submit"),
    path("write/<uuid:pk>/done/", views.submitted, name="submitted"),
    path("write/<uuid:pk>/discard/", views.discard, name="discard"),
    path("write/<uuid:pk>/co-sponsors/", views.invite, name="invite"),
    path("invitations/<uuid:pk>/", views.answer_invitation, name="answer_invitation"),
    path("proposals/<uuid:pk>/withdrawal/", views.ask_withdrawal, name="ask_withdrawal"),
    path("proposals/<uuid:pk>/instruction/", views.instruct, name="instruct"),
    path("examination/", views.examination, name="examination"),
    path("examination/<uuid:pk>/", views.examine, name="examine"),
    path("examination/<uuid:pk>/register/", views.register, name="register"),
    path("examination/<uuid:pk>/send-back/", views.send_back, name="send_back"),
    path("examination/<uuid:pk>/decline/", views.decline, name="decline"),
    path("examination/<uuid:pk>/pass-on/", views.pass_on, name="pass_on"),
    path("examination/<uuid:pk>/merge/", views.merge, name="merge"),
]
