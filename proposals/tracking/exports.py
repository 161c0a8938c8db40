"""Lists of proposals as files: exactly the rows a person sees, in the order shown; every export is recorded.

Columns are what the lists and pages show to everybody who sees a case. Telephone numbers, party and nationality are
never among them.
"""

import tempfile
from itertools import islice

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals import sheets
from proposals.lifecycle import Access, Outcome, ProposalStatus, Refusal
from proposals.sheets import Column
from proposals.submission.forms import ticked_keys
from proposals.submission.models import Proposal
from proposals.trail import actions as trail
from proposals.ui import zh_datetime

from .filters import ProposalFilter, class_words, rating_words
from .listing import chips, rows_of

MOST = 30_000  # rows of one file; more would keep a web process busy for too long
BATCH = 500

COLUMNS = (
    Column(gettext_lazy("案号"), 16),
    Column(gettext_lazy("流水号"), 8),
    Column(gettext_lazy("届次"), 20),
    Column(gettext_lazy("案由"), 56),
    Column(gettext_lazy("提案者"), 16),
    Column(gettext_lazy("提案类别"), 14),
    Column(gettext_lazy("内容分类"), 14),
    Column(gettext_lazy("主题标签"), 20),
    Column(gettext_lazy("提交日期"), 12),
    Column(gettext_lazy("状态"), 12),
    Column(gettext_lazy("审查结果"), 12),
    Column(gettext_lazy("承办单位"), 24),
    Column(gettext_lazy("会办单位"), 24),
    Column(gettext_lazy("期限"), 12),
    Column(gettext_lazy("答复类别"), 20),
    Column(gettext_lazy("评议"), 12),
)
WRITERS = {"xlsx": sheets.write_xlsx, "csv": sheets.write_csv}
TYPES = {"xlsx": sheets.XLSX, "csv": sheets.CSV}


@transaction.atomic
def proposals(data, *, by, kind="xlsx", now):
    """(The file, its name) of the list with the filters of ``data``, for this person."""
    found = ProposalFilter.of(by, data, timezone.localdate(now))
    ticked = ticked_keys(data.getlist("pk"))
    asked_for = found.qs if ticked is None else found.qs.filter(pk__in=ticked)
    keys = list(asked_for.values_list("pk", flat=True)[: MOST + 1])
    if len(keys) > MOST:
        raise Refusal(_("超过 %(most)s 件，一次导不出来，请先筛选。") % {"most": MOST})
    asked = [(chip.label, chip.value) for chip in chips(found)]
    asked += [(_("勾选"), _("%(n)d 件") % {"n": len(keys)})] if ticked is not None else []
    words = "；".join(f"{label}：{value}" for label, value in asked)
    about = [
        (_("内容"), _("提案清单")),
        *(asked or [(_("条件"), _("没有筛选"))]),
        (_("截至"), zh_datetime(now)),
        (_("导出人"), f"{by.name}（{by.role_label}）" if by.role else by.name),
        (_("件数"), len(keys)),
        (_("范围"), _("只有导出人现在可以查看的提案，次序同页面。期限是导出人在列表中看到的期限。")),
    ]
    file = tempfile.TemporaryFile()
    WRITERS[kind](sheets.Sheet(_("提案"), COLUMNS, lines(keys, by), tuple(about)), file)
    file.seek(0)
    note = _("导出提案 %(n)s 件") % {"n": len(keys)}
    facts = {"what": "proposals", "filters": found.address, "count": len(keys), "format": kind}
    trail.log(Access.EXPORT, by=by, note=f"{note}（{words}）" if words else note, data=facts, now=now)
    return file, f"{_('提案')}_{timezone.localdate(now):%Y%m%d}.{kind}"


def lines(keys, user):
    """The values of each case, in the order of ``keys``; read in batches, so that memory does not grow."""
    keys = iter(keys)
    while batch := list(islice(keys, BATCH)):
        yield from _lines(batch, user)


def _lines(keys, user):
    shown = rows_of(keys, user)
    prefetch_related_objects([row.proposal for row in shown], "themes")
    classes, ratings = class_words(keys), rating_words(keys, user)
    for row in shown:
        case, current = row.proposal, row.proposal.current_assignments
        yield (
            case.number_text if case.case_number else "",
            f"{case.serial:04d}" if case.serial else "",
            str(case.session),
            str(case),
            case.lead_name,
            Proposal.Kind(case.kind).label,
            str(case.topic or ""),
            _joined(theme.name for theme in case.themes.all()),
            timezone.localdate(case.submitted_at) if case.submitted_at else None,
            ProposalStatus(case.status).label,
            Outcome(case.outcome).label if case.outcome else "",
            _joined(part.unit.short_name for part in current if part.answers),
            _joined(part.unit.short_name for part in current if not part.answers),
            row.due,
            _joined(classes.get(case.pk, ())),
            _joined(ratings.get(case.pk, ())),
        )


def _joined(words):
    return "、".join(dict.fromkeys(str(word) for word in words))
