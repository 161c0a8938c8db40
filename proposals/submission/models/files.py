"""Files of a proposal, and the confirmation of a group's leader."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.files import size_text
from proposals.permissions import Role
from proposals.trail.models import Row

from .people import CoSponsor
from .proposal import Proposal


def stored_as(instance, filename):
    """A random name that says nothing about the content; the given name is kept in the row."""
    key = uuid.uuid4().hex
    return f"files/{key[:2]}/{key}"


class AttachmentQuerySet(models.QuerySet):
    def kept(self):
        return self.filter(removed_at=None).order_by("added_at", "name")

    def of_the_text(self):
        """What belongs to the text itself; scans of signatures and seals do not."""
        return self.kept().filter(purpose=Attachment.Purpose.ATTACHMENT)

    def originals(self):
        """The scans of what was signed on paper."""
        return self.kept().filter(purpose=Attachment.Purpose.ORIGINAL)

    def removed_of_the_text(self):
        """For taking the removal back."""
        return self._removed(Attachment.Purpose.ATTACHMENT)

    def removed_originals(self):
        return self._removed(Attachment.Purpose.ORIGINAL)

    def _removed(self, purpose):
        return self.filter(removed_at__isnull=False, purpose=purpose).order_by("-removed_at")

    def in_cases_of(self, user):
        """Removed ones too, for who may put them back."""
        return self.filter(proposal__in=Proposal.objects.visible_to(user)).select_related("proposal")

    def visible_to(self, user):
        """Attachments are part of the text: whoever sees the case. Scans of signatures and seals are for the proposer's
        side, the committee's office and the coordinators; no unit and no other reader gets them."""
        found = self.kept().filter(proposal__in=Proposal.objects.visible_to(user)).select_related("proposal")
        if user.role in (Role.REVIEWER, Role.COORDINATOR):
            return found
        own = Q(proposal__group__in=user.group_ids) if user.role == Role.GROUP else Q(pk=None)
        if user.role == Role.MEMBER:
            signed = CoSponsor.objects.confirmed().filter(user=user).values("proposal")
            own = Q(proposal__proposer=user) | Q(proposal__in=signed)
        return found.filter(own | Q(purpose=Attachment.Purpose.ATTACHMENT))


class Attachment(Row):
    """附件. Private: served only through a permission check, as a download. A removed one stays on record."""

    class Purpose(models.TextChoices):
        ATTACHMENT = "attachment", _("附件")
        ORIGINAL = "original", _("签名原件扫描件")
        SEAL = "seal", _("负责人确认扫描件")

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.PROTECT, related_name="attachments")
    purpose = models.CharField(_("用途"), max_length=12, choices=Purpose.choices, default=Purpose.ATTACHMENT)
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("格式"), max_length=8)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(max_length=64)
    stored = models.FileField(upload_to=stored_as, max_length=100)
    added_by = models.ForeignKey(User, verbose_name=_("上传人"), on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("上传时间"))
    removed_by = models.ForeignKey(
        User, verbose_name=_("移除人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["added_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_by=None, removed_at=None) | Q(removed_by__isnull=False, removed_at__isnull=False),
                name="attachment_removed_whole",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def size_text(self):
        return size_text(self.size)


class Seal(Row):
    """集体提案的负责人确认: who confirmed for the group and when, with the scan of the sealed page."""

    proposal = models.OneToOneField(Proposal, verbose_name=_("提案"), on_delete=models.PROTECT, related_name="seal")
    leader = models.CharField(_("负责人"), max_length=40)
    confirmed_on = models.DateField(_("确认日期"))
    scan = models.ForeignKey(Attachment, verbose_name=_("扫描件"), on_delete=models.PROTECT, related_name="+")
    text_version = models.PositiveIntegerField(_("确认时的文稿版本"))
    by = models.ForeignKey(User, verbose_name=_("录入人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = _("负责人确认")
        verbose_name_plural = _("负责人确认")

    def __str__(self):
        return self.leader

    @property
    def text_changed(self):
        """The text is another than the one the leader confirmed."""
        return bool(self.proposal.changed_since({self.text_version}))
