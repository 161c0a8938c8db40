"""Two sides of one committee, each with its own people and a case in every state, and the offices between them.

Side ``a``: a member with a co-sponsor and an invited colleague; government units. Side ``b``: a group's account; party
units. Whoever stands on one side is a stranger to the cases of the other.
"""

import uuid
from types import SimpleNamespace

from django.db import connection
from django.utils import timezone

from proposals.accounts.models import HandlingUnit
from proposals.assignment import actions as assignment
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.committee.models import PlenarySession
from proposals.followup import actions as followup
from proposals.notices.models import Notice
from proposals.permissions import Channel, Role
from proposals.rating import actions as rating
from proposals.report import actions as report
from proposals.response import actions as response
from proposals.response.actions import Promise
from proposals.response.models import Commitment
from proposals.submission import actions as submission
from proposals.tracking import actions as tracking
from tests.factories import (
    at,
    draft,
    make_committee,
    make_group,
    make_unit,
    make_user,
    rate,
    scan,
    seal,
    write_response,
)

OFFICES = ("reviewer", "chief_coordinator", "leader", "auditor", "administrator", "without_role")
SIDE = ("proposer", "cosponsor", "invited", "handler", "co_handler", "unit_leader", "coordinator")


def make_offices(committee):
    people = {role: make_user(committee, role) for role in ("reviewer", "leader", "auditor", "administrator")}
    people["chief_coordinator"] = make_user(committee, Role.COORDINATOR, channel=Channel.CPPCC)
    people["without_role"] = make_user(committee, Role.MEMBER)
    people["without_role"].grants.all().delete()
    return people


class Side:
    """The people of one side, and cases walked through the real actions to where a page finds them."""

    def __init__(self, committee, offices, channel, group=None):
        self.committee, self.offices = committee, SimpleNamespace(**offices)
        self.unit, self.co_unit = (make_unit(committee, channel=channel) for _ in range(2))
        role = Role.GROUP if group else Role.MEMBER
        self.people = {
            "proposer": make_user(committee, role, group=group),
            "handler": make_user(committee, Role.HANDLER, unit=self.unit),
            "co_handler": make_user(committee, Role.HANDLER, unit=self.co_unit),
            "unit_leader": make_user(committee, Role.UNIT_LEADER, unit=self.unit),
            "coordinator": make_user(committee, Role.COORDINATOR, channel=channel),
        }
        if not group:
            self.people["cosponsor"] = make_user(committee, Role.MEMBER)
            self.people["invited"] = make_user(committee, Role.MEMBER)
        self.unit = HandlingUnit.objects.get(pk=self.unit.pk)
        self.things = {}

    def __getattr__(self, name):
        return self.people[name]

    def build(self):
        for name in THINGS:
            if hasattr(self, f"make_{name}"):
                self.things[name] = getattr(self, f"make_{name}")()
        self.things = {name: thing for name, thing in self.things.items() if thing is not None}
        return self

    # -- proposals ---------------------------------------------------------------------------------------------------

    def make_draft(self, now=None):
        proposal = draft(self, by=self.proposer, now=now or timezone.now())
        if "cosponsor" in self.people:
            now = now or timezone.now()
            members = [self.cosponsor, self.invited]
            rows = submission.invite(proposal, members=members, by=self.proposer, now=now)
            submission.confirm(rows[0], by=self.cosponsor, now=now)
            self.things.setdefault("invitation", rows[1])
            self.things.setdefault("open_invitation", rows[1])
            self.things.setdefault("answered", rows[0])
        return proposal

    def make_group_draft(self):
        return self.make_draft() if self.things["draft"].group_id else None

    def make_typed_in(self):
        whose = {"group": self.things["draft"].group, "member": self.things["draft"].proposer}
        return submission.enter(uuid.uuid4(), title="关于水窖的提案", by=self.offices.reviewer, **whose)

    def make_attachment(self):
        return submission.attach(self.make_draft(), checked=[scan()], by=self.proposer)[0][0]

    def make_file(self):
        """Beside the text of a case that units are handling."""
        proposal = self.make_draft(at("2022-02-10"))
        row = submission.attach(proposal, checked=[scan()], by=self.proposer, now=at("2022-02-10"))[0][0]
        if proposal.group_id:
            seal(proposal, by=self.proposer)
        submission.submit(proposal, by=self.proposer, now=at("2022-02-10"))
        submission.register(proposal, by=self.offices.reviewer, now=at("2022-03-01"))
        self._hand(proposal)
        return row

    def make_submitted(self):
        proposal = self.make_draft(at("2022-02-10"))
        if proposal.group_id:
            seal(proposal, by=self.proposer)
        return submission.submit(proposal, by=self.proposer, now=at("2022-02-10"))

    def make_sent_back(self):
        return submission.send_back(
            self.make_submitted(), by=self.offices.reviewer, note="请一事一案。", now=at("2022-02-25")
        )

    def make_prepared(self):
        proposal = self.make_submitted()
        submission.prepare(
            proposal, by=self.offices.reviewer, action="pass_on", note="转有关单位参考。", now=at("2022-02-25")
        )
        return proposal

    def make_merged(self):
        main = self.make_registered()
        return submission.merge(self.make_submitted(), by=self.offices.reviewer, into=main, now=at("2022-03-02"))

    def make_registered(self):
        return submission.register(self.make_submitted(), by=self.offices.reviewer, now=at("2022-03-01"))

    def make_passed_on(self):
        return submission.pass_on(
            self.make_submitted(), by=self.offices.reviewer, note="转有关单位参考。", now=at("2022-03-01")
        )

    def make_asked(self):
        return submission.ask_withdrawal(
            self.make_registered(), by=self.proposer, reason="已经解决。", now=at("2022-03-02")
        )

    def make_handed(self):
        return self._hand(self.make_registered())

    def _hand(self, proposal):
        shares = [Share(self.unit, Assignment.Kind.LEAD), Share(self.co_unit, Assignment.Kind.CO_HANDLER)]
        assignment.hand_over(proposal, shares=shares, by=self.offices.chief_coordinator, now=at("2022-03-15"))
        proposal.refresh_from_db()
        return proposal

    # -- the lead's assignment ---------------------------------------------------------------------------------------

    def make_pending(self):
        return self.make_handed().assignments.get(kind="lead")

    def make_return_asked(self):
        row, when = self.make_pending(), at("2022-03-17")
        return assignment.return_(row, by=self.handler, reason="不属本局。", suggested_unit=self.co_unit, now=when)

    def make_returned(self):
        return assignment.approve_return(self.make_return_asked(), by=self.coordinator, now=at("2022-03-18"))

    def make_reassigned(self):
        row = self.make_returned()
        spare = make_unit(self.committee, channel=self.unit.channel)
        assignment.reassign(row, unit=spare, by=self.coordinator, now=at("2022-03-21"))
        return row

    def make_accepted(self):
        row = self.make_pending()
        assignment.accept(row.proposal.assignments.get(kind="co_handler"), by=self.co_handler, now=at("2022-03-17"))
        return assignment.accept(row, by=self.handler, now=at("2022-03-17"))

    def make_extension_asked(self):
        row, until = self.make_accepted(), at("2022-08-15").date()
        assignment.ask_extension(row, by=self.handler, until=until, reason="工期长。", now=at("2022-05-01"))
        return row

    def make_signing(self, letter="A", promise=None):
        row = self.make_accepted()
        co_handler = row.proposal.assignments.get(kind="co_handler")
        response.give_opinion(co_handler, by=self.co_handler, text="同意。", now=at("2022-04-10"))
        write_response(row, self.handler, letter=letter, promise=promise)
        return response.send_for_sign_off(row, by=self.handler, now=at("2022-05-10"))

    def make_checking(self, **kwargs):
        return response.sign_off(self.make_signing(**kwargs), by=self.unit_leader, now=at("2022-05-11"))

    def make_round(self, **kwargs):
        return rating.deliver(self.make_checking(**kwargs), by=self.coordinator, now=at("2022-05-12"))

    def make_responded(self):
        return self.make_round().assignment

    # -- the co-handler's assignment ---------------------------------------------------------------------------------

    def make_co_accepted(self):
        return self.make_accepted().proposal.assignments.get(kind="co_handler")

    def make_opined(self):
        return self.make_signing().proposal.assignments.get(kind="co_handler")

    # -- after the rating --------------------------------------------------------------------------------------------

    def make_closed(self):
        round_ = self.make_round()
        rate(round_, self.proposer, self, now=at("2022-05-20"))
        rating.close_rounds(now=at("2022-05-22"))
        return round_.assignment.proposal

    def make_meeting(self):
        round_ = self.make_round()
        row = round_.assignment
        rate(round_, self.proposer, self, "不满意", now=at("2022-05-20"))
        rating.close_rounds(now=at("2022-05-22"))
        row.refresh_from_db()
        write_response(row, self.handler, now=at("2022-06-01"))
        response.send_for_sign_off(row, by=self.handler, now=at("2022-06-01"))
        response.sign_off(row, by=self.unit_leader, now=at("2022-06-02"))
        second = rating.deliver(row, by=self.coordinator, now=at("2022-06-03"))
        rate(second, self.proposer, self, "不满意", now=at("2022-06-04"))
        rating.close_rounds(now=at("2022-06-06"))
        return row.proposal

    def make_promise(self):
        promised = Promise("建成", "次旦", at("2022-12-31").date())
        round_ = self.make_round(letter="B", promise=promised)
        return Commitment.objects.get(response=round_.response)

    def make_promise_kept(self):
        kept = self.make_promise()
        followup.report_progress(kept, by=self.handler, text="已建成。", fulfils=True, now=at("2022-11-01"))
        return kept

    # -- earlier texts -----------------------------------------------------------------------------------------------

    def make_version(self):
        return self.make_sent_back().versions.submitted().get()

    def make_submitted_version(self):
        return self.make_submitted().versions.submitted().get()

    # -- people and units --------------------------------------------------------------------------------------------

    def make_officer(self):
        return self.handler.officer

    def make_person(self):
        return self.proposer

    def make_own_unit(self):
        return self.unit

    def make_notice(self):
        return Notice.objects.of(self.proposer).first()

    def make_saved_view(self):
        return tracking.save_view(name="待审查的", query="status=submitted", by=self.proposer)


#: what the cases are called, in the order they are made
THINGS = (
    "draft", "group_draft", "typed_in", "attachment", "file",
    "submitted", "prepared", "merged", "sent_back", "registered", "passed_on", "asked", "handed", "pending",
    "return_asked", "returned", "reassigned", "accepted", "extension_asked", "signing", "checking", "round",
    "responded", "co_accepted", "opined", "closed", "meeting", "promise", "promise_kept", "notice",
    "version", "submitted_version",
    "officer", "person", "own_unit", "saved_view",
)  # fmt: skip


def make_world():
    committee = make_committee()
    offices = make_offices(committee)
    a = Side(committee, offices, Channel.GOVERNMENT).build()
    b = Side(committee, offices, Channel.PARTY, group=make_group(committee)).build()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # so many fresh rows without statistics mislead the planner
    report.compute_session(PlenarySession.objects.get(committee=committee), timezone.now())
    return SimpleNamespace(committee=committee, offices=offices, sides={"a": a, "b": b})
