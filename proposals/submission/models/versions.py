"""Earlier versions of a text."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.accounts.models import User
from proposals.trail.models import Row

from .proposal import Proposal

PARTS = ("title", "situation", "analysis")


class TextVersionQuerySet(models.QuerySet):
    def submitted(self):
        return self.filter(submitted=True)

    def with_people(self):
        return self.select_related("by")


class TextVersion(Row):
    """文稿版本: the whole text as it was saved once. Of a draft the last 50 are kept, of what was submitted all."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("提案"), on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField(_("版本"))
    content = models.JSONField(_("文稿"))
    submitted = models.BooleanField(_("提交的版本"), default=False)
    by = models.ForeignKey(User, verbose_name=_("保存人"), on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("保存时间"))

    objects = TextVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("文稿版本")
        verbose_name_plural = _("文稿版本")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["proposal", "version"], name="text_version_once")]

    def __str__(self):
        return str(self.version)

    @staticmethod
    def text_of(proposal):
        """The text of a proposal as it is kept: {part: text}, the suggestions as a list."""
        text = {name: getattr(proposal, name) for name in PARTS}
        return {**text, "suggestions": [row.text for row in proposal.suggestions.all()]}

    @staticmethod
    def flat(content):
        """{part: text} with the suggestions in one piece."""
        return {**content, "suggestions": "\n".join(content["suggestions"])}

    @property
    def length(self):
        """The characters of the text, without the title."""
        content = self.content
        return sum(len(text) for text in (content["situation"], content["analysis"], *content["suggestions"]))
