"""Files of a proposal: adding, removing, downloading; and the confirmation by a group's leader."""

from django.contrib import messages
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from proposals import http
from proposals.lifecycle import Action, Refusal
from proposals.submission import actions
from proposals.submission.forms import AttachForm, ConfirmForm, SealForm
from proposals.submission.models import Attachment

from .shared import visible

TYPES = {
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "jpg": "image/jpeg",
    "png": "image/png",
}
#: whatever a file is, a browser saves it and never shows it as a page of ours
GUARDS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-store",
}
Purpose = Attachment.Purpose


def attach(request, pk):
    """附件: what lies beside the text, and adding to it."""
    proposal = visible(request, pk)
    page = reverse("submission:edit", args=[pk])
    return _add(request, proposal, Purpose.ATTACHMENT, "submission/attach.html", f"{page}#files")


def attach_original(request, pk):
    """代录: the scan of what was signed on paper."""
    proposal = visible(request, pk)
    page = reverse("submission:attach_original", args=[pk])
    return _add(request, proposal, Purpose.ORIGINAL, "submission/attach_original.html", page)


def _add(request, proposal, purpose, template, to):
    form = AttachForm(http.sent(request), request.FILES or None)
    return http.act(
        request,
        proposal,
        Action.EDIT,
        template=template,
        form=form,
        do=lambda data: _keep(request, proposal, purpose, form, *data["files"]),
        to=to,
        context=lambda: _place(proposal, purpose, form),
    )


def _place(proposal, purpose, form):
    """Only what was typed in from a paper has an original."""
    if purpose == Purpose.ORIGINAL and not proposal.entered_by_id:
        raise Refusal(_("这件提案不是代录的，不需要签名原件扫描件。"))
    return {"upload": form}


def _keep(request, proposal, purpose, form, checked, refused):
    """The good ones are kept even when others are refused; each refused one is named at the form."""
    kept, no_room = actions.attach(proposal, checked=checked, purpose=purpose, by=request.user, now=request.now)
    if kept:
        messages.success(request, _("已添加：%s") % "、".join(row.name for row in kept))
    *some, last = [*refused, *no_room] or [None]
    for sentence in some:
        form.add_error("files", sentence)
    if last:
        raise Refusal(last, field="files")


@require_POST
def detach(request, pk):
    """Take a file off, or (``undo``) put it back; then the page where the files are."""
    row = get_object_or_404(Attachment.objects.in_cases_of(request.user), pk=pk)
    act, words = (actions.put_back, _("已恢复：%s")) if "undo" in request.POST else (actions.detach, _("已移除：%s"))
    page = "submission:attach_original" if row.purpose == Purpose.ORIGINAL else "submission:edit"
    return http.act(
        request, row.proposal, Action.EDIT,
        template="submission/attach.html", form=ConfirmForm(request.POST), context={"upload": AttachForm()},
        do=lambda data: act(row, by=request.user, now=request.now),
        to=reverse(page, args=[row.proposal_id]) + "#files", told=words % row.name,
    )  # fmt: skip


@require_safe
def download(request, pk):
    """The file itself, for whoever may see it; every download is recorded."""
    row = get_object_or_404(Attachment.objects.visible_to(request.user), pk=pk)
    try:
        content = actions.hand_out(row, by=request.user, now=request.now)
    except FileNotFoundError:
        return _lost(request, row)
    kind = TYPES[row.kind]
    return FileResponse(content, as_attachment=True, filename=row.name, content_type=kind, headers=GUARDS)


def _lost(request, row):
    context = {
        "error_title": _("文件不在了"),
        "error_text": _("“%(name)s”登记在案，但存放的文件找不到了。请与提案委联系，由管理员从备份恢复。")
        % {"name": row.name},
        "back_url": row.proposal.get_absolute_url(),
        "back_label": _("回到提案"),
    }
    return render(request, "errors/404.html", context, status=404)


def seal(request, pk):
    """负责人确认: who has confirmed for the group, when, and the scan of the sealed page."""
    proposal = visible(request, pk)
    return http.act(
        request,
        proposal,
        Action.SEAL,
        template="submission/seal.html",
        form=SealForm(http.sent(request), request.FILES or None, initial=_confirmation(proposal, request.now)),
        do=lambda data: actions.seal(proposal, by=request.user, now=request.now, **data),
        to=reverse("submission:submit", args=[pk]),
        told=_("负责人确认已上传。"),
        context=lambda: _sealed(proposal),
    )


def _confirmation(proposal, now):
    """What is most likely: the group's leader, today."""
    return {"leader": proposal.group.leader if proposal.group_id else "", "confirmed_on": timezone.localdate(now)}


def _sealed(proposal):
    """What has been confirmed so far; a person's own proposal has no seal."""
    if not proposal.group_id:
        raise Refusal(_("个人和联名提案不需要负责人确认。"))
    return {"seal": getattr(proposal, "seal", None)}
