"""The list of members: each with the place in one term."""

import re

from django.utils.translation import gettext as _

from proposals.accounts.models import Member, Membership, SectoralGroup
from proposals.committee.models import PlenarySession
from proposals.permissions import Role

from .people import PeopleReader

FIGURES = {figure: n for n, figure in enumerate("零一二三四五六七八九十")}


def term_of(cell):
    """三, 第三届, 3, 十二 as a number; None for anything else."""
    bare = re.sub(r"^第|届$", "", cell)
    if bare.isdecimal():
        return int(bare) if 0 < int(bare) < 100 else None
    found = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", bare)
    if not found or not bare:
        return None
    tens, ten, ones = found.groups()
    if not ten:
        return FIGURES[bare] if len(bare) == 1 else None
    return FIGURES.get(tens, 1) * 10 + FIGURES.get(ones, 0)


class Members(PeopleReader):
    def __init__(self, committee):
        super().__init__(committee)
        session = PlenarySession.objects.current(committee)
        self._term = session.term if session else None
        self._sectors = {sector.name: sector for sector in SectoralGroup.objects.of(committee)}
        self._members = {member.user_id: member for member in Member.objects.of(committee)}
        self._places = {(place.member_id, place.term): place for place in Membership.objects.of(committee)}

    def take(self, row):
        term = term_of(row["term"]) if row["term"] else self._term
        if term is None:
            told = _("“%(cell)s”不是届，应写成 三、第三届 或 3。") if row["term"] else _("没有填写，当前也没有届次。")
            return row.wrong("term", told % {"cell": row["term"]})
        user = self.person(row, [Role.MEMBER])
        if user is None or not self.once(row, (user.pk, term)):
            return None
        member = self._members.get(user.pk)
        if member is None:
            member = self._members[user.pk] = self.plan.add(Member(user=user))
        place = self._places.get((member.pk, term))
        if place is None:
            place = self._places[member.pk, term] = self.plan.add(Membership(member=member, term=term))
            if not row.is_new:
                row.notes.append(_("加入第 %(term)s 届") % {"term": term})
        if row["sector"]:
            self.put(row, place, "sectoral_group", self._sector(row["sector"]), _("界别"))
        return self.put(row, place, "party", row["party"], _("党派"))

    def _sector(self, name):
        if name not in self._sectors:
            self._sectors[name] = self.plan.add(SectoralGroup(committee=self.committee, name=name))
            self.plan.remarks.append(_("将新建界别“%(name)s”。如果只是写法不同，请先改名册。") % {"name": name})
        return self._sectors[name]
