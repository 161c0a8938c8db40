"""Who may do it: the roles and, for every action, one predicate over the person and the thing.

``allowed_actions(user, obj)`` is what the tables of ``lifecycle.py`` allow now, cut with what this person may; it
draws the buttons of a page and guards the POST behind them. Which rows a person may *see* is
``Proposal.objects.visible_to(user)``, not asked here.

A user has one active role at a time (``user.role``); a handler or unit leader belongs to one unit (``unit_id``),
a group account to groups (``group_ids``), a coordinator to channels (``channels``; the committee's own sees all).
"""

import logging

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from . import lifecycle
from .lifecycle import Action, Refusal

log = logging.getLogger("proposals.refusals")


class NotPermitted(Refusal):
    """This person may not do it, whatever the status."""


class Role(TextChoices):
    MEMBER = "member", _("委员")
    GROUP = "group", _("集体提案者")
    REVIEWER = "reviewer", _("提案委")
    COORDINATOR = "coordinator", _("交办督查")
    HANDLER = "handler", _("承办人")
    UNIT_LEADER = "unit_leader", _("单位领导")
    LEADER = "leader", _("领导")
    AUDITOR = "auditor", _("审计")
    ADMINISTRATOR = "administrator", _("管理员")


class Channel(TextChoices):
    PARTY = "party", _("党委")
    GOVERNMENT = "government", _("政府")
    CONGRESS = "congress", _("人大")
    CPPCC = "cppcc", _("政协")
    COURT = "court", _("法院")
    PROCURATORATE = "procuratorate", _("检察院")
    MILITARY = "military", _("军分区")
    OTHER = "other", _("其他")


PROPOSER_ROLES = frozenset({Role.MEMBER, Role.GROUP})
UNIT_ROLES = frozenset({Role.HANDLER, Role.UNIT_LEADER})
#: roles that work at desks all day and get the dense pages
STAFF_ROLES = frozenset({Role.REVIEWER, Role.COORDINATOR, Role.HANDLER, Role.UNIT_LEADER, Role.AUDITOR})


def nobody(user, obj):
    """Only the system does this (``by=None``)."""
    return False


def proposer(user, obj):
    """The lead proposer, or an account of the proposing group."""
    return user.role in PROPOSER_ROLES and obj.proposal.is_led_by(user)


def clerk(user, obj):
    """The committee's office, for a proposal it has typed in on behalf of the proposer (代录)."""
    return reviewer(user, obj) and obj.proposal.entered_by_id is not None


def writer(user, obj):
    """Who writes the text: the proposer's side, or the office on its behalf."""
    return proposer(user, obj) or clerk(user, obj)


def cosponsor(user, obj):
    """A member who has confirmed to co-sponsor."""
    return user.role == Role.MEMBER and obj.proposal.has_cosponsor(user)


def invited(user, obj):
    """A member with an open invitation to co-sponsor."""
    return user.role == Role.MEMBER and obj.proposal.has_invited(user)


def reviewer(user, obj):
    """The committee's own office."""
    return user.role == Role.REVIEWER and user.committee_id == obj.proposal.committee_id


def any_coordinator(user, obj):
    """A coordinator of this committee; the action itself keeps each to the units of the own channel."""
    return user.role == Role.COORDINATOR and user.committee_id == obj.proposal.committee_id


def coordinator(user, obj):
    """A coordinator of the channel the assignment's unit belongs to."""
    return any_coordinator(user, obj) and user.coordinates(obj.unit.channel)


def closer(user, obj):
    """The committee's office or a coordinator records the meeting after a second dissatisfaction and closes."""
    return reviewer(user, obj) or any_coordinator(user, obj)


def handler(user, obj):
    """An officer of the unit."""
    return user.role == Role.HANDLER and user.unit_id == obj.unit_id


def answering_handler(user, obj):
    return handler(user, obj) and obj.answers


def lead_handler(user, obj):
    return answering_handler(user, obj) and not obj.unit.needs_sign_off


def lead_handler_signed(user, obj):
    return answering_handler(user, obj) and obj.unit.needs_sign_off


def co_handler(user, obj):
    return handler(user, obj) and not obj.answers


def unit_leader(user, obj):
    return user.role == Role.UNIT_LEADER and user.unit_id == obj.unit_id and obj.answers


def unit(user, obj):
    return user.role in UNIT_ROLES and user.unit_id == obj.unit_id


def contacts(user, obj):
    """Who has to talk to the proposer: the answering unit, and the coordinator; each look is recorded."""
    return (unit(user, obj) and obj.answers) or coordinator(user, obj)


def leader(user, obj):
    return user.role == Role.LEADER and user.committee_id == obj.proposal.committee_id


def rater(user, obj):
    """Asked to rate a delivered response of this assignment; an account of a unit never is (``user.role``)."""
    return user.role in PROPOSER_ROLES and obj.asks_to_rate(user)


WHO_MAY = {
    Action.EDIT: writer,
    Action.INVITE: writer,
    Action.CONFIRM: invited,
    Action.DECLINE_INVITATION: invited,
    Action.EXPIRE_INVITATION: nobody,
    Action.CANCEL_INVITATION: writer,
    Action.LEAVE: cosponsor,
    Action.SEAL: writer,
    Action.SUBMIT: writer,
    Action.DISCARD: writer,
    Action.RECOMMEND: reviewer,
    Action.PREPARE: reviewer,
    Action.DROP_PREPARED: reviewer,
    Action.NOTE: reviewer,
    Action.SEND_BACK: reviewer,
    Action.REGISTER: reviewer,
    Action.DECLINE: reviewer,
    Action.PASS_ON: reviewer,
    Action.MERGE: reviewer,
    Action.UNMERGE: reviewer,
    Action.REOPEN: reviewer,
    Action.RENUMBER: reviewer,
    Action.MARK_KEY: reviewer,
    Action.CLASSIFY: reviewer,
    Action.ASK_WITHDRAWAL: writer,
    Action.WITHDRAW: reviewer,
    Action.REFUSE_WITHDRAWAL: reviewer,
    Action.HAND_OVER: any_coordinator,
    Action.REASSIGN: any_coordinator,
    Action.INSTRUCT: leader,
    Action.ANSWER: nobody,
    Action.REHANDLE: nobody,
    Action.CLOSE: closer,
    Action.IMPORT_RECORD: nobody,
    Action.ACCEPT: handler,
    Action.RETURN: handler,
    Action.APPROVE_RETURN: coordinator,
    Action.REFUSE_RETURN: coordinator,
    Action.ASK_EXTENSION: answering_handler,
    Action.APPROVE_EXTENSION: coordinator,
    Action.REFUSE_EXTENSION: coordinator,
    Action.REVEAL_CONTACT: contacts,
    Action.CONSULT: handler,
    Action.URGE: coordinator,
    Action.GIVE_OPINION: co_handler,
    Action.WAIVE_OPINIONS: coordinator,
    Action.DRAFT_RESPONSE: answering_handler,
    Action.SEND_FOR_SIGN_OFF: lead_handler_signed,
    Action.SIGN_OFF: unit_leader,
    Action.REFUSE_SIGN_OFF: unit_leader,
    Action.SUBMIT_RESPONSE: lead_handler,
    Action.SEND_BACK_RESPONSE: coordinator,
    Action.CORRECT_CLASS: coordinator,
    Action.DELIVER: coordinator,
    Action.RATE: rater,
    Action.CLOSE_ROUND: nobody,
    Action.CANCEL: nobody,
    Action.REPORT_PROGRESS: answering_handler,
}

#: what the system itself does (``by=None``): consequences of an action or of time passing
SYSTEM_ACTIONS = frozenset(
    {
        Action.EXPIRE_INVITATION,
        Action.ANSWER,
        Action.REHANDLE,
        Action.CLOSE,
        Action.IMPORT_RECORD,
        Action.CLOSE_ROUND,
        Action.CANCEL,
    }
)


def may(user, action, obj):
    """Whether this person may do ``action`` to ``obj`` as far as persons go; the status is not asked."""
    if user is None:
        return action in SYSTEM_ACTIONS
    return user.is_active and WHO_MAY[action](user, obj)


def require(action, user, obj):
    """Raise NotPermitted unless ``may``."""
    if not may(user, action, obj):
        log.warning("not permitted: action=%s user=%s subject=%s", action, user and user.pk, obj.pk)
        raise NotPermitted(_("您现在的身份不能%(action)s这件提案。") % {"action": Action(action).label})


def allowed_actions(user, obj):
    """The actions this person may take on ``obj`` now, in the order of the lifecycle table."""
    return [action for action in lifecycle.available(obj) if may(user, action, obj)]
