from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportConfig(AppConfig):
    name = "proposals.report"
    verbose_name = _("统计报告")
