"""Acts around the response: writing, signing off, checking, delivering, rating, promising."""

from datetime import date

from proposals.followup import actions as followup
from proposals.rating import actions as rating
from proposals.rating.models import Rating
from proposals.response import actions as response
from proposals.response.actions import Promise
from proposals.response.models import Response, SuggestionAnswer

from .handling import separate_parts
from .matters import second_rounds, words
from .world import KINDS, Case, World

CONTACT = Rating.Contact


def write(world: World, case: Case, row, now, *, whole=True):
    """The unit's draft of the first round; not ``whole``: opening and the first answer so far."""
    matter = case.matter
    letter = "A" if case.has("corrected") else matter.letter
    fields = {
        "opening": case.says("opening", n=len(matter.suggestions)),
        "contact": world.handler(row).name,
        "contact_phone": f"0892-000{1000 + list(world.cast.units).index(row.unit.short_name)}",
    }
    answers = _answers(case, row)
    if not whole:
        answers = dict(list(answers.items())[:1])
        return response.save_response(row, by=world.handler(row), answers=answers, now=now, **fields)
    if case.has("secret_answer"):
        fields |= {"publication": Response.Publication.SUMMARY, "publication_reason": case.says("publication_reason")}
    fields |= {
        "response_class": world.classes[letter],
        "closing": matter.closing,
        "document_number": world.document_number(row),
        "signer": _signer(world, case, row),
    }
    promises = [_promise(case, matter.promise)] if matter.promise else []
    return response.save_response(row, by=world.handler(row), answers=answers, promises=promises, now=now, **fields)


def _signer(world, case, row):
    leader = world.leader(row)
    return leader.name if leader else case.dice.choice(["王景行", "扎西曲桑", "罗布央宗", "德吉旺扎", "周思源"])


def _answers(case, row):
    given = case.matter.answers
    found = {s.pk: given[s.number - 1] for s in case.suggestions}
    if row.kind == KINDS.SEPARATE:
        parts = separate_parts(case.matter)
        for suggestion in case.suggestions:
            owner = next(short for short, numbers in parts.items() if suggestion.number in numbers)
            if owner != row.unit.short_name:
                adoption = found[suggestion.pk][0]
                found[suggestion.pk] = (adoption, case.says("other_part", other=owner))
    return found


def _promise(case, promise):
    due = date.fromisoformat(promise["by"])
    return Promise(promise["what"], promise["who"], case.promise_day(due))


def write_again(world, case, row, now):
    """The draft of the second round, written for this case alone."""
    story = second_rounds()[case.matter.title]
    promise = story.get("promise")
    response.save_response(
        row, by=world.handler(row), now=now,
        opening=case.says("opening_again"), closing=story["closing"], response_class=world.classes[story["class"]],
        contact=world.handler(row).name, contact_phone="0892-0001000", document_number=world.document_number(row),
        signer=_signer(world, case, row),
        answers={s.pk: tuple(story["answers"][s.number - 1]) for s in case.suggestions},
        promises=[_promise(case, promise)] if promise else [],
    )  # fmt: skip


def hand_in(world, row, now):
    """To the unit's leader where there is one, else straight to checking; return whether it waits for a signature."""
    if world.leader(row):
        response.send_for_sign_off(row, by=world.handler(row), now=now)
        return True
    response.submit_response(row, by=world.handler(row), now=now)
    return False


def sign_off(world, row, now):
    response.sign_off(row, by=world.leader(row), now=now)


def refuse_sign_off(world, case, row, now):
    response.refuse_sign_off(row, by=world.leader(row), note=case.says("sign_off_refused"), now=now)


def send_back(world, case, row, now):
    by = world.coordinator(row.unit.channel, case.dice)
    response.send_back_response(row, by=by, note=case.says("check_back"), now=now)


def revise(world, case, row, now):
    """A few words more in the first answer, after it was sent back."""
    draft = response.current_response(row)
    first = SuggestionAnswer.objects.filter(response=draft).order_by("suggestion__number").first()
    text = f"{first.text}责任科室和联系人已一并明确，进展按月报送。"
    response.save_response(row, by=world.handler(row), answers={first.suggestion_id: (first.adoption, text)}, now=now)


def deliver(world, case, row, now, *, again=False):
    """Check and deliver; a class that does not fit the text is corrected. Return the open round."""
    by = world.coordinator(row.unit.channel, case.dice)
    if not case.has("corrected") or again:
        return rating.deliver(row, by=by, now=now)
    letter = case.matter.letter
    note = words()["class_note"]["BC".index(letter)]
    return rating.deliver(row, by=by, response_class=world.classes[letter], note=note, now=now)


def rate(world, case, round_, step, now, *, reason="", comment="", attitude="满意"):
    if not comment and not reason and case.dice.random() < 0.4:
        comment = case.says({"满意": "satisfied", "基本满意": "basically"}[step])
    contacted = CONTACT.PHONE if case.has("phone_only") else CONTACT.TALK
    rating.rate(
        round_, by=case.author, result=world.steps[step], attitude=world.steps[attitude], reason=reason,
        comment=comment, contacted=contacted, now=now,
    )  # fmt: skip


def add_opinion(world, case, round_, user, now):
    """A co-sponsor says something, too; it does not enter the rates."""
    step = world.steps["满意"]
    rating.rate(round_, by=user, result=step, attitude=step, comment=case.says("cosponsor"), now=now)


def close(world, case, note, now):
    rating.close(case.proposal, by=world.cast.staff["chief"], note=note, now=now)


def report_progress(world, case, commitment, pool, now):
    """On a promise; ``fulfilled`` ends it."""
    by = world.handler(commitment.response.assignment)
    text = case.says(pool)
    followup.report_progress(commitment, by=by, text=text, fulfils=pool == "fulfilled", now=now)
