"""What stands around every page: whose office this is, who is signed in, and the ways from here.

At most four queries for whoever asks, however much there is; for a visitor only what the committee says of itself.
"""

import re
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from proposals.accounts.actions import ELDER, ELDER_COOKIE
from proposals.committee.models import Committee, PlenarySession
from proposals.duties.models import Duty
from proposals.notices.models import Notice
from proposals.permissions import STAFF_ROLES, Role

from . import likeness


class Way(NamedTuple):
    """One entry of the main navigation; ``counts`` names the figure beside it, ``tab``: also in the bar of phones."""

    label: str
    to: str
    icon: str = "list"
    counts: str = ""
    tab: bool = True


HOME = Way(_("首页"), "tracking:home", "home")
DUTIES = Way(_("待办"), "tracking:home", "home", "duties")
ALL = Way(_("全部提案"), "tracking:proposals", "list")
INBOX = Way(_("消息"), "notices:inbox", "bell", "unread")
REPORT = Way(_("统计报告"), "report:report", "chart", tab=False)
FIGURES = Way(_("统计"), "report:report", "chart", tab=False)
ME = Way(_("我"), "accounts:me", "user")
MEMBER_WAYS = (HOME, Way(_("我的提案"), "tracking:proposals"), INBOX, REPORT)

WAYS = {
    Role.MEMBER: MEMBER_WAYS,
    Role.GROUP: MEMBER_WAYS,
    Role.REVIEWER: (DUTIES, Way(_("审查"), "submission:examination", "pen", tab=False), ALL, INBOX, FIGURES),
    Role.COORDINATOR: (DUTIES, Way(_("交办"), "assignment:board", "send", tab=False), ALL, INBOX, FIGURES),
    Role.HANDLER: (
        Way(_("承办"), "tracking:home", "home"),
        Way(_("提案"), "tracking:proposals"),
        Way(_("承诺跟踪"), "followup:ledger", "clock", tab=False),
        INBOX,
        FIGURES,
    ),
    Role.UNIT_LEADER: (Way(_("审签"), "tracking:home", "pen"), Way(_("提案"), "tracking:proposals"), INBOX, FIGURES),
    Role.LEADER: (HOME, ALL, REPORT._replace(label=_("统计"), tab=True)),
    Role.AUDITOR: (Way(_("留痕"), "tracking:trail", "lock"),),
    Role.ADMINISTRATOR: (Way(_("管理后台"), "admin:index", "key"),),
}

#: what is done with rosters, accounts and rules, beside the cases
OFFICE_WAYS = {
    Role.ADMINISTRATOR: (
        (_("导入名册"), "accounts:import_roster"),
        (_("发放一次性密码"), "accounts:issue_passwords"),
        (_("承办人员交接"), "accounts:officers"),
        (_("换届"), "accounts:begin_term"),
        (_("建立新的届次"), "committee:copy_session"),
        (_("本届规定和变动"), "committee:policy"),
    ),
    Role.REVIEWER: (
        (_("发放一次性密码"), "accounts:issue_passwords"),
        (_("本届规定和变动"), "committee:policy"),
    ),
}


def frame(request):
    """Context processor."""
    user = getattr(request, "user", None)
    committee = Committee.objects.home()
    found = {
        "today": timezone.localdate(getattr(request, "now", None)),
        "elder": request.COOKIES.get(ELDER_COOKIE) == ELDER,
        "session_title": SimpleLazyObject(lambda: str(PlenarySession.objects.current(committee) or "")),
        **_committee(committee),
    }
    if user is not None and user.is_authenticated:
        found |= _person(user, request.path)
        here = request.resolver_match.kwargs.get("pk") if request.resolver_match else None
        found["similar"] = SimpleLazyObject(lambda: likeness.beside(user, here))  # for pages of one proposal
    return {"frame": found}


def _committee(committee):
    committee = committee or Committee()
    return {
        "committee_name": committee.name,
        "committee_short": committee.short_name,
        "office": f"{committee.name}{committee.office}",
        "phone": committee.phone,
        "phone_href": "tel:" + re.sub(r"[^0-9+]", "", committee.phone),
        "hours": committee.hours,
        "demo": committee.is_demo,
    }


def _person(user, path):
    ways = WAYS.get(user.role, ())
    counts = {way.counts: COUNTS[way.counts](user) for way in ways if way.counts}
    here = _here(ways, path)
    nav = [_link(way, counts, here) for way in ways]
    tabs = [_link(way, counts, here) for way in (*(way for way in ways if way.tab), ME)]
    return {
        "who": " ".join(filter(None, (user.name, str(user.role_label)))),
        "staff": user.role in STAFF_ROLES,
        "searches": any(way.to == ALL.to for way in ways),
        "nav": nav,
        "tabs": [link | {"current": link["current"] or link["url"] == path} for link in tabs],
        "here": next((link["label"] for link in nav if link["current"]), ""),
        "more": [_link(way, counts, here) for way in ways if not way.tab],
        "office_ways": [{"label": label, "url": reverse(to)} for label, to in OFFICE_WAYS.get(user.role, ())],
    }


COUNTS = {
    "duties": lambda user: Duty.objects.open().of(user).count(),
    "unread": lambda user: Notice.objects.of(user).unread().count(),
}


def _here(ways, path):
    """The way whose address is the longest beginning of this page's, the home page only for itself."""
    known = sorted((reverse(way.to) for way in ways), key=len, reverse=True)
    return next((url for url in known if path == url or (url != "/" and path.startswith(url))), None)


def _link(way, counts, here):
    url = reverse(way.to)
    return {
        "url": url,
        "label": way.label,
        "icon": way.icon,
        "count": counts.get(way.counts, 0),
        "current": url == here,
    }
