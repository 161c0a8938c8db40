"""代录: the committee's office types in what somebody has handed in on paper."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import permissions
from proposals.committee.models import PlenarySession
from proposals.lifecycle import Action, Refusal
from proposals.permissions import NotPermitted, Role
from proposals.submission.models import CaseAccess, Proposal

from .writing import GROUP_KINDS, save_draft


@transaction.atomic
def enter(pk, *, title, by, member=None, group=None, now=None):
    """Begin the draft of a member, or of a group; asked again with the same key it is the same draft. The proposer is
    the member or the group as ever; ``entered_by`` remembers who typed it in."""
    now = now or timezone.now()
    if by.role != Role.REVIEWER:
        raise NotPermitted(_("只有提案委可以代录提案。"))
    session = PlenarySession.objects.at(by.committee, now)
    if session is None:
        raise Refusal(_("还没有开始征集提案，现在不能代录。"))
    kind = GROUP_KINDS[group.kind] if group else Proposal.Kind.INDIVIDUAL
    proposal, created = Proposal.objects.get_or_create(
        pk=pk,
        defaults={
            "committee": by.committee, "session": session, "proposer": member, "group": group, "kind": kind,
            "entered_by": by, "created_at": now, "updated_at": now,
        },
    )  # fmt: skip
    if created:
        CaseAccess.objects.create(proposal=proposal, user=member, group=group, why=CaseAccess.Why.PROPOSER)
        return save_draft(proposal, by=by, title=title, now=now)
    permissions.require(Action.EDIT, by, proposal)
    return proposal
