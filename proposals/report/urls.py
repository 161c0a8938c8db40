from django.urls import path

from . import views

app_name = "report"

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/plenary/", views.plenary, name="plenary"),
    path("report/recompute/", views.recompute, name="recompute"),
]
