from django.urls import path

from . import views

app_name = "tracking"

urlpatterns = [
    path("", views.home, name="home"),
    path("proposals/", views.proposals, name="proposals"),
    path("proposals/export/", views.export, name="export"),
    path("views/", views.saved_views, name="saved_views"),
    path("views/new/", views.save_view, name="save_view"),
    path("views/<uuid:pk>/", views.open_view, name="open_view"),
    path("views/<uuid:pk>/edit/", views.edit_view, name="edit_view"),
    path("views/<uuid:pk>/delete/", views.delete_view, name="delete_view"),
    path("proposals/<uuid:pk>/", views.detail, name="detail"),
    path("proposals/<uuid:pk>/compare/", views.compare, name="compare"),
    path("similar/", views.similar, name="similar"),
    path("figures/<slug:figure>/", views.rows, name="rows"),
    path("trail/", views.trail, name="trail"),
    path("me/data/", views.my_data, name="my_data"),
    path("office/people/<uuid:pk>/data/", views.person_data, name="person_data"),
    path("office/units/<uuid:pk>/work/", views.unit_work, name="unit_work"),
]
