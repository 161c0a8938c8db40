"""沟通、面商 records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.trail.models import Row

from .assignment import Assignment


class Consultation(Row):
    """When, how and with whom the unit talked to the proposer, and what was said."""

    class Form(models.TextChoices):
        TALK = "talk", _("面谈")
        MEETING = "meeting", _("座谈会")
        VISIT = "visit", _("走访")
        FIELD = "field", _("现场调研")
        PHONE = "phone", _("电话")
        OTHER = "other", _("其他")

    class Stage(models.TextChoices):
        BEFORE = "before", _("办前")
        DURING = "during", _("办中")
        AFTER = "after", _("办后")

    #: forms that count as face to face (面商)
    FACE_TO_FACE = (Form.TALK, Form.MEETING, Form.VISIT, Form.FIELD)

    assignment = models.ForeignKey(
        Assignment, verbose_name=_("承办件次"), on_delete=models.PROTECT, related_name="consultations"
    )
    held_on = models.DateField(_("日期"))
    form = models.CharField(_("形式"), max_length=8, choices=Form.choices)
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage.choices)
    people = models.CharField(_("参加人员"), max_length=300)
    content = models.TextField(_("沟通内容"))
    recorded_by = models.ForeignKey(User, verbose_name=_("记录人"), on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("记录时间"))

    class Meta:
        verbose_name = _("沟通记录")
        verbose_name_plural = _("沟通记录")
        ordering = ["held_on"]
        indexes = [models.Index(fields=["assignment", "form"])]

    def __str__(self):
        return f"{self.held_on} {self.get_form_display()}"
