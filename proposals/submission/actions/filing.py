"""What the office keeps beside the text: whether it is a key proposal, its topic and the themes of the year."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.lifecycle import Action, Refusal
from proposals.trail import actions as trail

from .writing import tell_proposers


class Already(Refusal):
    """It has been done before, by a second click or by somebody else."""

    conflict = True


@transaction.atomic
def mark_key(proposal, *, by, is_key, note, now=None):
    """Make it a key proposal (重点提案) or take the mark away, with the reason, which the office alone reads. The
    proposer is told. Raises Refusal without a reason, and when it is so already."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.MARK_KEY, by=by)
    if not note.strip():
        raise Refusal(_("请写明理由，供提案委内部查考。"), field="note")
    if proposal.is_key == is_key:
        raise Already(_("这件已经是重点提案。") if is_key else _("这件不是重点提案。"))
    proposal.is_key = is_key
    proposal.save(update_fields=["is_key"])
    event = trail.record(proposal, Action.MARK_KEY, by=by, note=note, data={"is_key": is_key}, now=now)
    told = _("已列为重点提案") if is_key else _("不再列为重点提案")
    tell_proposers(proposal, event, told, now=now)
    return proposal


@transaction.atomic
def classify(proposal, *, by, topic=None, themes, now=None):
    """Set the topic (None: keep it) and the themes. Nobody is told; saying what is so already changes nothing.

    Raises Refusal for a theme of another year than the session's.
    """
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.CLASSIFY, by=by)
    topic, themes = topic or proposal.topic, sorted(set(themes), key=lambda theme: (theme.order, theme.name))
    strange = [theme.name for theme in themes if theme.year != proposal.session.year]
    if strange:
        words = {"themes": "、".join(strange), "year": proposal.session.year}
        raise Refusal(_("“%(themes)s”不是%(year)s年度的主题。") % words, field="themes")
    if topic == proposal.topic and {theme.pk for theme in themes} == {theme.pk for theme in proposal.themes.all()}:
        return proposal
    proposal.topic = topic
    proposal.save(update_fields=["topic"])
    proposal.themes.set(themes)
    trail.record(proposal, Action.CLASSIFY, by=by, data={"tags": _tags(topic, themes)}, now=now or timezone.now())
    return proposal


def _tags(topic, themes):
    """As the timeline says it: 社会建设；主题：乡村振兴、教育."""
    named = _("主题：%(themes)s") % {"themes": "、".join(theme.name for theme in themes)} if themes else _("没有主题")
    return "；".join([topic.name if topic else _("未分类"), named])
