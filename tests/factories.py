"""Builders. A thing reaches a status only by walking the real actions there (``proposal_at``)."""

import functools
import io
import itertools
import uuid
from datetime import datetime
from importlib import import_module
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from proposals import files
from proposals.accounts.models import (
    GroupAccount,
    HandlingUnit,
    Member,
    Membership,
    ProposerGroup,
    RoleGrant,
    SectoralGroup,
    UnitOfficer,
    User,
)
from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.committee.models import (
    CalendarDay,
    Committee,
    DeclineReason,
    PlenarySession,
    RatingStep,
    ResponseClass,
    Topic,
)
from proposals.lifecycle import AssignmentStatus, ProposalStatus
from proposals.permissions import Channel, Role
from proposals.rating import actions as rating
from proposals.response import actions as response
from proposals.submission import actions as submission

SHANGHAI = ZoneInfo("Asia/Shanghai")
_count = itertools.count(1)


def at(text):
    """``"2022-03-15 10:30"`` (or a date alone, then 10:00) as a moment in Asia/Shanghai."""
    return datetime.fromisoformat(text if " " in text else f"{text} 10:00").replace(tzinfo=SHANGHAI)


def restore_calendar():
    """Put back the days the migration seeds: tests with real transactions empty every table when they end."""
    if not CalendarDay.objects.exists():
        import_module("proposals.committee.migrations.0002_calendar").seed(apps, None)


def make_committee(name="政协日喀则市委员会", *, city="日喀则", code="540200", home=True, year=2022):
    """A committee with one session and the default dictionaries."""
    restore_calendar()
    committee = Committee.objects.create(
        name=name, short_name=name[:20], city=city, division_code=code, is_home=home, office="提案委员会",
        phone="0892-0000000", hours="工作日 9:30—18:30",
    )  # fmt: skip
    PlenarySession.objects.create(
        committee=committee, term=2, number=2, title=f"{city}二届二次会议", year=year,
        call_opens_at=at(f"{year - 1}-11-01"), cutoff_at=at(f"{year}-02-20 18:00"),
        sits_from=at(f"{year}-02-18").date(), sits_to=at(f"{year}-02-21").date(),
    )  # fmt: skip
    for order, topic in enumerate(["经济建设", "社会建设"]):
        Topic.objects.create(committee=committee, name=topic, order=order)
    for order, reason in enumerate(["个人或者亲属事务", "没有具体建议"]):
        DeclineReason.objects.create(committee=committee, name=reason, order=order)
    for order, (letter, wording, meaning) in enumerate(
        [("A", "已经解决或采纳", "resolved"), ("B", "列入计划拟解决或采纳", "planned"), ("C", "留作参考", "reference")]
    ):
        ResponseClass.objects.create(
            committee=committee, year=year, letter=letter, name=wording, meaning=meaning, order=order
        )
    for order, (step, counts_as) in enumerate(
        [("满意", "satisfied"), ("基本满意", "basically"), ("不满意", "dissatisfied")]
    ):
        RatingStep.objects.create(committee=committee, name=step, counts_as=counts_as, order=order)
    return committee


def make_user(committee, role, name=None, *, channel="", unit=None, group=None, password=None):
    """A person with one role (and unit, group or channel where the role needs one)."""
    n = next(_count)
    user = User(username=f"{role}{n}", name=name or f"{Role(role).label}{n}", committee=committee, active_role=role)
    user.email, user.is_staff = f"{user.username}@example.org", role == Role.ADMINISTRATOR
    user.set_password(password) if password else user.set_unusable_password()
    user.save()
    RoleGrant.objects.create(user=user, role=role, channel=channel)
    if role == Role.MEMBER:
        member = Member.objects.create(user=user)
        sector, _new = SectoralGroup.objects.get_or_create(committee=committee, name="农牧界")
        Membership.objects.create(member=member, term=2, sectoral_group=sector)
    if unit:
        UnitOfficer.objects.create(user=user, unit=unit)
    if group:
        GroupAccount.objects.create(user=user, group=group)
    return User.objects.get(pk=user.pk)


def make_unit(committee, name=None, *, channel=Channel.GOVERNMENT):
    name = name or f"市第{next(_count)}局"
    return HandlingUnit.objects.create(committee=committee, name=f"日喀则{name}", short_name=name, channel=channel)


def make_group(committee, name="九三学社市委会", kind="party"):
    return ProposerGroup.objects.create(committee=committee, name=name, kind=kind)


def make_cast(committee=None):
    """Everyone a story needs: one of each role, two units with officers, a group; ``stranger`` may see nothing."""
    committee = committee or make_committee()
    unit, other_unit = make_unit(committee, "市农业农村局"), make_unit(committee, "市财政局")
    group = make_group(committee)
    cast = SimpleNamespace(
        committee=committee, session=PlenarySession.objects.get(committee=committee), unit=unit, other_unit=other_unit,
        group=group,
        member=make_user(committee, Role.MEMBER, "卓玛"),
        colleague=make_user(committee, Role.MEMBER, "扎西"),
        stranger=make_user(committee, Role.MEMBER, "路人"),
        group_account=make_user(committee, Role.GROUP, "集体联络员", group=group),
        reviewer=make_user(committee, Role.REVIEWER, "德吉"),
        coordinator=make_user(committee, Role.COORDINATOR, "普布", channel=Channel.GOVERNMENT),
        chief_coordinator=make_user(committee, Role.COORDINATOR, "仓决", channel=Channel.CPPCC),
        handler=make_user(committee, Role.HANDLER, "次旦", unit=unit),
        other_handler=make_user(committee, Role.HANDLER, "尼玛", unit=other_unit),
        unit_leader=None,
        leader=make_user(committee, Role.LEADER, "主席"),
        auditor=make_user(committee, Role.AUDITOR, "审计员"),
    )  # fmt: skip
    return cast


def add_unit_leader(cast):
    """From now on the unit's responses need its leader's sign-off."""
    cast.unit_leader = make_user(cast.committee, Role.UNIT_LEADER, "局长", unit=cast.unit)
    cast.unit = HandlingUnit.objects.get(pk=cast.unit.pk)
    return cast.unit_leader


def draft(
    cast,
    *,
    by=None,
    title="关于建立青稞良种繁育基地的提案",
    suggestions=("建一处繁育基地。", "建立种子储备。"),
    now=None,
):
    return submission.new_draft(
        uuid.uuid4(), by=by or cast.member, title=title, situation="三县走访所见。", analysis="原因有三。",
        suggestions=list(suggestions), topic=Topic.objects.filter(committee=cast.committee).first(),
        now=now or at("2022-02-10"),
    )  # fmt: skip


def submitted(cast, *, now=None, **kwargs):
    now, by = now or at("2022-02-10"), kwargs.get("by") or cast.member
    proposal = draft(cast, now=now, **kwargs)
    if proposal.group_id:
        seal(proposal, by=by, now=now)
    return submission.submit(proposal, by=by, now=now)


@functools.cache
def scan():
    """A page that has been looked into, for seals and signed originals."""
    page = io.BytesIO()
    Image.new("L", (60, 80), "white").save(page, "PNG")
    return files.inspect(SimpleUploadedFile("扫描件.png", page.getvalue()))


def seal(proposal, *, by, now=None):
    """The confirmation of the group's leader, without which a group submits nothing."""
    now = now or at("2022-02-10")
    return submission.seal(proposal, leader="负责人", confirmed_on=now.date(), scan=scan(), by=by, now=now)


def registered(cast, *, now=None, **kwargs):
    return submission.register(submitted(cast, **kwargs), by=cast.reviewer, now=now or at("2022-03-01"))


def handed_over(cast, *, shares=None, now=None, **kwargs):
    """The proposal, handed over on 2022-03-15 to ``shares`` (default: the unit alone)."""
    proposal = registered(cast, **kwargs)
    shares = shares or [Share(cast.unit, Assignment.Kind.SOLE)]
    assignment.hand_over(proposal, shares=shares, by=cast.chief_coordinator, now=now or at("2022-03-15"))
    proposal.refresh_from_db()
    return proposal


def accept_all(proposal, cast, now=None):
    officers = {cast.unit.pk: cast.handler, cast.other_unit.pk: cast.other_handler}
    for row in proposal.assignments.current().at(AssignmentStatus.PENDING):
        assignment.accept(row, by=officers[row.unit_id], now=now or at("2022-03-17"))


def write_response(row, by, *, letter="A", now=None, promise=None):
    """A complete draft of the response of assignment ``row``."""
    proposal = row.proposal
    adopted = {s.pk: ("adopted", "已经采纳。") for s in proposal.suggestions.all()}
    wanted = ResponseClass.objects.get(committee=proposal.committee, year=proposal.session.year, letter=letter)
    return response.save_response(
        row, by=by, response_class=wanted, opening="您提出的提案收悉，现答复如下。", contact="次旦",
        contact_phone="0892-1111111", answers=adopted, promises=[promise] if promise else [],
        now=now or at("2022-05-10"),
    )  # fmt: skip


def respond(row, cast, *, letter="A", now=None, promise=None):
    """Draft, send to checking (through the unit leader where there is one); return the assignment."""
    officers = {cast.unit.pk: cast.handler, cast.other_unit.pk: cast.other_handler}
    by, now = officers[row.unit_id], now or at("2022-05-10")
    write_response(row, by, letter=letter, now=now, promise=promise)
    if row.unit.needs_sign_off:
        response.send_for_sign_off(row, by=by, now=now)
        response.sign_off(row, by=cast.unit_leader, now=now)
    else:
        response.submit_response(row, by=by, now=now)
    row.refresh_from_db()
    return row


def deliver(row, cast, *, now=None):
    """Check and deliver; return the open round."""
    return rating.deliver(row, by=cast.chief_coordinator, now=now or at("2022-05-12"))


def step(cast, name):
    return RatingStep.objects.get(committee=cast.committee, name=name)


def rate(round_, by, cast, name="满意", *, now=None, reason="没有解决"):
    chosen = step(cast, name)
    reason = reason if chosen.is_dissatisfied else ""
    return rating.rate(round_, by=by, attitude=chosen, result=chosen, reason=reason, now=now or at("2022-05-20"))


def answered(cast, **kwargs):
    """A sole case delivered on 2022-05-12: (proposal, open round)."""
    proposal = handed_over(cast, **kwargs)
    accept_all(proposal, cast)
    row = respond(proposal.assignments.get(), cast)
    round_ = deliver(row, cast)
    proposal.refresh_from_db()
    return proposal, round_


def proposal_at(status, cast):
    """A proposal in this status, walked there by the people of the cast through the real actions."""
    S = ProposalStatus
    if status == S.DRAFT:
        return draft(cast)
    if status == S.DISCARDED:
        return submission.discard(draft(cast), by=cast.member, now=at("2022-02-11"))
    if status == S.SUBMITTED:
        return submitted(cast)
    if status == S.SENT_BACK:
        return submission.send_back(submitted(cast), by=cast.reviewer, note="请一事一案。", now=at("2022-02-25"))
    if status == S.DECLINED:
        reason = DeclineReason.objects.filter(committee=cast.committee).first()
        return submission.decline(submitted(cast), by=cast.reviewer, reason=reason, now=at("2022-03-01"))
    if status == S.PASSED_ON:
        return submission.pass_on(submitted(cast), by=cast.reviewer, note="转有关单位参考。", now=at("2022-03-01"))
    if status == S.MERGED:
        main = registered(cast, title="关于青稞良种的提案")
        return submission.merge(submitted(cast), by=cast.reviewer, into=main, now=at("2022-03-02"))
    if status == S.WITHDRAWN:
        asked = submission.ask_withdrawal(submitted(cast), by=cast.member, reason="已经解决。", now=at("2022-02-25"))
        return assignment.withdraw(asked, by=cast.reviewer, now=at("2022-02-26"))
    if status == S.REGISTERED:
        return registered(cast)
    if status == S.HANDED_OVER:
        return handed_over(cast)
    proposal, round_ = answered(cast)
    if status == S.REHANDLING:
        rate(round_, cast.member, cast, "不满意")
        rating.close_rounds(now=at("2022-05-22"))
    elif status == S.CLOSED:
        rate(round_, cast.member, cast)
        rating.close_rounds(now=at("2022-05-22"))
    proposal.refresh_from_db()
    assert proposal.status == status
    return proposal


def assignment_at(status, cast):
    """An assignment of the cast's unit in this status (the co-handler's for 已提会办意见)."""
    S, K = AssignmentStatus, Assignment.Kind
    if status == S.OPINED:
        proposal = handed_over(cast, shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)])
        accept_all(proposal, cast)
        row = proposal.assignments.get(kind=K.CO_HANDLER)
        response.give_opinion(row, by=cast.other_handler, text="同意。", now=at("2022-04-10"))
    elif status == S.CANCELLED:
        proposal = handed_over(cast)
        submission.ask_withdrawal(proposal, by=cast.member, reason="已经解决。", now=at("2022-04-01"))
        assignment.withdraw(proposal, by=cast.reviewer, now=at("2022-04-02"))
        row = proposal.assignments.get()
    elif status == S.SIGNING:
        add_unit_leader(cast)
        row = handed_over(cast).assignments.get()
        accept_all(row.proposal, cast)
        row.refresh_from_db()
        write_response(row, cast.handler)
        response.send_for_sign_off(row, by=cast.handler, now=at("2022-05-10"))
    elif status in (S.RETURN_ASKED, S.RETURNED):
        row = handed_over(cast).assignments.get()
        when = at("2022-03-17")
        assignment.return_(row, by=cast.handler, reason="不属本局。", suggested_unit=cast.other_unit, now=when)
        if status == S.RETURNED:
            assignment.approve_return(row, by=cast.coordinator, now=when)
    else:
        row = handed_over(cast).assignments.get()
        if status != S.PENDING:
            accept_all(row.proposal, cast)
        row.refresh_from_db()
        if status in (S.CHECKING, S.RESPONDED):
            respond(row, cast)
        if status == S.RESPONDED:
            deliver(row, cast)
    row.refresh_from_db()
    assert row.status == status
    return row
