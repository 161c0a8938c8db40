from django.urls import path

from . import views

app_name = "followup"

urlpatterns = [
    path("promises/", views.ledger, name="ledger"),
    path("promises/<uuid:pk>/progress/", views.report_progress, name="report_progress"),
]
