"""Finding people: by name, pinyin or group, by role, and by what they hold."""

from django.apps import apps
from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When
from pypinyin import lazy_pinyin

from proposals.permissions import Channel, Role


def pinyin_key(name):
    """The syllables of a Chinese name, by which people and units are sorted and found; whoever creates one sets it."""
    return " ".join(" ".join(lazy_pinyin(name)).lower().split())[:120]


def _memberships():
    """Members are declared after people, who are found by their groups."""
    return apps.get_model("accounts", "Membership").objects


def _sounds_like(word, start):
    """A condition: ``word`` is pinyin or initials of a name, from ``start`` (a regular expression) on."""
    if not (word.isascii() and word.isalpha()):
        return Q()
    spelled, initials = r"\s*".join(word), r"[a-z]*\s+".join(word)
    return Q(pinyin_key__regex=rf"{start}({spelled}|{initials})")


def _named_like(word):
    """One word of a search for people as a condition."""
    grouped = _memberships().filter(sectoral_group__name__icontains=word).values("member__user")
    return Q(name__icontains=word) | Q(pk__in=grouped) | _sounds_like(word, r"(^|\s)")


class UserQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def members(self, committee):
        """The members of a committee, by pinyin."""
        return self.active().filter(committee=committee, grants__role=Role.MEMBER).order_by("pinyin_key", "name")

    def with_sector(self):
        """``sector``: the name of the sectoral group in the newest term, or None."""
        newest = _memberships().filter(member__user=OuterRef("pk")).order_by("-term")
        return self.annotate(sector=Subquery(newest.values("sectoral_group__name")[:1]))

    def search(self, typed):
        """Those for whom every word of ``typed`` is in the name or sectoral group, or is pinyin: whole, from the
        start of a syllable on ("zhuoma", "ma") or initials ("zm"). Best matches first."""
        words = typed.replace("\x00", "").lower().split()[:5]
        if not words:
            return self
        found = self
        for word in words:
            found = found.filter(_named_like(word))
        begins = Q(name__startswith=words[0]) | _sounds_like("".join(words), "^")
        return found.order_by(Case(When(begins, then=0), default=1), "pinyin_key", "name")

    def account_named(self, typed):
        """The account a person means by what is typed at the sign-in: an account name, or the mobile number of one
        person alone; else what was typed."""
        if self.filter(username=typed).exists():
            return typed
        owners = list(self.active().filter(phone=typed).values_list("username", flat=True)[:2]) if typed else []
        return owners[0] if len(owners) == 1 else typed

    def with_role(self, role, committee):
        return self.active().filter(committee=committee, grants__role=role)

    def holding(self, holder):
        """The people a duty or notice of this holder key (see ``User.holder_keys``) concerns."""
        kind, _sep, rest = holder.partition(":")
        if kind == "user":
            return self.active().filter(pk=rest)
        if kind == "group":
            return self.active().filter(group_accounts__group=rest)
        if kind == "unit":
            return self.active().filter(officer__unit=rest, grants__role=Role.HANDLER).distinct()
        if kind == "leader":
            return self.active().filter(officer__unit=rest, grants__role=Role.UNIT_LEADER).distinct()
        desk, _sep, committee = rest.partition(":")
        if desk == "review":
            return self.with_role(Role.REVIEWER, committee).distinct()
        if desk == "hand_over":
            return self.with_role(Role.COORDINATOR, committee).distinct()
        channels = [desk, Channel.CPPCC]
        grants = Q(grants__role=Role.COORDINATOR, grants__channel__in=channels)
        return self.active().filter(grants, committee=committee).distinct()


class Manager(UserManager.from_queryset(UserQuerySet)):
    pass
