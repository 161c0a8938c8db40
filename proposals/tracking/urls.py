from django.urls import path

from . import views

app_name = "tracking"

urlpatterns = [
    path("", views.home, name="home"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/<uuid:pk>/", views.detail, name="detail"),
    path("figures/<slug:figure>/", views.rows, name="rows"),
    path("trail/", views.trail, name="trail"),
]
