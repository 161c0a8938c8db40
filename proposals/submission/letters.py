"""What is printed of proposals: one proposal, the list of a session, the collection by topic, and all full texts."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from proposals.paper import Paper
from proposals.ui import zh_date

NUMERALS = "一二三四五六七八九十"


class Printed:
    """A proposal (see ``with_print``) in the words that stand on paper."""

    def __init__(self, proposal):
        self.proposal = proposal
        self.title = str(proposal)
        self.number = str(proposal.number_text) or _("草稿")
        self.suggestions = proposal.suggestions.all()

    @property
    def names(self):
        """The first proposer and the confirmed co-sponsors, in order."""
        return "、".join([self.proposal.lead_name, *(row.user.name for row in self.proposal.cosponsors_confirmed)])

    @property
    def short_names(self):
        """The first proposer, and how many there are together."""
        lead, n = self.proposal.lead_name, len(self.proposal.cosponsors_confirmed)
        return _("%(name)s 等%(n)d人") % {"name": lead, "n": n + 1} if n else lead

    @property
    def facts(self):
        """[(label, value)] printed above the text."""
        proposal = self.proposal
        when = _("大会提案") if proposal.is_plenary else _("平时提案")
        typed_in = _("（提案委代录）") if proposal.entered_by_id else ""
        found = [
            (_("提案者"), self.names + typed_in),
            (_("提案类别"), f"{proposal.get_kind_display()}、{when}" if proposal.submitted_at else _("草稿，尚未提交")),
            (_("内容分类"), str(proposal.topic or _("由提案委审查时确定"))),
            (_("审查结果"), str(proposal.get_outcome_display())),
            (_("意向承办"), "、".join(unit.name for unit in proposal.wished_units.all())),
            (_("提交日期"), zh_date(proposal.submitted_at) if proposal.submitted_at else ""),
            (_("附件"), "；".join(row.name for row in proposal.files)),
        ]
        return [(label, value) for label, value in found if value]

    @property
    def parts(self):
        """[(heading, text)] of the body: without the suggestions and without empty parts."""
        found = [(_("情况与问题"), self.proposal.situation), (_("分析"), self.proposal.analysis)]
        found = [(heading, text) for heading, text in found if text.strip()]
        return [(f"{numeral}、{heading}", text) for numeral, (heading, text) in zip(NUMERALS, found, strict=False)]

    @property
    def last_heading(self):
        return _("%(numeral)s、建议") % {"numeral": NUMERALS[len(self.parts)]}


def _write(paper, printed):
    """One proposal from its number to its last suggestion."""
    paper.centred(printed.number)
    paper.title(printed.title)
    paper.blank()
    paper.facts(printed.facts)
    paper.blank()
    for heading, text in printed.parts:
        paper.heading(heading)
        paper.text(text)
    paper.heading(printed.last_heading)
    for row in printed.suggestions:
        paper.text(f"{row.number}. {row.text}")


def proposal_paper(proposal):
    """One proposal as docx (see ``with_print``)."""
    paper = Paper(title=str(proposal), author=proposal.lead_name)
    paper.centred(proposal.session.title)
    _write(paper, Printed(proposal))
    return paper.save()


def list_paper(session, title, rows):
    """提案目录: number, title, proposers and topic in one table."""
    paper = _headed(session, title, rows)
    heads = [_("号"), _("案由"), _("提案者"), _("内容分类")]
    cells = [(row.number, row.title, row.short_names, str(row.proposal.topic or "")) for row in rows]
    paper.table(heads, cells, [28, 66, 32, 30])
    return paper.save()


def by_topic(rows):
    """[(heading, its rows)] in the order of the topics; those without a topic come last."""
    groups = {}
    for row in sorted(rows, key=_place):
        groups.setdefault(row.proposal.topic, []).append(row)
    words = [_("%(topic)s（%(n)d件）") % {"topic": topic or _("未分类"), "n": len(g)} for topic, g in groups.items()]
    return [
        (f"{numeral}、{heading}", group)
        for numeral, heading, group in zip(_numerals(), words, groups.values(), strict=False)
    ]


def _place(row):
    topic = row.proposal.topic
    return (0, topic.order, topic.name) if topic else (1, 0, "")


def collection_paper(session, title, rows):
    """案由汇编: by topic, every proposal with its number, title and all its proposers in order."""
    paper = _headed(session, title, rows)
    for heading, group in by_topic(rows):
        paper.heading(heading)
        for row in group:
            paper.text(
                _("%(number)s　%(title)s（%(names)s）") % {"number": row.number, "title": row.title, "names": row.names}
            )
    return paper.save()


def texts_paper(session, title, rows):
    """提案汇编: every proposal in full, each on a page of its own."""
    paper = _headed(session, title, rows)
    for row in rows:
        paper.new_page()
        _write(paper, row)
    return paper.save()


def _headed(session, title, rows):
    paper = Paper(title=f"{session.title}{title}", author=session.committee.name)
    paper.title(f"{session.title}\n{title}")
    paper.centred(_("共%(n)d件") % {"n": len(rows)})
    paper.blank()
    return paper


def _numerals():
    """一, 二 … 十, 十一 … 九十九."""
    for n in range(1, 100):
        tens, ones = divmod(n, 10)
        yield (NUMERALS[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


#: kind of print: (its name, what writes it)
PRINTS = {
    "list": (gettext_lazy("提案目录"), list_paper),
    "collection": (gettext_lazy("案由汇编"), collection_paper),
    "texts": (gettext_lazy("提案汇编"), texts_paper),
}
