from django.urls import path

from . import views

app_name = "committee"

urlpatterns = [
    path("office/policy/", views.policy, name="policy"),
    path("office/sessions/copy/", views.copy_session, name="copy_session"),
]
