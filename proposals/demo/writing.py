"""Acts around a proposal before it is handed over: every function is one visit of one person at one moment."""

from datetime import timedelta

from django.utils import timezone

from proposals.lifecycle import Action
from proposals.submission import actions as submission
from proposals.submission.models import Attachment

from . import scans
from .world import Case, World


def draft(world: World, case: Case, now, *, whole=True):
    """A first draft; not ``whole``: only title and situation so far."""
    if case.has("typed_in"):
        return type_in(world, case, now)
    matter = case.matter
    text = {"title": matter.title, "situation": matter.situation, "consent_publish": not case.has("secret")}
    if whole:
        text |= _rest(world, case)
    case.proposal = submission.new_draft(case.key, by=case.author, group=case.group, now=now, **text)
    if case.has("photo"):
        submission.attach(case.proposal, checked=[scans.photo("现场照片.jpg")], by=case.author, now=now)


def type_in(world, case, now):
    """代录: handed in on paper and typed in by the office, with the scan of the original."""
    case.typist = clerk = world.cast.staff["reviewer"]
    case.proposal = submission.enter(case.key, title=case.matter.title, member=case.author, by=clerk, now=now)
    text = {"situation": case.matter.situation, **_rest(world, case)}
    case.proposal = submission.save_draft(case.proposal, by=clerk, now=now, **text)
    original = scans.page("签名原件.jpg")
    submission.attach(case.proposal, checked=[original], purpose=Attachment.Purpose.ORIGINAL, by=clerk, now=now)


def _rest(world, case):
    matter = case.matter
    topic = case.dice.choice(list(world.topics)) if case.has("wrong_topic") else matter.topic
    wished = [world.unit(matter.lead)] if case.has("wished") else []
    texts = matter.suggestions[:-1] if case.has("sent_back") else matter.suggestions
    return {
        "analysis": matter.analysis,
        "suggestions": texts,
        "topic": world.topics[topic],
        "wished_units": wished,
    }


def finish(world, case, now):
    submission.save_draft(case.proposal, by=case.author, now=now, **_rest(world, case))


def invite(case, now):
    """Ask the co-sponsors; return [(the moment of the answer, invitation, answer)] of those who answer."""
    rows = submission.invite(case.proposal, members=[user for user, _ in case.cosponsors], by=case.author, now=now)
    answers = [
        (_answer_at(case, row, now), row, wanted)
        for row, (_user, wanted) in zip(rows, case.cosponsors, strict=True)
        if wanted
    ]
    return sorted(answers, key=lambda answer: answer[0])


def _answer_at(case, row, now):
    """In time and, if that can be, not in the night."""
    minutes = min((row.expires_at - now).total_seconds() / 60, 1440)
    when = case.hours.awake(now + timedelta(minutes=case.dice.randint(8, int(minutes * 0.9))))
    return when if when < row.expires_at else now + timedelta(minutes=case.dice.randint(5, 50))


def answer(case, row, verdict, now):
    pool = {Action.CONFIRM: "confirm", Action.DECLINE_INVITATION: "decline_invitation"}[verdict]
    act = submission.confirm if verdict == Action.CONFIRM else submission.decline_invitation
    act(row, by=row.user, opinion=case.says(pool), now=now)


def submit(case, now):
    by = case.typist or case.author
    if case.group and not case.proposal.submitted_at:
        words = {"leader": case.group.leader, "confirmed_on": timezone.localdate(now)}
        submission.seal(case.proposal, scan=scans.page("盖章页.jpg", sealed=True), by=by, now=now, **words)
    case.proposal = submission.submit(case.proposal, by=by, now=now)
    case.suggestions = list(case.proposal.suggestions.all())


def send_back(world, case, now):
    submission.send_back(case.proposal, by=world.cast.staff["reviewer"], note=case.says("send_back"), now=now)


def add_what_was_asked(case, now):
    """After it was sent back."""
    submission.save_draft(case.proposal, by=case.author, suggestions=case.matter.suggestions, now=now)


def register(world, case, now):
    topic = world.topics[case.matter.topic]
    case.proposal = submission.register(case.proposal, by=world.cast.staff["reviewer"], topic=topic, now=now)
    _filed(world, case, now)


def pass_on(world, case, now):
    case.proposal = submission.pass_on(
        case.proposal, by=world.cast.staff["reviewer"], note=case.says("pass_on"), now=now
    )
    _filed(world, case, now)


def _filed(world, case, now):
    """What the office keeps beside the text: theme, and whether it is a key proposal."""
    reviewer, themes = world.cast.staff["reviewer"], [world.themes[case.matter.theme]]
    case.proposal = submission.classify(case.proposal, by=reviewer, themes=themes, now=now)
    if case.has("key"):
        reason = "社会关注，经主席会议确定。"
        case.proposal = submission.mark_key(case.proposal, by=reviewer, is_key=True, note=reason, now=now)


def decline(world, case, now):
    reason = next(reason for reason in world.reasons if reason.name == "超出本地区职权范围")
    note = case.says("decline_note")
    submission.decline(case.proposal, by=world.cast.staff["reviewer"], reason=reason, note=note, now=now)


def merge(world, case, into, now):
    submission.merge(case.proposal, by=world.cast.staff["reviewer"], into=into.proposal, now=now)


def ask_withdrawal(case, now):
    submission.ask_withdrawal(case.proposal, by=case.author, reason=case.says("withdraw_reason"), now=now)


def refuse_withdrawal(world, case, now):
    reviewer = world.cast.staff["reviewer"]
    submission.refuse_withdrawal(case.proposal, by=reviewer, note=case.says("withdraw_refused"), now=now)


def instruct(world, case, now):
    submission.instruct(case.proposal, by=world.cast.staff["leader"], note=case.says("instruct"), now=now)
