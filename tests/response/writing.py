"""What is typed into the response editor, and cases to type it for."""

from proposals.assignment.models import Assignment
from proposals.committee.models import ResponseClass
from tests.factories import accept_all, handed_over


def accepted(cast, **kwargs):
    """A sole case of the unit, handed over on 2022-03-15 and accepted."""
    proposal = handed_over(cast, **kwargs)
    accept_all(proposal, cast)
    return proposal.assignments.get(unit=cast.unit)


def fresh(row):
    return Assignment.objects.get(pk=row.pk)


def letter(row, *, version=0, letter="A", promises=(("", "", ""),), **changed):
    """A complete letter as the page posts it; ``changed`` fields differ."""
    classes = ResponseClass.objects.of_session(row.proposal.session)
    data = {
        "version": version,
        "response_class": classes.get(letter=letter).pk,
        "opening": "您提出的提案收悉，现答复如下。",
        "closing": "感谢支持。",
        "contact": "次旦",
        "contact_phone": "0892-1111111",
        "signer": "",
        "document_number": "日农函〔2022〕15号",
        "publication": "full",
        "publication_reason": "",
    }
    for suggestion in row.proposal.suggestions.all():
        data[f"adoption-{suggestion.pk}"] = "adopted"
        data[f"answer-{suggestion.pk}"] = f"第{suggestion.number}条已经采纳。"
    for i, (what, who, due) in enumerate(promises):
        data |= {f"promise_what-{i}": what, f"promise_who-{i}": who, f"promise_due-{i}": due}
    return data | changed
