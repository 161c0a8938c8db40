"""Files of a proposal: kept, taken off, put back, handed out; and the scan that goes with a group's seal."""

from contextlib import contextmanager

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from proposals import files
from proposals.lifecycle import Access, Action, Refusal
from proposals.submission.models import Attachment, Seal
from proposals.trail import actions as trail

FILES, TOTAL = 10, 60 * files.MEGABYTE  # of one proposal, scans included

Purpose = Attachment.Purpose


@contextmanager
def nothing_left_behind():
    """Files written within this block are removed when it fails: the rows are rolled back, the disk is not."""
    written = []
    try:
        yield written
    except BaseException:
        for stored in written:
            stored.storage.delete(stored.name)
        raise


def attach(proposal, *, checked, by, purpose=Purpose.ATTACHMENT, now=None):
    """Keep files that ``files.inspect`` has looked into, as far as there is room. Return (rows, sentences on the
    others). A file that is there already is not kept twice."""
    now = now or timezone.now()
    with nothing_left_behind() as written, transaction.atomic():
        proposal = trail.lock(proposal)
        trail.require(proposal, Action.EDIT, by=by)
        if purpose == Purpose.ORIGINAL and not proposal.entered_by_id:
            raise Refusal(_("只有代录的提案需要签名原件扫描件。"), field="files")
        rows, refused = [], []
        for file in checked:
            if proposal.attachments.kept().filter(sha256=file.sha256, purpose=purpose).exists():
                continue
            if sentence := _no_room(proposal, file):
                refused.append(sentence)
            else:
                rows.append(_keep(proposal, file, purpose, by, now, written))
        _record(proposal, _("添加%(what)s：%(names)s"), rows, by, now)
    return rows, refused


def _no_room(proposal, file):
    kept = proposal.attachments.kept().order_by().aggregate(n=Count("pk"), size=Sum("size", default=0))
    if kept["n"] >= FILES:
        words = {"name": file.name, "n": FILES}
        return _("“%(name)s”没有添加：一件提案最多 %(n)d 个文件。请先移除不需要的，或合并成一个文件。") % words
    if kept["size"] + file.size > TOTAL:
        words = {"name": file.name, "size": files.size_text(TOTAL)}
        return _("“%(name)s”没有添加：一件提案的文件合计最多 %(size)s。请压缩，或先移除不需要的。") % words
    return ""


def _keep(proposal, file, purpose, by, now, written):
    row = Attachment(
        proposal=proposal, purpose=purpose, name=file.name, kind=file.kind, size=file.size, sha256=file.sha256,
        added_by=by, added_at=now,
    )  # fmt: skip
    row.stored.save(file.name, ContentFile(file.content), save=False)
    written.append(row.stored)
    row.save()
    return row


def _record(proposal, words, rows, by, now):
    if rows:
        names = {"what": rows[0].get_purpose_display(), "names": "、".join(row.name for row in rows)}
        trail.record(proposal, Action.EDIT, by=by, note=words % names, now=now)


@transaction.atomic
def detach(row, *, by, now=None):
    """Take a file off the proposal. The row and the file stay on record, and ``put_back`` undoes it."""
    now = now or timezone.now()
    proposal = trail.lock(row.proposal)
    trail.require(proposal, Action.EDIT, by=by)
    row = Attachment.objects.get(pk=row.pk)
    if row.purpose == Purpose.SEAL:
        raise Refusal(_("负责人确认的扫描件在“负责人确认”一页更换。"))
    if row.removed_at is None:
        _remove(row, by, now)
        _record(proposal, _("移除%(what)s：%(names)s"), [row], by, now)
    return row


def _remove(row, by, now):
    row.removed_by, row.removed_at = by, now
    row.save(update_fields=["removed_by", "removed_at"])


@transaction.atomic
def put_back(row, *, by, now=None):
    """Undo the removal, if there is still room."""
    now = now or timezone.now()
    proposal = trail.lock(row.proposal)
    trail.require(proposal, Action.EDIT, by=by)
    row = Attachment.objects.get(pk=row.pk)
    if row.removed_at is not None:
        if sentence := _no_room(proposal, row):
            raise Refusal(sentence)
        row.removed_by = row.removed_at = None
        row.save(update_fields=["removed_by", "removed_at"])
        _record(proposal, _("恢复%(what)s：%(names)s"), [row], by, now)
    return row


def hand_out(row, *, by, now=None):
    """The open file, for a download that is recorded. Raises FileNotFoundError when it is no longer on the disk."""
    content = row.stored.open("rb")
    data = {"proposal": str(row.proposal_id), "attachment": str(row.pk)}
    trail.log(Access.DOWNLOAD, by=by, note=f"{row.proposal}：{row.name}", data=data, now=now)
    return content


def seal(proposal, *, leader, confirmed_on, scan, by, now=None):
    """负责人确认: who confirmed the text for the group and when, with the scan of the sealed page. Done again it takes
    the place of the one before, whose scan stays on record."""
    now = now or timezone.now()
    with nothing_left_behind() as written, transaction.atomic():
        proposal = trail.lock(proposal)
        trail.require(proposal, Action.SEAL, by=by)
        _check_seal(proposal, leader, confirmed_on, now)
        for row in proposal.attachments.kept().filter(purpose=Purpose.SEAL):
            _remove(row, by, now)
        if sentence := _no_room(proposal, scan):
            raise Refusal(sentence, field="scan")
        trail.record(proposal, Action.SEAL, by=by, note=_("负责人%s") % leader.strip(), now=now)
        fields = {
            "leader": leader.strip(), "confirmed_on": confirmed_on, "text_version": proposal.version, "by": by,
            "at": now, "scan": _keep(proposal, scan, Purpose.SEAL, by, now, written),
        }  # fmt: skip
        return Seal.objects.update_or_create(proposal=proposal, defaults=fields)[0]


def _check_seal(proposal, leader, confirmed_on, now):
    if not proposal.group_id:
        raise Refusal(_("只有集体提案需要负责人确认。"))
    if not leader.strip():
        raise Refusal(_("请填写负责人姓名。"), field="leader")
    if confirmed_on > timezone.localdate(now):
        raise Refusal(_("确认日期不能晚于今天。"), field="confirmed_on")
