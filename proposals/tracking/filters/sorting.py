"""The orders of the list. Every order ends with the key, so that pages neither repeat nor lose a row."""

from django.db.models import Case, F, OuterRef, Subquery, When
from django.utils.translation import gettext_lazy as _

from proposals.lifecycle import ProposalStatus
from proposals.submission.models import Proposal

from .queries import clocks

#: what the address may say, and how it reads; a minus before it turns it round
SORTS = {
    "number": _("案号"),
    "submitted": _("提交时间"),
    "due": _("期限"),
    "status": _("状态"),
    "topic": _("类别"),
}
_SERIES = Case(When(series=Proposal.Series.CASE, then=0), When(series=Proposal.Series.OPINION, then=1), default=2)
_PROGRESS = Case(*[When(status=status, then=n) for n, status in enumerate(ProposalStatus)])


def known_sort(text):
    """``text`` if it names an order, else nothing: the usual one."""
    return text if text.removeprefix("-") in SORTS and not text.startswith("--") else ""


def newest_first(proposals):
    """The usual order: drafts, then the newest session, then as submitted or numbered."""
    return proposals.order_by(
        "-session__year", "-session__number", F("submitted_at").desc(nulls_first=True), "-case_seq", "-updated_at", "pk"
    )


def ordered(proposals, sort, user):
    """In the order ``sort`` names; what has no value comes last either way."""
    key, back = sort.removeprefix("-"), sort.startswith("-")
    if not key:
        return newest_first(proposals)
    if key == "due":
        running = clocks(user)
        first = running.filter(case=OuterRef("pk")).order_by("due_on").values("due_on")[:1]
        # few cases have a running clock: the others are not looked up one by one
        proposals = proposals.alias(next_due=Case(When(pk__in=running.values("case"), then=Subquery(first))))
    return proposals.order_by(*_columns(key, back), "pk")


def _columns(key, back):
    def by(expression):
        return expression.desc(nulls_last=True) if back else expression.asc(nulls_last=True)

    newest = ("-session__year", "-session__number")
    return {
        "number": (*newest, _SERIES, by(F("case_seq")), by(F("serial"))),
        "submitted": (by(F("submitted_at")),),
        "due": (by(F("next_due")), *newest),
        "status": (_PROGRESS.desc() if back else _PROGRESS.asc(), *newest, F("submitted_at").desc(nulls_first=True)),
        "topic": (by(F("topic__order")), by(F("topic__name")), *newest, F("submitted_at").desc(nulls_first=True)),
    }[key]
