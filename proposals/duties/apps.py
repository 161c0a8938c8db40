from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DutiesConfig(AppConfig):
    name = "proposals.duties"
    verbose_name = _("待办与期限")
