"""Finding people: by name, pinyin or group, by role, and by what they hold."""

from django.apps import apps
from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, When

from proposals.permissions import PROPOSER_ROLES, Channel, Role


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

    def of_committee(self, committee):
        """Everybody, deactivated accounts too."""
        return self.filter(committee=committee).order_by("date_joined")

    def kept_by(self, user):
        """Whose accounts this person looks after: the administrator everybody's but the own, the committee's office
        those of people who do nothing but propose."""
        others = self.filter(committee=user.committee_id, is_superuser=False).exclude(pk=user.pk)
        if user.role == Role.ADMINISTRATOR:
            return others
        if user.role == Role.REVIEWER:
            grants = apps.get_model("accounts", "RoleGrant").objects  # declared after people
            working = grants.exclude(role__in=PROPOSER_ROLES).values("user")
            return others.filter(pk__in=grants.values("user")).exclude(pk__in=working)
        return self.none()

    def among(self, keys):
        return self.filter(pk__in=keys)

    def with_grants(self):
        return self.prefetch_related("grants")

    def never_used(self):
        """Accounts nobody has ever signed in to."""
        return self.active().filter(last_login=None)

    def meant_by(self, typed):
        """The active accounts with an address that somebody means by account, mobile number or that address."""
        account = Q(username=self.account_named(typed)) | Q(email__iexact=typed)
        return self.active().filter(account).exclude(email="").order_by("date_joined")

    def named(self, name, phone):
        """The one of this name and number (both may have none), or None."""
        found = list(self.filter(name=name, phone=phone)[:2])
        return found[0] if len(found) == 1 else None

    def usernames(self):
        return set(self.values_list("username", flat=True))

    def members(self, committee):
        """The members of a committee, by pinyin."""
        return self.active().filter(committee=committee, grants__role=Role.MEMBER).order_by("pinyin_key", "name")

    def by_strokes(self):
        """In the order of the strokes of the surname, as lists of members are printed; unknown signs go last."""
        known = Case(When(stroke_key="", then=1), default=0)
        return self.order_by(known, "stroke_key", "pinyin_key", "name")

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

    def looked_up(self, typed):
        """For the administrator: as :meth:`search`, and by account, mobile number or unit."""
        typed = typed.replace("\x00", "").strip()
        unit = Q(officer__unit__name__icontains=typed) | Q(officer__unit__short_name__icontains=typed)
        account = Q(username__icontains=typed) | Q(phone__startswith=typed)
        return self.search(typed) | self.filter(account | unit)

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
