"""Who takes part: people and their roles, members and their groups, handling units and their officers."""

from .members import GroupAccount, Member, Membership, ProposerGroup, SectoralGroup
from .names import person_key, pinyin_key, stroke_key
from .passwords import UsedPassword
from .people import RoleGrant, User, desk
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
    "UsedPassword",
    "User",
    "desk",
    "person_key",
    "pinyin_key",
    "stroke_key",
]
