"""The committee's dictionaries: topics, themes, reasons, classes of responses, steps of the rating scale."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.likeness import Synonyms
from proposals.trail.models import Row

from .sessions import Committee


class Entry(Row):
    """Base of the dictionaries: an ordered, switchable word of one committee."""

    committee = models.ForeignKey(Committee, verbose_name=_("委员会"), on_delete=models.PROTECT)
    name = models.CharField(_("名称"), max_length=60)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        abstract = True
        ordering = ["order", "name"]

    def __str__(self):
        return self.name


class EntryQuerySet(models.QuerySet):
    def in_use(self, committee):
        return self.filter(committee=committee, is_active=True).order_by("order", "name")


@pghistory.track()
class Topic(Entry):
    """内容分类."""

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("内容分类")
        verbose_name_plural = _("内容分类")
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="topic_once")]


class YearlyQuerySet(EntryQuerySet):
    def of_session(self, session):
        """Those of the session's year: an old year keeps its own wording."""
        return self.in_use(session.committee_id).filter(year=session.year)

    def of_sessions(self, sessions):
        """Those of the years of these sessions, the newest year first."""
        mine = models.Q(pk__in=[])
        for session in sessions:
            mine |= models.Q(committee=session.committee_id, year=session.year)
        return self.filter(mine, is_active=True).order_by("-year", "order", "name")


@pghistory.track()
class Theme(Entry):
    """主题标签 of a year."""

    year = models.PositiveSmallIntegerField(_("年度"))

    objects = YearlyQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("主题标签")
        verbose_name_plural = _("主题标签")
        constraints = [models.UniqueConstraint(fields=["committee", "year", "name"], name="theme_once")]


@pghistory.track()
class DeclineReason(Entry):
    """不予立案的情形."""

    name = models.CharField(_("情形"), max_length=120)

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("不予立案情形")
        verbose_name_plural = _("不予立案情形")
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="decline_reason_once")]


@pghistory.track()
class SynonymSet(Entry):
    """同义词: words that mean the same when similar proposals are looked for, written 老旧小区、既有住宅."""

    name = models.CharField(_("同义词"), max_length=200, help_text=_("用顿号或空格隔开，例如：老旧小区、既有住宅"))

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("同义词")
        verbose_name_plural = _("同义词")
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="synonym_set_once")]

    def clean(self):
        if len(Synonyms.parted(self.name)) < 2:
            raise ValidationError({"name": _("请写两个以上的词，每个词至少两个字。")})


@pghistory.track()
class ResponseClass(Entry):
    """办理结果分类 of a year: the same letter means different things in different cities and years."""

    class Meaning(models.TextChoices):
        RESOLVED = "resolved", _("已经解决")
        PLANNED = "planned", _("列入计划")
        REFERENCE = "reference", _("留作参考")
        OTHER = "other", _("其他")

    year = models.PositiveSmallIntegerField(_("年度"))
    letter = models.CharField(_("字母"), max_length=4)
    meaning = models.CharField(_("含义"), max_length=10, choices=Meaning.choices)

    objects = YearlyQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("办理结果分类")
        verbose_name_plural = _("办理结果分类")
        constraints = [models.UniqueConstraint(fields=["committee", "year", "letter"], name="response_class_once")]

    def __str__(self):
        return f"{self.letter} {self.name}"

    @property
    def is_planned(self):
        return self.meaning == self.Meaning.PLANNED


@pghistory.track()
class RatingStep(Entry):
    """One step of the rating scale, and what it counts as."""

    class Counts(models.TextChoices):
        SATISFIED = "satisfied", _("满意")
        BASICALLY = "basically", _("基本满意")
        DISSATISFIED = "dissatisfied", _("不满意")
        OTHER = "other", _("其他意见")

    counts_as = models.CharField(_("计为"), max_length=12, choices=Counts.choices)

    objects = EntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name = _("评议等次")
        verbose_name_plural = _("评议等次")
        constraints = [models.UniqueConstraint(fields=["committee", "name"], name="rating_step_once")]

    @property
    def is_dissatisfied(self):
        return self.counts_as == self.Counts.DISSATISFIED
