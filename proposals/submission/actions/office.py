"""The office's own work before a decision is told: first opinions, decisions prepared in private, internal notes."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.lifecycle import Action, Refusal
from proposals.submission.models import PreparedDecision
from proposals.trail import actions as trail

from .terms import Terms, check

Stage = PreparedDecision.Stage


def second_look(proposal, *, by):
    """Where examination has two steps, a first opinion is there and somebody else decides. Raises Refusal.

    A registered case that is merged has been examined already.
    """
    if proposal.session.review_steps < 2 or not proposal.awaits_review:
        return
    first = proposal.prepared.first_opinion()
    if first is None:
        raise Refusal(_("这一届分初审和复审两步，请先提出初审意见。"))
    if first.by_id == by.pk:
        raise Refusal(_("初审意见是%(name)s提出的，请由另一位审查人员决定。") % {"name": by.name})


def settle(proposal, now):
    """A decision has been taken: what was proposed or prepared for it is over."""
    proposal.prepared.filter(ended_at=None).update(ended_at=now)


@transaction.atomic
def recommend(proposal, *, by, action, now=None, **terms):
    """提出初审意见: which decision should be taken, and with what. A new opinion takes the place of the one before."""
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.RECOMMEND, by=by)
    return _keep(proposal, Stage.FIRST, Action.RECOMMEND, by=by, action=action, now=now, terms=terms)


@transaction.atomic
def prepare(proposal, *, by, action, now=None, **terms):
    """拟定审查决定: decided but not told; outside the office the proposal still waits. It may be replaced or dropped
    until it is released."""
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.PREPARE, by=by)
    second_look(proposal, by=by)
    return _keep(proposal, Stage.FINAL, Action.PREPARE, by=by, action=action, now=now, terms=terms)


def _keep(proposal, stage, act, *, by, action, now, terms):
    now = now or timezone.now()
    check(proposal, action, Terms(**terms), beforehand=True)
    proposal.prepared.filter(stage=stage, ended_at=None).update(ended_at=now)
    terms["marks"] = list(terms.get("marks", ()))
    row = PreparedDecision.objects.create(proposal=proposal, stage=stage, action=action, by=by, at=now, **terms)
    trail.record(proposal, act, by=by, note=row.summary, now=now)
    return row


@transaction.atomic
def drop_prepared(proposal, *, by, now=None):
    """撤销拟定: nothing has been told to anybody, and nothing will be."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.DROP_PREPARED, by=by)
    row = proposal.prepared.final()
    if row is None:
        raise Refusal(_("没有拟定的决定可以撤销。"))
    trail.record(proposal, Action.DROP_PREPARED, by=by, note=row.summary, now=now)
    PreparedDecision.objects.filter(pk=row.pk).update(ended_at=now)
    return proposal


@transaction.atomic
def write_note(proposal, *, by, note, now=None):
    """内部备注: for the committee's office alone; it stands in the trail like everything else."""
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.NOTE, by=by)
    if not note.strip():
        raise Refusal(_("请写下备注。"), field="note")
    return trail.record(proposal, Action.NOTE, by=by, note=note, now=now)
