"""Django's admin with the front page of the product."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    default_site = "proposals.tracking.admin.Desk"
