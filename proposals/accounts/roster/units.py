"""The list of handling units; a unit above another may stand in the same list, before or after it."""

import re

from django.utils.translation import gettext as _

from proposals.accounts.models import HandlingUnit, pinyin_key
from proposals.permissions import Channel

from .columns import CHANNELS
from .plan import Problem, Reader


class Units(Reader):
    def __init__(self, committee):
        super().__init__(committee)
        self._units = {unit.name: unit for unit in HandlingUnit.objects.all_of(committee)}
        self._shorts = {unit.short_name: unit for unit in self._units.values()}
        self._above = []  # (row, unit, the name of the unit above)
        self._root = re.sub(r"(市|地区|自治州|州|盟|县|区)$", "", committee.city)

    def take(self, row):
        if not self.once(row, row["name"]):
            return
        channel = CHANNELS.get(row["channel"])
        if row["channel"] and channel is None:
            told = _("不认识的渠道“%(cell)s”，应为%(names)s。")
            row.wrong("channel", told % {"cell": row["channel"], "names": "、".join(CHANNELS)})
        if row["order"] and not row["order"].isdecimal():
            row.wrong("order", _("“%(cell)s”不是数字。") % {"cell": row["order"]})
        unit = self._units.get(row["name"])
        short = row["short_name"] or (unit.short_name if unit else row["name"].removeprefix(self._root)[:40])
        if self._shorts.get(short, unit) is not unit:
            row.wrong("short_name", _("与“%(name)s”的简称相同。") % {"name": self._shorts[short].name})
        if row.problems:
            return
        if unit is None:
            row.is_new = True
            unit = HandlingUnit(committee=self.committee, name=row["name"], channel=channel or Channel.GOVERNMENT)
            self.plan.add(unit)
            self._units[unit.name] = unit
        self._fill(row, unit, short, channel)

    def _fill(self, row, unit, short, channel):
        if unit.short_name != short:
            self.put(row, unit, "short_name", short, _("简称"))
            unit.pinyin_key = pinyin_key(short)
            if not row.is_new:
                self.plan.touch(unit, "pinyin_key")
        self._shorts[short] = unit
        self.put(row, unit, "channel", channel, _("渠道"))
        self.put(row, unit, "order", int(row["order"]) if row["order"] else None, _("顺序"))
        if row["parent"]:
            self._above.append((row, unit, row["parent"]))

    def finish(self):
        """Now that all units are known: who stands above whom. A line already written gets its note replaced."""
        for row, unit, name in self._above:
            above = self._units.get(name) or self._shorts.get(name)
            if above is None:
                self._wrong(row, _("没有“%(name)s”这个单位。") % {"name": name})
            elif above is unit or unit in self._chain(above):
                self._wrong(row, _("上级单位绕了一圈，又回到本单位。"))
            else:
                self.put(row, unit, "parent", above, _("上级单位"))
                self._say_again(row)

    def _wrong(self, row, sentence):
        self.plan.problems.append(Problem(row.at, row.titles["parent"], sentence))

    def _say_again(self, row):
        lines = self.plan.lines
        at = next(n for n, line in enumerate(lines) if line.row == row.at)
        lines[at] = lines[at]._replace(verdict=row.verdict, notes=tuple(row.notes))

    def _chain(self, unit):
        """The units above one, as they will stand."""
        by_key = {unit.pk: unit for unit in self._units.values()}
        found = []
        while (unit := by_key.get(unit.parent_id)) is not None and unit not in found:
            found.append(unit)
        return found
