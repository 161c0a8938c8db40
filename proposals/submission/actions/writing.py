"""Drafts: begun, saved, told about."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import permissions
from proposals.committee.models import PlenarySession
from proposals.lifecycle import Action, Refusal
from proposals.notices import actions as notices
from proposals.permissions import NotPermitted, Role
from proposals.submission.models import CaseAccess, Proposal, Suggestion
from proposals.trail import actions as trail

from .search import index
from .versions import keep_version

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
        index(proposal)
    return save_draft(proposal, by=by, now=now, **fields)


@transaction.atomic
def write_draft(pk, *, by, now=None, **fields):
    """``new_draft`` for a page people go back to. A browser then puts the text back under a new key; the proposal that
    already has this very text is the one that was meant, not a second one."""
    if fields.get("title") and fields.get("situation") and not Proposal.objects.filter(pk=pk).exists():
        for known in Proposal.objects.of_text(by, fields):
            if [row.text for row in known.suggestions.all()] == fields.get("suggestions"):
                return known
    return new_draft(pk, by=by, now=now, **fields)


def _lead(by, group):
    """The columns that say who proposes."""
    if by.role != Role.GROUP:
        return {"proposer": by, "group": None, "kind": Proposal.Kind.INDIVIDUAL}
    group = group or by.proposing_groups().first()
    if group is None:
        raise Refusal(_("您的账号还没有关联集体，请与提案委联系。"))
    return {"proposer": None, "group": group, "kind": GROUP_KINDS[group.kind]}


@transaction.atomic
def save_draft(proposal, *, by, now=None, suggestions=None, wished_units=None, seen=None, apart=False, **fields):
    """Keep what has been typed, complete or not. ``suggestions``: texts in order; empty ones are left out.

    ``seen``: the version the page was opened with; raises Overtaken when the draft has been changed since. Saving
    what is already there changes nothing, so the same form may be sent again, even after it has been submitted.
    ``apart``: a version of its own, whatever was saved a moment ago.
    """
    proposal, now = trail.lock(proposal), now or timezone.now()
    permissions.require(Action.EDIT, by, proposal)
    texts = None if suggestions is None else [text.strip() for text in suggestions if text.strip()]
    if not _differs(proposal, texts, wished_units, fields):
        return proposal
    trail.require(proposal, Action.EDIT, by=by)
    if seen is not None and seen != proposal.version:
        raise Overtaken(proposal)
    for name in TEXT_FIELDS:
        if name in fields:
            setattr(proposal, name, fields[name])
    proposal.updated_at = now
    proposal.version += 1
    proposal.save(update_fields=[*TEXT_FIELDS, "updated_at", "version"])
    if texts is not None:
        _save_suggestions(proposal, texts)
    if wished_units is not None:
        proposal.wished_units.set(wished_units)
    keep_version(proposal, by=by, now=now, apart=apart)
    index(proposal)
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


@transaction.atomic
def restore(version, *, by, seen=None, now=None):
    """Make an earlier version the present text; what stands there now stays among the versions."""
    return save_draft(version.proposal, by=by, now=now, seen=seen, apart=True, **version.content)


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
