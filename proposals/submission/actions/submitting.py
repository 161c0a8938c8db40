"""What ends the writing: submitting, or throwing the draft away."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import permissions
from proposals.accounts.models import desk
from proposals.committee.models import PlenarySession
from proposals.duties import actions as duties
from proposals.duties.models import Duty
from proposals.lifecycle import Action, ProposalStatus, Refusal
from proposals.submission.models import CaseAccess, CoSponsor, Proposal, Seal
from proposals.trail import actions as trail

from .cosponsors import tell_of_changes
from .numbers import next_serial
from .search import index
from .versions import keep_version
from .writing import tell_proposers


def receiving_session(proposal, *, now=None):
    """The session it belongs to, or, before it has been submitted, the one that would receive it now."""
    if proposal.submitted_at:
        return proposal.session
    return PlenarySession.objects.at(proposal.committee, now or timezone.now()) or proposal.session


def missing(proposal, *, now=None):
    """What still keeps the draft from being submitted: {field: sentence}, empty when nothing does. The limits are
    the session's; they count characters by code point, a line break as one."""
    session, found = receiving_session(proposal, now=now), {}
    if not proposal.title.strip():
        found["title"] = _("请填写案由。")
    elif (n := len(proposal.title)) > session.title_limit:
        found["title"] = _("案由超过%(limit)s字，现在%(n)s字。") % {"limit": session.title_limit, "n": n}
    if not proposal.situation.strip():
        found["situation"] = _("请填写情况与问题。")
    limit = session.part_limit
    for name in ("situation", "analysis"):
        if (n := len(getattr(proposal, name))) > limit:
            found[name] = _("这一部分超过%(limit)s字，现在%(n)s字。") % {"limit": limit, "n": n}
    written = sum(len(row.text) for row in proposal.suggestions.all())
    if not written:
        found["suggestions"] = _("请至少写一条建议。")
    elif written > limit:
        found["suggestions"] = _("各条建议合计超过%(limit)s字，现在%(n)s字。") % {"limit": limit, "n": written}
    return found | _missing_papers(proposal)


def _missing_papers(proposal):
    """What has been signed outside and must lie beside the text."""
    found = {}
    if proposal.group_id and not Seal.objects.filter(proposal=proposal).exists():
        found["seal"] = _("集体提案要由负责人确认，请上传盖章页的扫描件。")
    if proposal.entered_by_id and not proposal.attachments.originals().exists():
        found["original"] = _("代录的提案要附签名原件，请上传原件的扫描件。")
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
    for field, sentence in missing(proposal, now=now).items():
        raise Refusal(sentence, field=field)
    if proposal.status == ProposalStatus.DRAFT:
        _freeze_cosponsors(proposal, now)
    if proposal.submitted_at is None:
        _receive(proposal, now)
    proposal.save(update_fields=["session", "is_plenary", "serial", "submitted_at", "kind"])
    event = _move(proposal, by, now)
    keep_version(proposal, by=by, now=now, submitted=True)
    index(proposal)
    duties.done(Duty.Kind.REVISE, proposal, now=now)
    duties.open_duty(
        Duty.Kind.REVIEW,
        proposal,
        holder=desk("review", proposal.committee_id),
        path=reverse("submission:examine", args=[proposal.pk]),
        now=now,
    )
    _tell(proposal, event, by, now)
    return proposal


def _move(proposal, by, now):
    """The text gets a new number with the submission: what was confirmed unchanged is confirmed under this one."""
    note = _("代录：%s") % by.name if permissions.clerk(by, proposal) else ""
    event = trail.move(proposal, Action.SUBMIT, by=by, note=note, now=now, data={"serial": proposal.serial})
    tell_of_changes(proposal, event, now=now)
    sealed = Seal.objects.filter(proposal=proposal).first()
    if sealed and not proposal.changed_since({sealed.text_version}):
        Seal.objects.filter(pk=sealed.pk).update(text_version=proposal.version)
    return event


def _tell(proposal, event, by, now):
    words = {"number": proposal.number_text, "phone": proposal.committee.phone}
    if permissions.clerk(by, proposal):
        what = _("提案委为您代录并提交了提案")
        told = _("%(number)s。内容如有不符，请与提案委联系：%(phone)s。") % words
    else:
        what, told = _("已提交"), _("%(number)s，提案委将进行审查，结果会通知您。") % words
    tell_proposers(proposal, event, what, told, now=now)


def _receive(proposal, now):
    """The first submission decides session, plenary or not, and the serial."""
    proposal.session = receiving_session(proposal, now=now)
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


@transaction.atomic
def discard(proposal, *, by, now=None):
    """Throw a draft away; it stays readable to its writer and was never received. Open invitations fall away."""
    now = now or timezone.now()
    proposal = trail.lock(proposal)
    trail.move(proposal, Action.DISCARD, by=by, now=now)
    _freeze_cosponsors(proposal, now)
    return proposal
