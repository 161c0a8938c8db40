"""The logged exceptions: a merged case stands for itself again, a case that was decided is examined once more."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import desk
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, ProposalStatus, Refusal
from proposals.submission.models import CaseAccess
from proposals.trail import actions as trail

from .examination import lock_both, proposers
from .search import index
from .writing import tell_proposers


def may_unmerge(proposal):
    """Whether the main case is still to be handed over: afterwards the units handle both as one."""
    return proposal.merged_into is not None and proposal.merged_into.status == ProposalStatus.REGISTERED


def may_reopen(proposal):
    """Whether nobody outside the office has begun to work on it, and nothing stands or falls with it."""
    return proposal.handed_over_at is None and not proposal.merged.exists()


@transaction.atomic
def unmerge(proposal, *, by, note, now=None):
    """撤销并案: the case waits for examination again and keeps its number; its people no longer see the main case,
    unless they have a right of their own. The main case's own chain says so too."""
    now = now or timezone.now()
    proposal, main = lock_both(proposal, proposal.merged_into)
    trail.require(proposal, Action.UNMERGE, by=by)
    if not note.strip():
        raise Refusal(_("请写明撤销并案的原因，提案者会看到。"), field="note")
    if not may_unmerge(proposal):
        raise Refusal(_("主案已经交办，不能再撤销并案。"))
    event = trail.move(proposal, Action.UNMERGE, by=by, note=note, data={"from": str(main.pk)}, now=now)
    _examine_again(proposal, now)
    _unshare(proposal, main)
    index(main)
    words = {"number": proposal.number_text, "title": proposal.title, "why": note}
    trail.record(main, Action.NOTE, by=by, note=_("%(number)s《%(title)s》不再并入本案：%(why)s") % words, now=now)
    told = _("不再并入%(main)s，恢复单独审查。%(why)s") % {"main": main.number_text, "why": note}
    tell_proposers(proposal, event, _("已撤销并案"), told, now=now)
    return proposal


@transaction.atomic
def reopen(proposal, *, by, note, now=None):
    """重新审查: the standing decision ends and the case waits for examination again. Its number stays taken."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.REOPEN, by=by)
    if not note.strip():
        raise Refusal(_("请写明重新审查的原因，提案者会看到。"), field="note")
    if proposal.handed_over_at is not None:
        raise Refusal(_("这件提案已经交办过，不能重新审查。"))
    if not may_reopen(proposal):
        raise Refusal(_("已有提案并入这一件，请先撤销并案。"))
    was = {"outcome": proposal.outcome, "case_number": proposal.case_number}
    event = trail.move(proposal, Action.REOPEN, by=by, note=note, data=was, now=now)
    _examine_again(proposal, now)
    duties.void(Duty.Kind.HAND_OVER, proposal, now=now)
    tell_proposers(proposal, event, _("决定重新审查"), note, now=now)
    return proposal


def _examine_again(proposal, now):
    """No ruling stands any more; the office has to decide. Past reports count what stood then."""
    proposal.rulings.standing().update(ended_at=now)
    proposal.outcome, proposal.merged_into = "", None
    proposal.save(update_fields=["outcome", "merged_into"])
    index(proposal)
    path = reverse("submission:examine", args=[proposal.pk])
    holder = desk("review", proposal.committee_id)
    duties.open_duty(Duty.Kind.REVIEW, proposal, holder=holder, path=path, now=now)


def _unshare(proposal, main):
    """Whoever saw the main case only because of this one sees it no longer."""
    staying = set().union(*(proposers(other) for other in main.merged.exclude(pk=proposal.pk)))
    gone = Q(pk=None)
    for user, group in proposers(proposal) - staying:
        gone |= Q(user=user, group=group)
    CaseAccess.objects.filter(gone, proposal=main, why=CaseAccess.Why.MERGED).delete()
