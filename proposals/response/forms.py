"""The response editor's form: a draft is kept as typed, complete or not; what is missing is said by the actions."""

from itertools import count

from django import forms
from django.utils.translation import gettext_lazy as _

from proposals.assignment.forms import DecisionForm, long_text, text
from proposals.committee.models import ResponseClass

from .actions import Promise
from .actions.drafting import FIELDS
from .models import Response, SuggestionAnswer

__all__ = ["CheckForm", "DecisionForm", "NoteForm", "OpinionForm", "ResponseForm"]

PARTS = ("what", "who", "due")


class ResponseForm(forms.Form):
    """All that is typed on the page: the letter, an answer to each suggestion, and rows of promises.

    ``version`` is what the page was filled from. ``newest`` is what somebody else has saved since, if anybody did.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages={"required": _("页面不完整，请刷新后再试。")})
    response_class = forms.ModelChoiceField(None, label=_("答复类别"), required=False, empty_label=_("请选择"))
    opening = long_text(_("开头"), required=False)
    closing = long_text(_("结尾"), required=False)
    contact = text(_("联系人"), limit=40, required=False)
    contact_phone = text(_("联系电话"), limit=30, required=False)
    signer = text(_("签发人"), limit=40, required=False, hint=_("空着就写审签的领导。"))
    document_number = text(_("文号"), limit=60, required=False, hint=_("例如：日农函〔2022〕15号"))
    publication = forms.ChoiceField(label=_("公开属性"), choices=Response.Publication.choices, widget=forms.RadioSelect)
    publication_reason = text(_("不全文公开的理由"), limit=200, required=False, hint=_("选摘要公开或不公开时必填。"))

    newest = None

    def __init__(self, data=None, *, assignment, draft):
        super().__init__(data, initial=self._initial(draft))
        self.suggestions = list(assignment.proposal.suggestions.all())
        self.fields["response_class"].queryset = ResponseClass.objects.of_session(assignment.proposal.session)
        answers = {answer.suggestion_id: answer for answer in draft.answers.all()}
        for suggestion in self.suggestions:
            self._add_answer(suggestion, answers.get(suggestion.pk))
        self.promise_count = self._add_promises(list(draft.commitments.all()))
        self.version_now = (data or {}).get("version") or draft.version

    @staticmethod
    def _initial(draft):
        return {name: getattr(draft, name) for name in FIELDS} | {"version": draft.version}

    def _add_answer(self, suggestion, answer):
        words = {"n": suggestion.number}
        adoption = forms.ChoiceField(
            label=_("建议%(n)s的采纳情况") % words, choices=SuggestionAnswer.Adoption.choices,
            widget=forms.RadioSelect, required=False, initial=answer and answer.adoption,
        )  # fmt: skip
        answered = long_text(_("对建议%(n)s的答复") % words, required=False)
        answered.initial = answer and answer.text
        self.fields |= {f"adoption-{suggestion.pk}": adoption, f"answer-{suggestion.pk}": answered}

    def _add_promises(self, kept):
        """A row for each promise there is, and an empty one; return how many rows."""
        typed = next(i for i in count() if f"promise_what-{i}" not in self.data) if self.is_bound else 0
        rows = max(len(kept) + 1, typed)
        for i in range(rows):
            promise = kept[i] if i < len(kept) else None
            what = text(_("承诺事项"), limit=300, required=False)
            who = text(_("责任人"), limit=60, required=False)
            due = forms.DateField(label=_("完成日期"), required=False)
            what.initial, who.initial = promise and promise.what, promise and promise.who
            due.initial = promise and promise.due_on
            self.fields |= {f"promise_what-{i}": what, f"promise_who-{i}": who, f"promise_due-{i}": due}
        return rows

    # -- for the page ------------------------------------------------------------------------------------------------

    def answers(self):
        """[(suggestion, field of adoption, field of the answer)]."""
        return [(s, self[f"adoption-{s.pk}"], self[f"answer-{s.pk}"]) for s in self.suggestions]

    def promises(self):
        """[(field of what, field of who, field of the date)]."""
        return [[self[f"promise_{part}-{i}"] for part in PARTS] for i in range(self.promise_count)]

    def field_of(self, key):
        """The field where a gap is closed (a key of ``response.actions.missing``); empty: not on this page."""
        if key == "promise":
            row = next((row for row in self.promises() if not all(bound.value() for bound in row)), None)
            return next((bound.name for bound in row or () if not bound.value()), "promise_what-0")
        return key if key in self.fields else ""

    def point_out(self, gaps):
        """Show each gap at its field, after the response could not be sent."""
        for key, sentence in gaps:
            self.add_error(self.field_of(key) or None, str(sentence))

    # -- for the action ----------------------------------------------------------------------------------------------

    def kept(self):
        """What is typed, as ``save_response`` takes it."""
        data = self.cleaned_data
        answers = {s.pk: (data[f"adoption-{s.pk}"], data[f"answer-{s.pk}"]) for s in self.suggestions}
        promises = [Promise(*(data[f"promise_{part}-{i}"] for part in PARTS)) for i in range(self.promise_count)]
        fields = {name: data[name] for name in FIELDS}
        return {"answers": answers, "promises": promises, "version": data["version"], **fields}


class OpinionForm(forms.Form):
    text = long_text(_("会办意见"), hint=_("交给主办单位，不送提案者。写明本单位能办什么、什么时候办。"))


class NoteForm(forms.Form):
    note = long_text(_("需要怎样修改"), hint=_("承办单位会看到。"))


class CheckForm(forms.Form):
    """Goes with the delivery: the class as the coordinator sees it, and a word to the unit."""

    response_class = forms.ModelChoiceField(
        None, label=_("答复类别"), empty_label=None, help_text=_("与单位所报不同时改在这里，两个类别都留记录。")
    )
    note = long_text(_("说明"), required=False, hint=_("更正类别时请写明原因，单位会看到。"))

    def __init__(self, data=None, *, draft):
        super().__init__(data, initial={"response_class": draft and draft.response_class_id})
        session = draft.assignment.proposal.session if draft else None
        classes = ResponseClass.objects
        self.fields["response_class"].queryset = classes.of_session(session) if session else classes.none()
