"""Passwords that were in use, as hashes: so that a new one is really new, and an old one can be told its age."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.trail.models import Row

from .people import User


class UsedPasswordQuerySet(models.QuerySet):
    def newest_of(self, user):
        return self.filter(user=user).order_by("-at")


class UsedPassword(Row):
    """A password a person has chosen or was given, from ``at`` on."""

    user = models.ForeignKey(User, verbose_name=_("人员"), on_delete=models.CASCADE, related_name="used_passwords")
    encoded = models.CharField(_("密码散列"), max_length=128)
    at = models.DateTimeField(_("启用时间"))

    objects = UsedPasswordQuerySet.as_manager()

    class Meta:
        verbose_name = _("用过的密码")
        verbose_name_plural = _("用过的密码")
        indexes = [models.Index(fields=["user", "-at"])]
