"""Wiring of addresses: the product, the technical administrator's site, the health check, the error pages."""

from django.contrib import admin
from django.urls import include, path

from cppcc.health import healthz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthz, name="healthz"),
    path("", include("proposals.urls")),
]

handler403 = "proposals.accounts.views.not_permitted"  # and recorded
handler404 = "proposals.http.not_found"
handler500 = "proposals.http.server_error"
