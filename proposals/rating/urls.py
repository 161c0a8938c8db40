from django.urls import path

from . import views

app_name = "rating"

urlpatterns = [
    path("assignments/<uuid:pk>/deliver/", views.deliver, name="deliver"),
    path("rounds/<uuid:pk>/rate/", views.rate, name="rate"),
    path("proposals/<uuid:pk>/close/", views.close, name="close"),
]
