"""The home page of each role: first what waits for the person, then where things stand."""

from proposals.permissions import Role

from .desk import coordinator, reviewer
from .leader import leader
from .member import member
from .unit import handler
from .unit_leader import unit_leader


def backstage(request):
    """Roles whose work is elsewhere: the audit trail, the administration; and accounts without a role."""
    return "tracking/home_backstage.html", {"may_administrate": request.user.is_staff}


HOMES = {
    Role.MEMBER: member,
    Role.GROUP: member,
    Role.REVIEWER: reviewer,
    Role.COORDINATOR: coordinator,
    Role.HANDLER: handler,
    Role.UNIT_LEADER: unit_leader,
    Role.LEADER: leader,
    Role.AUDITOR: backstage,
    Role.ADMINISTRATOR: backstage,
}


def of(user):
    """The home page of this person's active role."""
    return HOMES.get(user.role, backstage)


__all__ = ["HOMES", "backstage", "of"]
