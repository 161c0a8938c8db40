"""Homes of the committee's office and of the coordinators: their duties as views with counts, and one list."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from proposals.duties.models import Duty
from proposals.submission.models import Proposal
from proposals.tracking import todo
from proposals.tracking.filters import late, soon

Kind = Duty.Kind
PER_PAGE = 25
TYPED_IN = 5  # unfinished ones shown on the home; all of them stand on the page of 代录


class View(NamedTuple):
    """One kind of work at the desk; ``when_empty``: what will appear here, and when."""

    kind: str
    label: str
    when_empty: str


REVIEWER_VIEWS = (
    View(Kind.REVIEW, _("待审查"), _("提案者提交后会出现在这里。")),
    View(Kind.DECIDE_WITHDRAWAL, _("撤案申请"), _("提案者申请撤案后会出现在这里。")),
)
COORDINATOR_VIEWS = (
    View(Kind.HAND_OVER, _("待交办"), _("提案委立案后会出现在这里。")),
    View(Kind.DECIDE_RETURN, _("退回审定"), _("承办单位申请退回后会出现在这里。")),
    View(Kind.REASSIGN, _("待改派"), _("同意退回以后会出现在这里。")),
    View(Kind.DECIDE_EXTENSION, _("延期审定"), _("承办单位申请延期后会出现在这里。")),
    View(Kind.CHECK, _("待核查"), _("承办单位送来答复后会出现在这里。")),
    View(Kind.MEET, _("待会商"), _("重新办理后仍不满意的会出现在这里。")),
)


def reviewer(request):
    template, context = _desk(request, _("提案委的待办"), REVIEWER_VIEWS)
    drafts = Proposal.objects.typed_in(request.user.committee_id).with_people()[:TYPED_IN]
    return template, {**context, "types_in": True, "drafts": drafts}


def coordinator(request):
    return _desk(request, _("交办督查的待办"), COORDINATOR_VIEWS)


def _desk(request, title, views):
    user, today = request.user, timezone.localdate(request.now)
    duties = Duty.objects.open().of(user)
    counts = duties.counts_by_kind()
    wanted = request.GET.get("view", "")
    here = next((view for view in views if view.kind == wanted), None) or _busiest(views, counts)
    page = Paginator(duties.of_kind(here.kind).most_urgent_first(), PER_PAGE).get_page(request.GET.get("page"))
    visible = Proposal.objects.visible_to(user)
    return "tracking/home_desk.html", {
        "title": title,
        "views": [{"view": view, "count": counts.get(view.kind, 0), "current": view is here} for view in views],
        "here": here,
        "page_obj": page,
        "items": todo.items(page.object_list),
        "late": late(visible, user, today).count(),
        "soon": soon(visible, user, today).count(),
    }


def _busiest(views, counts):
    """The first kind of work that has something waiting."""
    return next((view for view in views if counts.get(view.kind)), views[0])
