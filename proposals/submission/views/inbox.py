"""The list of the office's desk as its address says: which view, narrowed and sorted how."""

import uuid
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from proposals.lifecycle import ProposalStatus
from proposals.submission.forms import InboxForm
from proposals.submission.models import Proposal

PER_PAGE = 40

#: view: its name, and what is said when nothing stands in it
WORDS = {
    "waiting": (_("待审查"), _("没有待审查的提案"), _("提交的提案会按先后出现在这里。")),
    "mine": (_("我的专题组"), _("没有待您的专题组审查的提案"), _("内容分类归您所在专题组的提案会出现在这里。")),
    "inter": (_("平时提案"), _("没有待审查的平时提案"), _("大会提案截止以后提交的提案会出现在这里。")),
    "changing": (_("退回修改中"), _("没有退回修改中的提案"), _("退回的提案在提案者重新提交前列在这里。")),
    "withdrawing": (_("待定撤案"), _("没有待审定的撤案申请"), _("提案者申请撤案后会出现在这里。")),
    "prepared": (_("拟定待公布"), _("没有拟定待公布的决定"), _("拟定了决定、还没有公布的提案会出现在这里。")),
}
#: views that are a status of the list of all proposals
STATUSES = {"waiting": ProposalStatus.SUBMITTED, "changing": ProposalStatus.SENT_BACK}


class Inbox:
    def __init__(self, request, *, fallback="waiting"):
        self.user, self.address = request.user, request.GET
        self.form = InboxForm(request.GET, committee=request.user.committee_id)
        self.narrowed = self.form.chosen()
        self.counts = Proposal.objects.desk_counts(request.user)
        asked = request.GET.get("view")
        self.view = asked if asked in self.counts else fallback

    @property
    def title(self):
        return WORDS[self.view][0]

    @property
    def nothing(self):
        """(title, text) of the empty list."""
        if self.is_narrowed:
            return _("没有符合条件的提案"), _("换一个词，或者去掉条件再看。")
        return WORDS[self.view][1:]

    @property
    def is_narrowed(self):
        return bool(self.narrowed.keys() - {"sort"})

    @property
    def views(self):
        return [
            {"key": key, "label": WORDS[key][0], "count": n, "current": key == self.view}
            for key, n in self.counts.items()
        ]

    @property
    def rows(self):
        found = Proposal.objects.of_desk(self.user, self.view, self.narrowed.get("sort", "first"))
        found = found.search(self.narrowed.get("words", ""))
        return found.of_topic(self.narrowed["topic"]) if "topic" in self.narrowed else found

    @cached_property
    def page(self):
        pages = Paginator(self.rows.with_people().with_cosponsor_count(), PER_PAGE)
        return pages.get_page(self.address.get("page") or self._page_of(self.wanted))

    @cached_property
    def wanted(self):
        """The key of the proposal the address asks for, or None."""
        try:
            return uuid.UUID(self.address.get("p", ""))
        except ValueError:
            return None

    def _page_of(self, pk):
        if pk is None:
            return 1
        pks = list(self.rows.values_list("pk", flat=True))
        return pks.index(pk) // PER_PAGE + 1 if pk in pks else 1

    @property
    def chosen(self):
        """The key of the proposal on the desk: the one asked for if it stands in the list, else the first, or None."""
        pks = [row.pk for row in self.page]
        return self.wanted if self.wanted in pks else next(iter(pks), None)

    @property
    def query(self):
        """What an address carries to come back to this list; empty for the plain one."""
        chosen = {name: getattr(value, "pk", value) for name, value in self.narrowed.items()}
        view = {} if self.view == "waiting" else {"view": self.view}
        return f"?{urlencode(view | chosen)}" if view | chosen else ""

    @property
    def as_list(self):
        """The address of the same proposals in the list of all, where there is one."""
        if self.view not in STATUSES:
            return ""
        topic, words = self.narrowed.get("topic"), self.narrowed.get("words")
        chosen = {"status": STATUSES[self.view], "q": words, "topic": topic and topic.pk}
        return f"{reverse('tracking:proposals')}?{urlencode({name: v for name, v in chosen.items() if v})}"

    def after(self, done):
        """Where one goes on after a decision: the next proposal of this list."""
        following = self.rows.following(done)
        page, query = reverse("submission:examination"), self.query
        return f"{page}{query}{'&' if query else '?'}p={following}" if following else f"{page}{query}"
