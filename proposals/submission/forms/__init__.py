"""Forms of writing, co-sponsoring and examining. They check shape only; what may be submitted is the actions' word."""

from .deciding import DeclineForm, MergeForm, RegisterForm, ReleaseForm, SendBackForm
from .desk import BULK_CHOICES, BulkForm, ClassifyForm, InboxForm, MarkKeyForm, NumberingForm, SessionForm, ticked_keys
from .fields import ConfirmForm, NoteForm, SuggestionsField, TextField
from .files import AttachForm, SealForm
from .people import AnswerForm, ChangedTextForm, EnterForm, InviteForm
from .prints import CollectionForm
from .writing import DeclarationForm, DraftForm, ManuscriptForm, SeenForm, WithdrawalForm

__all__ = [
    "BULK_CHOICES",
    "AnswerForm",
    "AttachForm",
    "BulkForm",
    "ChangedTextForm",
    "ClassifyForm",
    "CollectionForm",
    "ConfirmForm",
    "DeclarationForm",
    "DeclineForm",
    "DraftForm",
    "EnterForm",
    "InboxForm",
    "InviteForm",
    "MarkKeyForm",
    "ManuscriptForm",
    "MergeForm",
    "NoteForm",
    "NumberingForm",
    "RegisterForm",
    "ReleaseForm",
    "SealForm",
    "SendBackForm",
    "SessionForm",
    "SeenForm",
    "SuggestionsField",
    "TextField",
    "WithdrawalForm",
    "ticked_keys",
]
