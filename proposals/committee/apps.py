from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommitteeConfig(AppConfig):
    name = "proposals.committee"
    verbose_name = _("委员会设置")
