"""What is set up for a committee at the beginning, and for each new session."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from proposals.lifecycle import Refusal

from . import defaults
from .models import (
    Committee,
    DeadlinePolicy,
    DeclineReason,
    PlenarySession,
    RatingStep,
    ResponseClass,
    SynonymSet,
    Theme,
    Topic,
)

SYNONYMS = Path(__file__).parent / "data" / "synonyms.txt"
#: what is a session's own and not copied into the next one
OWN = {
    "id", "committee", "term", "number", "title", "year", "call_opens_at", "cutoff_at", "sits_from", "sits_to",
    "numbers_locked_at", "numbers_locked_by",
}  # fmt: skip


def load_synonyms(committee):
    """Give the committee the synonyms that come with the product and that it does not have yet; return how many."""
    lines = [line for line in SYNONYMS.read_text().splitlines() if line and not line.startswith("#")]
    known = set(SynonymSet.objects.filter(committee=committee).values_list("name", flat=True))
    rows = [SynonymSet(committee=committee, name=line, order=n) for n, line in enumerate(lines) if line not in known]
    return len(SynonymSet.objects.bulk_create(rows))


@transaction.atomic
def set_up(committee, session):
    """Store the home committee with its first session (both unsaved) and the default dictionaries."""
    home = Committee.objects.home()
    if home is not None:
        raise Refusal(_("已经有本会了：%(name)s。") % {"name": home.name})
    _check(committee)
    _check(session)
    committee.is_home = True
    committee.save()
    session.committee = committee
    session.save()
    fill_dictionaries(committee)
    fill_classes(committee, session.year)
    load_synonyms(committee)
    return committee


def fill_dictionaries(committee):
    """The default dictionaries that are the same every year."""
    Topic.objects.bulk_create(Topic(committee=committee, name=n, order=i) for i, n in enumerate(defaults.TOPICS))
    DeclineReason.objects.bulk_create(
        DeclineReason(committee=committee, name=n, order=i) for i, n in enumerate(defaults.DECLINE_REASONS)
    )
    RatingStep.objects.bulk_create(
        RatingStep(committee=committee, name=n, counts_as=c, order=i) for i, (n, c) in enumerate(defaults.STEPS)
    )


def fill_classes(committee, year):
    """The default classes of responses for one year."""
    ResponseClass.objects.bulk_create(
        ResponseClass(committee=committee, year=year, letter=letter, name=name, meaning=meaning, order=i)
        for i, (letter, name, meaning) in enumerate(defaults.CLASSES)
    )


def _check(row):
    """Lengths and dates, each with its sentence."""
    try:
        row.clean_fields(exclude={"committee"})
    except ValidationError as found:
        told = [f"{row._meta.get_field(name).verbose_name}：{texts[0]}" for name, texts in found.message_dict.items()]
        raise Refusal(" ".join(told), field=next(iter(found.message_dict))) from found
    if isinstance(row, PlenarySession):
        check_dates(row)


def check_dates(session):
    """Raise Refusal for dates that cannot be, at the field that is wrong."""
    if session.call_opens_at and session.cutoff_at and session.cutoff_at <= session.call_opens_at:
        raise Refusal(_("大会提案截止要晚于征集开始。"), field="cutoff_at")
    if session.sits_from and session.sits_to and session.sits_to < session.sits_from:
        raise Refusal(_("会期结束不能早于会期开始。"), field="sits_to")


@transaction.atomic
def copy_session(session, **own):
    """A new session with the rules of this one: limits, numbers, lengths, steps; and, where its year has none yet, the
    classes of responses and the themes in use. ``own``: title, term, number, year and dates of the new one."""
    if PlenarySession.objects.filter(committee=session.committee, title=own["title"]).exists():
        raise Refusal(_("已经有名称相同的届次。"), field="title")
    names = [field.name for field in PlenarySession._meta.concrete_fields if field.name not in OWN]
    copied = {name: getattr(session, name) for name in names}
    new = PlenarySession(committee=session.committee, **copied | own)
    check_dates(new)
    new.save()
    DeadlinePolicy.objects.bulk_create(_again(row, session=new) for row in session.policies.all())
    for model in (ResponseClass, Theme):
        rows = model.objects.in_use(session.committee)
        if not rows.filter(year=new.year).exists():
            model.objects.bulk_create(_again(row, year=new.year) for row in rows.filter(year=session.year))
    return new


def _again(row, **changed):
    """An unsaved copy of a row."""
    names = [field.name for field in row._meta.concrete_fields if field.name != "id"]
    return type(row)(**{name: getattr(row, name) for name in names} | changed)
