"""What the system keeps of one person, as a workbook for that person; and what a unit has in hand, for hand-overs.

Somebody else of the office may make the workbook on the person's behalf: then it holds of cases and ratings only what
the maker may see anyway, and no messages.
"""

import tempfile

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals import sheets
from proposals.accounts.models import Membership
from proposals.duties.models import Duty
from proposals.lifecycle import Access
from proposals.notices.models import Notice
from proposals.rating.models import Rating
from proposals.sheets import Column, Sheet
from proposals.submission.models import CoSponsor, Proposal
from proposals.trail import actions as trail
from proposals.trail.models import Event
from proposals.ui import zh_date, zh_datetime

COLUMNS = (
    Column(gettext_lazy("类别"), 12),
    Column(gettext_lazy("时间"), 18),
    Column(gettext_lazy("名称"), 40),
    Column(gettext_lazy("内容"), 80),
)


@transaction.atomic
def workbook(person, *, by, now):
    """(The file, its name); recorded in the person's chain."""
    own = person.pk == by.pk
    parts = [*_account(person), *_proposals(person, by, own), *_ratings(person, by, own)]
    parts += _messages(person) if own else []
    parts += [(_("账号动态"), event.at, event.get_action_display(), event.note) for event in _events(person)]
    about = [
        (_("内容"), _("%(name)s的个人数据") % {"name": person.name}),
        (_("截至"), zh_datetime(now)),
        (_("导出人"), by.name),
    ]
    if not own:
        about.append((_("范围"), _("由他人代为导出：只有导出人可以查看的提案和评议，没有消息。")))
    file = tempfile.TemporaryFile()
    sheets.write_xlsx(Sheet(_("个人数据"), COLUMNS, parts, tuple(about)), file)
    file.seek(0)
    note = _("导出个人数据 %(n)s 行") % {"n": len(parts)}
    trail.log(Access.EXPORT, by=by, about=person, note=note, data={"what": "person", "count": len(parts)}, now=now)
    return file, f"{_('个人数据')}_{person.name}_{zh_date(now)}.xlsx"


def _account(person):
    kind = _("账号")
    facts = [(_("姓名"), person.name), (_("账号"), person.username), (_("手机号"), person.phone),
             (_("邮箱"), person.email), (_("拼音"), person.pinyin_key)]  # fmt: skip
    yield from ((kind, None, word, value) for word, value in facts if value)
    for grant in person.granted:
        yield _("身份"), None, grant.get_role_display(), grant.reason
    if person.unit:
        yield _("单位"), None, person.unit.name, person.officer.post
    for group in person.proposing_groups():
        yield _("集体"), None, group.name, group.get_kind_display()
    for place in Membership.objects.of_user(person):
        term = _("第 %(term)s 届") % {"term": place.term}
        yield _("任期"), place.since, term, " ".join(filter(None, (str(place.sectoral_group or ""), place.party)))


def _proposals(person, by, own):
    """What the person has written or joined, whatever became of it."""
    joined = CoSponsor.objects.confirmed().filter(user=person).values("proposal")
    mine = Proposal.objects.filter(Q(proposer=person) | Q(pk__in=joined))
    if not own:
        mine = mine.filter(pk__in=Proposal.objects.visible_to(by).values("pk"))
    for proposal in mine.with_text().order_by("created_at"):
        kind = _("提案") if proposal.proposer_id == person.pk else _("联名提案")
        name = f"{proposal.number_text} {proposal.title}（{proposal.get_status_display()}）".strip()
        texts = [proposal.situation, proposal.analysis, *(s.text for s in proposal.suggestions.all())]
        yield kind, proposal.submitted_at or proposal.created_at, name, "\n".join(filter(None, texts))


def _ratings(person, by, own):
    given = Rating.objects.filter(Q(ballot__user=person) | Q(given_by=person))
    if not own:
        given = given.filter(pk__in=Rating.objects.visible_to(by).values("pk"))
    for rating in given.with_words().select_related("ballot__proposal").order_by("given_at"):
        steps = {"attitude": rating.attitude, "result": rating.result}
        words = _("办理态度：%(attitude)s；办理结果：%(result)s") % steps
        case = rating.ballot.proposal
        text = "\n".join(filter(None, (words, rating.reason, rating.comment)))
        yield _("评议"), rating.given_at, f"{case.number_text} {case.title}", text


def _messages(person):
    return [(_("消息"), notice.created_at, notice.subject, notice.body) for notice in Notice.objects.of(person)]


def _events(person):
    return Event.objects.of_case(person.pk)


def unit_work(unit):
    """[(duty, its proposal)] of everything open that the unit's officers or its leader have to do, by due date."""
    duties = list(Duty.objects.open().filter(holder__in=[unit.holder, f"leader:{unit.pk}"]).most_urgent_first())
    cases = Proposal.objects.in_bulk({duty.case for duty in duties})
    return [(duty, cases.get(duty.case)) for duty in duties]
