from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubmissionConfig(AppConfig):
    name = "proposals.submission"
    verbose_name = _("提出与审查")
