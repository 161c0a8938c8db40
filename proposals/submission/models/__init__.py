"""提出 and 审查立案: the proposal, its people, its files, its rulings and who may see it."""

from .files import Attachment, Seal
from .likeness import TitleWords, WordCount
from .office import PreparedDecision, RetiredNumber, SubjectGroup
from .people import CaseAccess, CoSponsor
from .proposal import Proposal, Suggestion
from .ruling import Ruling, WithdrawalRequest
from .search import SearchText
from .versions import TextVersion

__all__ = [
    "Attachment",
    "CaseAccess",
    "CoSponsor",
    "PreparedDecision",
    "Proposal",
    "RetiredNumber",
    "Ruling",
    "Seal",
    "SearchText",
    "SubjectGroup",
    "Suggestion",
    "TextVersion",
    "TitleWords",
    "WithdrawalRequest",
    "WordCount",
]
