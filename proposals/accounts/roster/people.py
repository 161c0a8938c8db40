"""Recognising people in a list, and the accounts of those who are new."""

import re
from collections import defaultdict

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from proposals.accounts.models import RoleGrant, User, person_key, stroke_key
from proposals.permissions import Role

from .plan import Reader

PHONE = re.compile(r"[0-9+()-]{5,20}")


def bare_phone(cell):
    """Mobile numbers without spaces and hyphens, others without spaces; None for what is no number."""
    phone = cell.replace(" ", "")
    digits = re.sub(r"^\+?86(?=1\d{10}$)", "", phone.replace("-", ""))
    if re.fullmatch(r"1\d{10}", digits):
        return digits
    return phone if not phone or PHONE.fullmatch(phone) else None


def new_account(name, phone, committee, usernames):
    """An unsaved account without a password: cirenzhuoma, and cirenzhuoma2 for the second of this name."""
    stem = re.sub(r"[^a-z0-9]", "", person_key(name))[:30] or "renyuan"
    n, username = 1, stem
    while username in usernames:
        n += 1
        username = f"{stem}{n}"
    usernames.add(username)
    return User(
        username=username, name=name, pinyin_key=person_key(name), stroke_key=stroke_key(name), committee=committee,
        phone=phone, password=make_password(None),
    )  # fmt: skip


class PeopleReader(Reader):
    """A list in whose rows people stand. Everybody of the committee is read once."""

    def __init__(self, committee):
        super().__init__(committee)
        everybody = User.objects.of_committee(committee).prefetch_related("grants")
        self._named, self._owners = defaultdict(list), {}
        for user in everybody:
            self._enter(user)
        self._roles = {user.pk: {grant.role for grant in user.granted} for user in everybody}
        self._usernames = User.objects.usernames()

    def _enter(self, user):
        self._named[user.name].append(user)
        if user.phone:
            self._owners.setdefault(user.phone, user)

    def person(self, row, roles, *, name="name", phone="phone"):
        """The person of a row, known or new, who has these roles from now on; None with a problem."""
        number = bare_phone(row[phone])
        if number is None:
            return row.wrong(phone, _("“%(cell)s”不是电话号码。") % {"cell": row[phone]})
        user = self._named_by_account(row, name) if row["username"] else self._find(row, row[name], number, phone)
        if row.problems:
            return None
        if user is None:
            row.is_new = True
            user = self._new(row[name], number, roles[0])
            row.notes.append(_("账号：%(username)s") % {"username": user.username})
            if not number:
                row.notes.append(_("没有手机号，只能用账号登录"))
        elif not user.is_active:
            return row.wrong(name, _("这个人员的账号已停用，请先在管理后台启用。"))
        self.put(row, user, "phone", number, _("手机号"))
        self._owners.setdefault(number, user)
        self._mail(row, user)
        for role in roles:
            self._grant(row, user, role)
        return user

    def _named_by_account(self, row, name):
        owner = next((u for same in self._named.values() for u in same if u.username == row["username"]), None)
        if owner is None:
            return row.wrong("username", _("没有这个账号。新人员请把账号一栏留空。"))
        if owner.name != row[name]:
            return row.wrong("username", _("这个账号是“%(name)s”的。") % {"name": owner.name})
        return owner

    def _find(self, row, name, number, phone):
        """Who has this name and number, both empty numbers included; whoever is not certain is asked for."""
        same = self._named.get(name, [])
        owner = self._owners.get(number) if number else None
        if owner is not None and owner.name != name:
            return row.wrong(phone, _("这个号码已经是“%(name)s”的。") % {"name": owner.name})
        if owner is not None or not same:
            return owner
        without = [user for user in same if not user.phone]
        if not number and len(same) == len(without) == 1:
            return same[0]
        if not number or without:
            told = _("系统里有 %(n)s 位同名的人（账号 %(accounts)s）。是同一人请填账号，不是请给双方都填手机号。")
            accounts = "、".join(user.username for user in same)
            return row.wrong(phone, told % {"n": len(same), "accounts": accounts})
        row.notes.append(_("与已有的同名人员手机号不同，作为另一个人新建"))
        return None

    def _new(self, name, number, role):
        user = new_account(name, number, self.committee, self._usernames)
        user.active_role = role
        self._enter(user)
        self._roles[user.pk] = set()
        return self.plan.add(user)

    def _mail(self, row, user):
        if not row["email"]:
            return
        try:
            validate_email(row["email"])
        except ValidationError:
            row.wrong("email", _("“%(cell)s”不是邮箱地址。") % {"cell": row["email"]})
        else:
            self.put(row, user, "email", row["email"], _("邮箱"))

    def _grant(self, row, user, role):
        if role in self._roles[user.pk]:
            return
        self._roles[user.pk].add(role)
        self.plan.add(RoleGrant(user=user, role=role, reason=_("导入名册")))
        if not row.is_new:
            row.notes.append(_("授予身份：%(role)s") % {"role": Role(role).label})
