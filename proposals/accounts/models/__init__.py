"""Who takes part: people and their roles, members and their groups, handling units and their officers."""

from .members import GroupAccount, Member, Membership, ProposerGroup, SectoralGroup
from .people import RoleGrant, User, desk
from .search import pinyin_key
from .units import HandlingUnit, UnitOfficer

__all__ = [
    "GroupAccount",
    "HandlingUnit",
    "Member",
    "Membership",
    "ProposerGroup",
    "RoleGrant",
    "SectoralGroup",
    "UnitOfficer",
    "User",
    "desk",
    "pinyin_key",
]
