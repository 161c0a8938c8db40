from django.urls import path

from . import views

app_name = "response"

urlpatterns = [
    path("assignments/<uuid:pk>/response/", views.edit, name="edit"),
    path("assignments/<uuid:pk>/response/send/", views.send, name="send"),
    path("assignments/<uuid:pk>/opinion/", views.give_opinion, name="give_opinion"),
    path("assignments/<uuid:pk>/sign-off/", views.sign_off, name="sign_off"),
    path("assignments/<uuid:pk>/check/", views.check, name="check"),
    path("assignments/<uuid:pk>/send-back/", views.send_back, name="send_back"),
]
