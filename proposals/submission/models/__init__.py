"""提出 and 审查立案: the proposal, its people, its rulings and who may see it."""

from .people import CaseAccess, CoSponsor
from .proposal import Proposal, Suggestion
from .ruling import Ruling, WithdrawalRequest

__all__ = ["CaseAccess", "CoSponsor", "Proposal", "Ruling", "Suggestion", "WithdrawalRequest"]
