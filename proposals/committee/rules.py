"""The rules of a session in words."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from proposals.deadlines import Step

from .models import DeadlinePolicy, DeclineReason, RatingStep, ResponseClass, SynonymSet, Theme, Topic, limit_words


class Limit(NamedTuple):
    """One step with its limit for both kinds of proposals; ``own``: the session says so, it is not the default."""

    label: str
    plenary: str
    inter: str
    own: bool


class Rules(NamedTuple):
    limits: list
    facts: list
    words: list


def of_session(session):
    return Rules(_limits(session), _facts(session), _words(session))


def _limits(session):
    own = {row.step for row in session.policies.all()}
    plenary, inter = (DeadlinePolicy.objects.limits(session, is_plenary=kind) for kind in (True, False))
    return [
        Limit(step.label, limit_words(plenary[Step(step)]), limit_words(inter[Step(step)]), step.value in own)
        for step in DeadlinePolicy.StepName
    ]


def _facts(session):
    """[(what, how)] of everything that is no limit."""
    hours = {"plain": session.invitation_hours, "sitting": session.invitation_hours_sitting}
    locked = _("，已锁定") if session.numbers_locked_at else ""
    lengths = {
        "title": session.title_limit, "part": session.part_limit, "all": session.recommended_length,
    }  # fmt: skip
    return [
        (_("审查"), session.get_review_steps_display()),
        (_("案号"), _("形如 %(number)s") % {"number": session.case_number(1)}),
        (_("锁定前的排号"), session.get_number_order_display() + locked),
        (_("联名邀请有效"), _("%(plain)s 小时，会期内 %(sitting)s 小时") % hours),
        (_("同义词"), _("%(n)s 组，查找相似提案时用") % {"n": SynonymSet.objects.in_use(session.committee_id).count()}),
        (_("字数"), _("案由不超过 %(title)s 字，各部分不超过 %(part)s 字，建议全文 %(all)s 字以内") % lengths),
    ]


def _words(session):
    """[(dictionary, its words in use)] as the session uses them."""
    committee = session.committee_id
    kept = [
        (Topic, Topic.objects.in_use(committee)),
        (Theme, Theme.objects.in_use(committee).filter(year=session.year)),
        (DeclineReason, DeclineReason.objects.in_use(committee)),
        (ResponseClass, ResponseClass.objects.of_session(session)),
        (RatingStep, RatingStep.objects.in_use(committee)),
    ]
    return [(model._meta.verbose_name, [str(row) for row in rows]) for model, rows in kept]


def next_session(session):
    """What the form for the next session begins with."""
    return {
        "pattern": session.pk,
        "term": session.term,
        "number": (session.number or 0) + 1,
        "year": session.year + 1,
        "number_prefix": session.number_prefix.replace(str(session.year), str(session.year + 1)),
    }
