"""What the writing pages say about progress: the parts of a draft, what is missing, what comes after submission."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.deadlines import Step
from proposals.duties import actions as duties
from proposals.lifecycle import Action
from proposals.permissions import Role, allowed_actions
from proposals.submission import actions
from proposals.ui import zh_datetime

NEEDED = 3  # title, situation, one suggestion: what an empty page lacks


def parts(proposal):
    """The four parts of the form, in any order: where each stands and whether something is written there."""
    text = proposal and (proposal.situation, proposal.suggestions.exists(), proposal.analysis)
    state = "wait" if not text or not any(text) else "done" if text[0] and text[1] else "run"
    added = proposal and (proposal.topic_id or proposal.attachments.of_the_text().exists())
    return [
        {"to": "who", "label": _("提案者与联名"), "state": "done"},
        {"to": "id_title", "label": _("案由"), "state": "done" if proposal and proposal.title else "wait"},
        {"to": "id_situation", "label": _("情况、分析与建议"), "state": state},
        {"to": "more", "label": _("附件与声明"), "state": "done" if added else "free"},
    ]


def proposing_as(user, proposal):
    """In whose name it is written."""
    if proposal is not None:
        return proposal.lead_name
    return "、".join(group.name for group in user.proposing_groups()) if user.role == Role.GROUP else user.name


def may_invite(user, proposal):
    """Whether co-sponsors can be invited from the writing page: only for one person's own unsubmitted draft."""
    if proposal is None:
        return user.role == Role.MEMBER
    return not proposal.group_id and Action.INVITE in allowed_actions(user, proposal)


def shortage(proposal, now):
    """How many things still have to be done before it can be submitted."""
    return len(actions.missing(proposal, now=now)) if proposal else NEEDED


def missing_parts(proposal, now):
    """What keeps the draft from being submitted, each with the place where to change it."""
    page = reverse("submission:edit", args=[proposal.pk])
    papers = {"seal": "submission:seal", "original": "submission:attach_original"}
    found = actions.missing(proposal, now=now).items()
    return [
        {
            "text": sentence,
            "url": reverse(papers[field], args=[proposal.pk]) if field in papers else f"{page}#id_{field}",
        }
        for field, sentence in found
    ]


def planned_steps(proposal):
    """The way from here: submitted, and what comes next with its limits."""
    today = timezone.localdate(proposal.submitted_at)
    answer, rate = (duties.due_date(proposal, step, today)[1] for step in (Step.RESPONSE, Step.RATING))
    waits = proposal.awaits_review
    return [
        {"label": _("提交"), "state": "ok", "note": zh_datetime(proposal.submitted_at)},
        {"label": _("审查"), "state": "now" if waits else "ok", "note": _("结果会通知您") if waits else ""},
        {"label": _("立案交办"), "state": "next", "note": _("编案号，交承办单位")},
        {"label": _("答复"), "state": "next", "note": _("交办后%(limit)s内") % {"limit": answer}},
        {"label": _("评议"), "state": "next", "note": _("收到答复后%(limit)s内") % {"limit": rate}},
    ]
