"""The list of proposing groups: each row a group, and somebody whose account acts for it."""

from django.utils.translation import gettext as _

from proposals.accounts.models import GroupAccount, ProposerGroup
from proposals.permissions import Role

from .columns import GROUP_KINDS
from .people import PeopleReader


class Groups(PeopleReader):
    def __init__(self, committee):
        super().__init__(committee)
        self._groups = {group.name: group for group in ProposerGroup.objects.of(committee)}
        self._accounts = GroupAccount.objects.pairs_of(committee)

    def take(self, row):
        if row["account_phone"] and not row["account_name"]:
            return row.wrong("account_name", _("有账号手机号，没有姓名。"))
        group = self._group(row)
        if group is None:
            return None
        made = row.is_new
        for column, label in (("leader", _("负责人")), ("contact", _("联系人")), ("phone", _("电话"))):
            self.put(row, group, column, row[column], label)
        if not row["account_name"]:
            return self.once(row, (group.pk, None))
        row.is_new = False
        user = self.person(row, [Role.GROUP], name="account_name", phone="account_phone")
        if user is None or not self.once(row, (group.pk, user.pk), "account_name"):
            return None
        if row.is_new and not made:
            row.notes.append(_("新账号：%(name)s") % {"name": user.name})
        row.is_new = made
        if (group.pk, user.pk) not in self._accounts:
            self._accounts.add((group.pk, user.pk))
            self.plan.add(GroupAccount(group=group, user=user))
            if not made:
                row.notes.append(_("%(name)s可以用这个集体的名义登录") % {"name": user.name})
        return None

    def _group(self, row):
        kind = GROUP_KINDS.get(row["kind"])
        if row["kind"] and kind is None:
            told = _("不认识的类别“%(cell)s”，应为党派团体、界别、小组或专委会。")
            return row.wrong("kind", told % {"cell": row["kind"]})
        group = self._groups.get(row["name"])
        if group is None:
            if kind is None:
                return row.wrong("kind", _("新的集体要写类别。"))
            row.is_new = True
            group = self.plan.add(ProposerGroup(committee=self.committee, name=row["name"], kind=kind))
            self._groups[row["name"]] = group
        self.put(row, group, "kind", kind, _("类别"))
        return group
