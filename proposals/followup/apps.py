from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FollowupConfig(AppConfig):
    name = "proposals.followup"
    verbose_name = _("跟踪办理")
