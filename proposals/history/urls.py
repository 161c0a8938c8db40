from django.urls import path

from . import views

app_name = "history"

urlpatterns = [
    path("published-lists/", views.import_list, name="import_list"),
    path("published-lists/check/", views.check_list, name="check_list"),
]
