"""The invented people: members, groups, officers of the units and the committee's own staff."""

from dataclasses import dataclass, field
from itertools import count

from django.contrib.auth.hashers import make_password

from proposals.accounts.models import (
    GroupAccount,
    Member,
    Membership,
    ProposerGroup,
    RoleGrant,
    SectoralGroup,
    UnitOfficer,
    User,
    person_key,
    stroke_key,
)
from proposals.permissions import Channel, Role

from . import accounts, matters

#: every so many-th unit has an account of its leader, who signs responses off
LEADER_EVERY = 5


@dataclass
class Cast:
    """Everybody who acts in the demo. ``handlers`` and ``leaders`` by the unit's short name, ``contacts`` by group."""

    committee: object
    members: list = field(default_factory=list)
    groups: dict = field(default_factory=dict)
    contacts: dict = field(default_factory=dict)
    units: dict = field(default_factory=dict)
    handlers: dict = field(default_factory=dict)
    leaders: dict = field(default_factory=dict)
    staff: dict = field(default_factory=dict)


class Registry:
    """Collects people and stores them in a few statements."""

    def __init__(self, committee):
        self.committee, self.users, self.grants, self.numbers = committee, [], [], count(1)
        self.password = make_password(accounts.PASSWORD)
        self.accounts = {account.name: account for account in accounts.ACCOUNTS}

    def person(self, name, role, channel=""):
        account = self.accounts.get(name)
        n = next(self.numbers)
        user = User(
            username=account.username if account else f"{role}{n:03d}",
            name=name,
            pinyin_key=person_key(name),
            stroke_key=stroke_key(name),
            committee=self.committee,
            active_role=role,
            phone=f"1000000{n:04d}",
            password=self.password if account else make_password(None),
            is_staff=role == Role.ADMINISTRATOR,
        )
        user.email = f"{user.username}@example.org"
        self.users.append(user)
        self.grants.append(RoleGrant(user=user, role=role, channel=channel))
        return user

    def store(self):
        User.objects.bulk_create(self.users)
        RoleGrant.objects.bulk_create(self.grants)


def gather(committee, units, terms):
    """Create everybody and return the cast; ``terms`` are those the members belong to."""
    registry, people = Registry(committee), matters.read("people")
    officers = iter(people["officers"])
    cast = Cast(committee, units=units)
    cast.members = [registry.person(name, Role.MEMBER) for name, _sector, _party in people["members"]]
    for name, kind in people["groups"]:
        cast.groups[name] = ProposerGroup(committee=committee, name=name, kind=kind)
        contact = accounts.GROUP.name if name == accounts.GROUP_NAME else next(officers)
        cast.contacts[name] = registry.person(contact, Role.GROUP)
    _officers_of(cast, registry, officers)
    _staff(cast, registry)
    registry.store()
    _store_memberships(cast, people["members"], terms)
    _store_groups(cast)
    _store_officers(cast)
    return _read_again(cast)


def _officers_of(cast, registry, officers):
    own = {accounts.UNIT: accounts.HANDLER.name, accounts.OTHER_UNIT: accounts.OTHER_HANDLER.name}
    for order, short in enumerate(cast.units):
        cast.handlers[short] = registry.person(own.get(short) or next(officers), Role.HANDLER)
        if short == accounts.UNIT:
            cast.leaders[short] = registry.person(accounts.UNIT_LEADER.name, Role.UNIT_LEADER)
        elif order % LEADER_EVERY == 0 and short != accounts.OTHER_UNIT:
            cast.leaders[short] = registry.person(next(officers), Role.UNIT_LEADER)


def _staff(cast, registry):
    chief, government = Channel.CPPCC, Channel.GOVERNMENT
    cast.staff = {
        "reviewer": registry.person(accounts.REVIEWER.name, Role.REVIEWER),
        "chief": registry.person(accounts.CHIEF.name, Role.COORDINATOR, chief),
        government: registry.person(accounts.COORDINATOR.name, Role.COORDINATOR, government),
        Channel.PARTY: registry.person("德庆伦珠", Role.COORDINATOR, Channel.PARTY),
        "leader": registry.person(accounts.LEADER.name, Role.LEADER),
        "auditor": registry.person(accounts.AUDITOR.name, Role.AUDITOR),
        "administrator": registry.person(accounts.ADMINISTRATOR.name, Role.ADMINISTRATOR),
    }


def _store_memberships(cast, rows, terms):
    sectors = {
        name: SectoralGroup(committee=cast.committee, name=name)
        for name in dict.fromkeys(sector for _name, sector, _party in rows)
    }
    SectoralGroup.objects.bulk_create(sectors.values())
    members = [Member(user=user) for user in cast.members]
    Member.objects.bulk_create(members)
    Membership.objects.bulk_create(
        Membership(member=member, term=term, sectoral_group=sectors[sector], party=party)
        for member, (_name, sector, party) in zip(members, rows, strict=True)
        for term in terms
    )


def _store_groups(cast):
    for name, group in cast.groups.items():
        group.contact, group.phone = cast.contacts[name].name, cast.contacts[name].phone
        group.leader = cast.members[(7 * len(name) + 3) % len(cast.members)].name
    ProposerGroup.objects.bulk_create(cast.groups.values())
    GroupAccount.objects.bulk_create(
        GroupAccount(group=group, user=cast.contacts[name]) for name, group in cast.groups.items()
    )


def _store_officers(cast):
    rows = [UnitOfficer(user=user, unit=cast.units[short], post="办公室") for short, user in cast.handlers.items()]
    rows += [UnitOfficer(user=user, unit=cast.units[short], post="分管领导") for short, user in cast.leaders.items()]
    UnitOfficer.objects.bulk_create(rows)


def _read_again(cast):
    """The same people as they are stored, with their roles at hand."""
    stored = {user.pk: user for user in User.objects.filter(committee=cast.committee).prefetch_related("grants")}
    cast.members = [stored[user.pk] for user in cast.members]
    for folk in (cast.contacts, cast.handlers, cast.leaders, cast.staff):
        folk.update({key: stored[user.pk] for key, user in folk.items()})
    return cast
