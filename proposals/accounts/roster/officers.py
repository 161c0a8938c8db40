"""The list of officers: who works for which unit, and as what."""

import re

from django.utils.translation import gettext as _

from proposals.accounts.models import HandlingUnit, UnitOfficer

from .columns import ROLES
from .people import PeopleReader


class Officers(PeopleReader):
    def __init__(self, committee):
        super().__init__(committee)
        units = list(HandlingUnit.objects.of(committee))
        self._units = {unit.short_name: unit for unit in units} | {unit.name: unit for unit in units}
        self._officers = {officer.user_id: officer for officer in UnitOfficer.objects.of(committee)}

    def take(self, row):
        unit = self._units.get(row["unit"])
        if unit is None:
            row.wrong("unit", _("没有“%(name)s”这个单位。请先导入单位，或改用系统里的名称。") % {"name": row["unit"]})
        names = [name for name in re.split(r"[、，,;；/\s]+", row["roles"]) if name]
        for name in names:
            if name not in ROLES:
                row.wrong("roles", _("不认识的身份“%(cell)s”，应为承办人或单位领导。") % {"cell": name})
        if row.problems:
            return
        user = self.person(row, [ROLES[name] for name in names])
        if user is not None and self.once(row, user.pk):
            self._place(row, user, unit)

    def _place(self, row, user, unit):
        officer = self._officers.get(user.pk)
        if officer is None:
            officer = self._officers[user.pk] = self.plan.add(UnitOfficer(user=user, unit=unit))
            if not row.is_new:
                row.notes.append(_("成为%(unit)s的承办人员") % {"unit": unit.short_name})
        elif officer.unit_id != unit.pk:
            told = _("已经是%(unit)s的承办人员。换单位请用“人员交接”。")
            row.wrong("unit", told % {"unit": officer.unit.short_name})
            return
        self.put(row, officer, "post", row["post"], _("职务"))
