"""Who may read which event of a case. One closed table over every action (domain: who sees what).

What somebody may not see is left out of the page, not hidden in it.
"""

from enum import StrEnum

from proposals.lifecycle import Action
from proposals.permissions import PROPOSER_ROLES, UNIT_ROLES, Role


class Audience(StrEnum):
    OWN = "own"  # the proposers' side: lead, co-sponsors, their group
    JOINED = "joined"  # the proposers of a case that was merged into this one
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    LEADER = "leader"
    UNIT = "unit"  # the unit the event is about
    PART = "part"  # another unit that answers in the same case
    CO = "co"  # a unit that only co-handles


A = Audience
EVERYONE = frozenset(Audience)
STAFF = frozenset({A.REVIEWER, A.COORDINATOR})
OUTSIDE_UNITS = frozenset({A.OWN, A.JOINED, A.REVIEWER, A.COORDINATOR, A.LEADER})
BEFORE_HANDING = frozenset({A.OWN, A.REVIEWER, A.LEADER})
DESKS = STAFF | {A.UNIT}
CONCERNED = OUTSIDE_UNITS | {A.UNIT}
OWN_SIDE = frozenset({A.OWN, A.REVIEWER})
NOT_CO = EVERYONE - {A.CO}
OFFICE = frozenset({A.REVIEWER})  # the committee's own office alone
NOBODY = frozenset()

#: action: (who reads that it happened, who reads its note as well)
READERS = {
    Action.EDIT: (OWN_SIDE, OWN_SIDE),
    Action.INVITE: (OWN_SIDE, OWN_SIDE),
    Action.CONFIRM: (OWN_SIDE, OWN_SIDE),
    Action.DECLINE_INVITATION: (OWN_SIDE, OWN_SIDE),
    Action.EXPIRE_INVITATION: (OWN_SIDE, OWN_SIDE),
    Action.CANCEL_INVITATION: (OWN_SIDE, OWN_SIDE),
    Action.LEAVE: (OWN_SIDE, OWN_SIDE),
    Action.SEAL: (OWN_SIDE, OWN_SIDE),
    Action.SUBMIT: (EVERYONE, EVERYONE),
    Action.DISCARD: (OWN_SIDE, OWN_SIDE),
    Action.RECOMMEND: (OFFICE, OFFICE),
    Action.PREPARE: (OFFICE, OFFICE),
    Action.DROP_PREPARED: (OFFICE, OFFICE),
    Action.NOTE: (OFFICE, OFFICE),
    Action.SEND_BACK: (BEFORE_HANDING, BEFORE_HANDING),
    Action.REGISTER: (EVERYONE, OFFICE),  # the note is the office's own
    Action.DECLINE: (EVERYONE, EVERYONE),
    Action.PASS_ON: (EVERYONE, EVERYONE),
    Action.MERGE: (EVERYONE, OFFICE),
    Action.UNMERGE: (EVERYONE, OUTSIDE_UNITS),
    Action.REOPEN: (EVERYONE, OUTSIDE_UNITS),
    Action.RENUMBER: (EVERYONE, EVERYONE),
    Action.MARK_KEY: (EVERYONE, OFFICE),
    Action.CLASSIFY: (EVERYONE, OFFICE),
    Action.ASK_WITHDRAWAL: (OUTSIDE_UNITS, OUTSIDE_UNITS),
    Action.WITHDRAW: (EVERYONE, OUTSIDE_UNITS),
    Action.REFUSE_WITHDRAWAL: (OUTSIDE_UNITS, OUTSIDE_UNITS),
    Action.HAND_OVER: (EVERYONE, EVERYONE),
    Action.REASSIGN: (EVERYONE, EVERYONE),
    Action.INSTRUCT: (STAFF | {A.LEADER}, STAFF | {A.LEADER}),
    Action.ANSWER: (EVERYONE, EVERYONE),
    Action.REHANDLE: (EVERYONE, NOT_CO),  # the note is the reason of the dissatisfied rating
    Action.CLOSE: (EVERYONE, NOT_CO),
    Action.IMPORT_RECORD: (EVERYONE, EVERYONE),
    Action.ACCEPT: (EVERYONE, EVERYONE),
    Action.RETURN: (EVERYONE, CONCERNED),
    Action.APPROVE_RETURN: (EVERYONE, CONCERNED),
    Action.REFUSE_RETURN: (EVERYONE, CONCERNED),
    Action.ASK_EXTENSION: (EVERYONE, CONCERNED),
    Action.APPROVE_EXTENSION: (EVERYONE, CONCERNED),
    Action.REFUSE_EXTENSION: (EVERYONE, CONCERNED),
    Action.REVEAL_CONTACT: (OWN_SIDE, OWN_SIDE),
    Action.CONSULT: (CONCERNED, CONCERNED),
    Action.URGE: (EVERYONE, DESKS | {A.LEADER}),
    Action.GIVE_OPINION: (EVERYONE, NOBODY),
    Action.WAIVE_OPINIONS: (DESKS | {A.PART, A.CO, A.LEADER}, DESKS | {A.LEADER}),
    Action.DRAFT_RESPONSE: (frozenset({A.UNIT}), NOBODY),
    Action.SEND_FOR_SIGN_OFF: (frozenset({A.UNIT}), frozenset({A.UNIT})),
    Action.SIGN_OFF: (DESKS, DESKS),
    Action.REFUSE_SIGN_OFF: (frozenset({A.UNIT}), frozenset({A.UNIT})),
    Action.SUBMIT_RESPONSE: (DESKS, DESKS),
    Action.SEND_BACK_RESPONSE: (DESKS, DESKS),
    Action.CORRECT_CLASS: (DESKS, DESKS),
    Action.DELIVER: (EVERYONE, DESKS),
    Action.RATE: (NOT_CO, NOBODY),  # and only with the rating itself: see timeline.Eye
    Action.CLOSE_ROUND: (EVERYONE, NOBODY),
    Action.CANCEL: (EVERYONE, CONCERNED),
    Action.REPORT_PROGRESS: (EVERYONE, EVERYONE),
}


def audience_of(user, unit_of_event, answering_units, *, is_party):
    """The audience this person belongs to for an event about ``unit_of_event`` (None: about the case itself).
    ``is_party``: among a case's own proposers and invited members."""
    if user.role in PROPOSER_ROLES:
        return A.OWN if is_party else A.JOINED
    if user.role in UNIT_ROLES:
        if unit_of_event == user.unit_id:
            return A.UNIT
        return A.PART if user.unit_id in answering_units else A.CO
    return {Role.REVIEWER: A.REVIEWER, Role.COORDINATOR: A.COORDINATOR, Role.LEADER: A.LEADER}[user.role]
