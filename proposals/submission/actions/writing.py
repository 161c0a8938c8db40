"""Drafts, submission and the proposer's own requests."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals.accounts.models import desk
from proposals.committee.models import PlenarySession
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, ProposalStatus, Refusal
from proposals.notices import actions as notices
from proposals.permissions import NotPermitted, Role
from proposals.submission.models import CaseAccess, CoSponsor, Proposal, Suggestion, WithdrawalRequest
from proposals.trail import actions as trail

from .numbers import next_serial

TITLE_LIMIT = 50  # characters, by code point
PART_LIMIT = 3000
TEXT_FIELDS = ("title", "situation", "analysis", "topic", "consent_publish", "consent_cosponsor")
GROUP_KINDS = {
    "party": Proposal.Kind.PARTY,
    "sectoral": Proposal.Kind.SECTORAL,
    "section": Proposal.Kind.SECTION,
    "committee": Proposal.Kind.COMMITTEE,
}


class Overtaken(Refusal):
    """The draft has been saved elsewhere since this page was opened; nothing has been overwritten. ``stored`` is it."""

    conflict = True

    def __init__(self, stored):
        clock = timezone.localtime(stored.updated_at).strftime("%H:%M")
        super().__init__(_("这件提案 %(clock)s 在别处保存过。两份都在，请核对后再保存。") % {"clock": clock})
        self.stored = stored


@transaction.atomic
def new_draft(pk, *, by, group=None, now=None, **fields):
    """A new draft with the address the form brought along; asked again with the same key it is the same draft.

    A group account names its ``group`` (by default its only one). Raises NotPermitted for other roles, Refusal when
    no session is open for writing.
    """
    now = now or timezone.now()
    if not by.proposes:
        raise NotPermitted(_("只有委员和集体提案者可以写提案。"))
    session = PlenarySession.objects.at(by.committee, now)
    if session is None:
        raise Refusal(_("还没有开始征集提案，请与提案委联系。"))
    proposal, created = Proposal.objects.get_or_create(
        pk=pk,
        defaults={
            "committee": by.committee, "session": session, "created_at": now, "updated_at": now, **_lead(by, group)
        },
    )  # fmt: skip
    if created:
        CaseAccess.objects.create(
            proposal=proposal, user=proposal.proposer, group=proposal.group, why=CaseAccess.Why.PROPOSER
        )
    return save_draft(proposal, by=by, now=now, **fields)


def _lead(by, group):
    """The columns that say who proposes."""
    if by.role != Role.GROUP:
        return {"proposer": by, "group": None, "kind": Proposal.Kind.INDIVIDUAL}
    group = group or by.proposing_groups().first()
    if group is None:
        raise Refusal(_("您的账号还没有关联集体，请与提案委联系。"))
    return {"proposer": None, "group": group, "kind": GROUP_KINDS[group.kind]}


@transaction.atomic
def save_draft(proposal, *, by, now=None, suggestions=None, wished_units=None, seen=None, **fields):
    """Keep what has been typed, complete or not. ``suggestions``: texts in order; empty ones are left out.

    ``seen``: the version the page was opened with; raises Overtaken when the draft has been changed since. Saving
    what is already there changes nothing, so the same form may be sent again.
    """
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.EDIT, by=by)
    texts = None if suggestions is None else [text.strip() for text in suggestions if text.strip()]
    if not _differs(proposal, texts, wished_units, fields):
        return proposal
    if seen is not None and seen != proposal.version:
        raise Overtaken(proposal)
    for name in TEXT_FIELDS:
        if name in fields:
            setattr(proposal, name, fields[name])
    proposal.updated_at = now or timezone.now()
    proposal.version += 1
    proposal.save(update_fields=[*TEXT_FIELDS, "updated_at", "version"])
    if texts is not None:
        _save_suggestions(proposal, texts)
    if wished_units is not None:
        proposal.wished_units.set(wished_units)
    return proposal


def _differs(proposal, texts, wished_units, fields):
    """Whether anything of what is to be saved is not what is stored."""
    if any(getattr(proposal, name) != fields[name] for name in TEXT_FIELDS if name in fields):
        return True
    if texts is not None and texts != [row.text for row in proposal.suggestions.all()]:
        return True
    return wished_units is not None and {u.pk for u in wished_units} != {u.pk for u in proposal.wished_units.all()}


def _save_suggestions(proposal, texts):
    rows = list(proposal.suggestions.all())
    for row, text in zip(rows, texts, strict=False):
        if row.text != text:
            row.text = text
            row.save(update_fields=["text"])
    Suggestion.objects.filter(pk__in=[row.pk for row in rows[len(texts) :]]).delete()
    Suggestion.objects.bulk_create(
        Suggestion(proposal=proposal, number=number, text=text)
        for number, text in enumerate(texts[len(rows) :], start=len(rows) + 1)
    )


def missing(proposal):
    """What still keeps the draft from being submitted: {field: sentence}, empty when nothing does."""
    found = {}
    if not proposal.title.strip():
        found["title"] = _("请填写案由。")
    elif len(proposal.title) > TITLE_LIMIT:
        found["title"] = _("案由超过%(limit)s字，现在%(n)s字。") % {"limit": TITLE_LIMIT, "n": len(proposal.title)}
    if not proposal.situation.strip():
        found["situation"] = _("请填写情况与问题。")
    for name in ("situation", "analysis"):
        if len(text := getattr(proposal, name)) > PART_LIMIT:
            found[name] = _("这一部分超过%(limit)s字，现在%(n)s字。") % {"limit": PART_LIMIT, "n": len(text)}
    written = sum(len(row.text) for row in proposal.suggestions.all())
    if not written:
        found["suggestions"] = _("请至少写一条建议。")
    elif written > PART_LIMIT:
        found["suggestions"] = _("各条建议合计超过%(limit)s字，现在%(n)s字。") % {"limit": PART_LIMIT, "n": written}
    return found


@transaction.atomic
def submit(proposal, *, by, now=None):
    """Submit once: the first time it gets its serial, later (after being sent back) it keeps it.

    Open invitations become 未确认; with no confirmed co-sponsor the kind becomes 个人. Raises Refusal with the field
    that is missing.
    """
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.SUBMIT, by=by)
    for field, sentence in missing(proposal).items():
        raise Refusal(sentence, field=field)
    if proposal.status == ProposalStatus.DRAFT:
        _freeze_cosponsors(proposal, now)
    if proposal.submitted_at is None:
        _receive(proposal, now)
    proposal.save(update_fields=["session", "is_plenary", "serial", "submitted_at", "kind"])
    event = trail.move(proposal, Action.SUBMIT, by=by, now=now, data={"serial": proposal.serial})
    duties.done(Duty.Kind.REVISE, proposal, now=now)
    duties.open_duty(
        Duty.Kind.REVIEW,
        proposal,
        holder=desk("review", proposal.committee_id),
        path=reverse("submission:examine", args=[proposal.pk]),
        now=now,
    )
    told = _("%(number)s，提案委将进行审查，结果会通知您。") % {"number": proposal.number_text}
    tell_proposers(proposal, event, _("已提交"), told, now=now)
    return proposal


def _receive(proposal, now):
    """The first submission decides session, plenary or not, and the serial."""
    proposal.session = PlenarySession.objects.at(proposal.committee, now) or proposal.session
    proposal.is_plenary = proposal.session.is_plenary_at(now)
    proposal.serial = next_serial(proposal.session)
    proposal.submitted_at = now


def _freeze_cosponsors(proposal, now):
    asked = proposal.cosponsors.open()
    CaseAccess.objects.filter(proposal=proposal, user__in=asked.values("user"), why=CaseAccess.Why.INVITED).delete()
    for row in asked:
        duties.void(Duty.Kind.CONFIRM, row, now=now)
    asked.update(verdict=CoSponsor.Verdict.UNCONFIRMED, decided_at=now)
    proposal.kind = kind_now(proposal)


def kind_now(proposal):
    """The kind it has with the co-sponsors who have confirmed so far: with none it is 个人."""
    if proposal.group_id:
        return Proposal.Kind(proposal.kind)
    return Proposal.Kind.JOINT if proposal.cosponsors.confirmed().exists() else Proposal.Kind.INDIVIDUAL


def tell_proposers(proposal, event, what, body="", *, path="", now=None):
    """Tell everyone on the proposer's side what has happened; the subject is ``what``, then the title."""
    for holder in proposal.holders():
        notices.post(
            f"event:{event.pk}",
            to=holder,
            subject=f"{what}：{proposal.title}",
            body=body,
            path=path or proposal.get_absolute_url(),
            case=proposal.pk,
            now=now,
        )


@transaction.atomic
def discard(proposal, *, by, now=None):
    """Throw a draft away; it stays readable to its writer and was never received. Open invitations fall away."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.move(proposal, Action.DISCARD, by=by, now=now)
    _freeze_cosponsors(proposal, now)
    return proposal


@transaction.atomic
def ask_withdrawal(proposal, *, by, reason, now=None):
    """Ask the committee's office to withdraw a submitted proposal. One open request at a time; reason required."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.ASK_WITHDRAWAL, by=by)
    if not reason.strip():
        raise Refusal(_("请写明撤案的理由。"), field="reason")
    if proposal.withdrawals.filter(verdict="").exists():
        raise Refusal(_("撤案申请已经提出，请等待提案委审定。"))
    trail.record(proposal, Action.ASK_WITHDRAWAL, by=by, note=reason, now=now)
    WithdrawalRequest.objects.create(proposal=proposal, reason=reason, asked_by=by, asked_at=now)
    duties.open_duty(
        Duty.Kind.DECIDE_WITHDRAWAL,
        proposal,
        holder=desk("review", proposal.committee_id),
        path=reverse("assignment:decide_withdrawal", args=[proposal.pk]),
        now=now,
    )
    return proposal


@transaction.atomic
def instruct(proposal, *, by, note, now=None):
    """A leader leaves an instruction; it stands in the timeline and the committee's office is told."""
    proposal = trail.lock(proposal)
    trail.require(proposal, Action.INSTRUCT, by=by)
    if not note.strip():
        raise Refusal(_("请写下批示内容。"), field="note")
    event = trail.record(proposal, Action.INSTRUCT, by=by, note=note, now=now)
    for name in ("review", "hand_over"):
        notices.post(
            f"event:{event.pk}",
            to=desk(name, proposal.committee_id),
            subject=_("领导批示：%(title)s") % {"title": proposal.title},
            body=note,
            path=proposal.get_absolute_url(),
            case=proposal.pk,
            now=now,
        )
    return proposal
