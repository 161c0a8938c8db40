"""The database of the bench: ten sessions of 10,000 proposals with their people, units and clocks, written by COPY;
what a search reads is then written by the product itself."""

import sys
import time
import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from proposals.accounts.models import Membership, SectoralGroup, User, pinyin_key
from proposals.assignment import actions as assignment
from proposals.assignment.models import Assignment
from proposals.committee.models import Committee, PlenarySession, Topic
from proposals.duties.models import Duty
from proposals.lifecycle import AssignmentStatus, Outcome, ProposalStatus
from proposals.permissions import Channel, Role
from proposals.submission.models import CaseAccess, CoSponsor, Proposal, SearchText, Suggestion
from tests import factories
from tests.bench.writing import TOPICS, Writer

SESSIONS, BATCH = 10, 5_000
MEMBERS, UNITS, SECTORS = 400, 60, 30
SURNAMES = "扎西 次仁 洛桑 格桑 达瓦 尼玛 旦增 索朗 平措 巴桑 王 李 张 刘 陈 杨 赵".split()
GIVEN = "卓玛 央金 曲珍 拉姆 顿珠 多吉 罗布 仓决 白玛 旺堆 建国 海燕 志强 晓梅 文军 丽华".split()
#: (status, outcome) of a hundred proposals: of earlier sessions, of this one
S, O = ProposalStatus, Outcome  # noqa: E741
EARLIER = [(S.CLOSED, O.REGISTERED)] * 68 + [(S.CLOSED, O.PASSED_ON)] * 20 + [(S.DECLINED, O.DECLINED)] * 8
EARLIER += [(S.WITHDRAWN, O.WITHDRAWN)] * 4
PRESENT = [(S.HANDED_OVER, O.REGISTERED)] * 50 + [(S.RESPONDED, O.REGISTERED)] * 20 + [(S.SUBMITTED, "")] * 8
PRESENT += [(S.REGISTERED, O.REGISTERED)] * 10 + [(S.PASSED_ON, O.PASSED_ON)] * 8 + [(S.DECLINED, O.DECLINED)] * 4
HANDLED = (S.CLOSED, S.HANDED_OVER, S.RESPONDED)


def fill(size):
    """Write ``size`` proposals, unless they are there."""
    if Proposal.objects.count() >= size:
        return
    world, writer = World(), Writer()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no history of what never happened
        for start in range(0, size, BATCH):
            numbers = range(start, min(start + BATCH, size))
            rows = Rows(world, writer, size)
            for number in numbers:
                rows.add(number)
            rows.copy()
            tell(f"{numbers.stop} / {size}")
    index()


def index():
    """As after a loss: the index is built in one go, the rows before it by ``reindex``."""
    started = time.perf_counter()
    gin = SearchText._meta.indexes[0]
    with connection.schema_editor() as editor:
        editor.remove_index(SearchText, gin)
    assignment.reindex(told=lambda done, total: tell(f"reindex {done} / {total}"))
    tell(f"reindex: {time.perf_counter() - started:.0f} s")
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'")
    with connection.schema_editor() as editor:
        editor.add_index(SearchText, gin)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    tell(f"index, vacuum, analyze: {time.perf_counter() - started:.0f} s")


def tell(words):
    print(words, file=sys.stderr, flush=True)


class World:
    """The committee, its sessions, members and units, and one person of each role."""

    def __init__(self):
        committee = Committee.objects.first() or factories.make_committee(year=2026)
        self.cast, self.committee = factories.make_cast(committee), committee
        first = PlenarySession.objects.get()
        for year in range(2026 - SESSIONS + 1, 2026):
            PlenarySession.objects.create(
                committee=committee, term=first.term, number=year, title=f"{year}年会议", year=year,
                call_opens_at=factories.at(f"{year - 1}-11-01"), cutoff_at=factories.at(f"{year}-02-20"),
                sits_from=factories.at(f"{year}-02-18").date(), sits_to=factories.at(f"{year}-02-21").date(),
            )  # fmt: skip
        self.sessions = list(PlenarySession.objects.order_by("year"))
        self.topics = {name: Topic.objects.create(committee=committee, name=name) for name in TOPICS}
        names = [f"{one}{two}" for one in SURNAMES for two in GIVEN]
        people = [factories.make_user(committee, Role.MEMBER, names[n % len(names)]) for n in range(MEMBERS)]
        for person in people:
            person.pinyin_key = pinyin_key(person.name)
        User.objects.bulk_update(people, ["pinyin_key"])
        sectors = [SectoralGroup.objects.create(committee=committee, name=f"第{n}界") for n in range(SECTORS)]
        for n, place in enumerate(Membership.objects.all()):
            Membership.objects.filter(pk=place.pk).update(sectoral_group=sectors[n % SECTORS])
        self.members = [self.cast.member, *people]
        channels = [Channel.GOVERNMENT, Channel.GOVERNMENT, Channel.PARTY]
        made = [factories.make_unit(committee, f"市{n}号局", channel=channels[n % 3]) for n in range(UNITS)]
        self.units = [self.cast.unit, self.cast.other_unit, *made]
        self.today = timezone.localdate()


class Rows:
    """The rows of one batch."""

    TABLES = (Proposal, Suggestion, CoSponsor, CaseAccess, Assignment, Duty)

    def __init__(self, world, writer, size):
        self.world, self.writer, self.dice, self.size = world, writer, writer.dice, size
        self.of = {model: [] for model in self.TABLES}

    def add(self, number):
        world, dice = self.world, self.dice
        session = world.sessions[number * SESSIONS // self.size]
        serial = number - (world.sessions.index(session) * self.size // SESSIONS) + 1
        status, outcome = dice.choice(PRESENT if session is world.sessions[-1] else EARLIER)
        topic, title, situation, analysis, suggestions = self.writer.proposal(number)
        submitted = session.call_opens_at + timedelta(minutes=10 * serial)
        series = {O.REGISTERED: "case", O.PASSED_ON: "opinion"}.get(outcome, "")
        proposal = Proposal(
            id=uuid.UUID(int=dice.getrandbits(128)), committee=world.committee, session=session, serial=serial,
            series=series, case_seq=serial if series else None,
            case_number={"case": f"{serial:05d}", "opinion": f"意{serial:05d}"}.get(series, ""),
            title=title, situation=situation, analysis=analysis, topic=world.topics[topic],
            kind=dice.choice(["individual", "individual", "joint"]), proposer=dice.choice(world.members),
            is_plenary=serial % 3 > 0, is_key=serial % 50 == 0, status=status, outcome=outcome,
            created_at=submitted, updated_at=submitted, submitted_at=submitted,
            handed_over_at=submitted + timedelta(days=30) if status in HANDLED else None,
            closed_at=submitted + timedelta(days=200) if status == S.CLOSED else None,
        )  # fmt: skip
        self.of[Proposal].append(proposal)
        self.of[Suggestion] += [Suggestion(proposal=proposal, number=n, text=t) for n, t in enumerate(suggestions, 1)]
        self.of[CaseAccess].append(CaseAccess(proposal=proposal, user=proposal.proposer, why="proposer"))
        if proposal.kind == "joint":
            self._join(proposal, submitted)
        if status in HANDLED:
            self._hand_over(proposal)

    def _join(self, proposal, when):
        others = [person for person in self.dice.sample(self.world.members, 3) if person != proposal.proposer]
        for order, person in enumerate(others, 1):
            self.of[CoSponsor].append(
                CoSponsor(
                    proposal=proposal,
                    user=person,
                    order=order,
                    invited_at=when,
                    expires_at=when,
                    verdict="confirmed",
                    decided_at=when,
                )  # fmt: skip
            )
            self.of[CaseAccess].append(CaseAccess(proposal=proposal, user=person, why="cosponsor"))

    def _hand_over(self, proposal):
        units = self.dice.sample(self.world.units, 1 if self.dice.random() < 0.75 else 2)
        kinds = ["sole"] if len(units) == 1 else ["lead", "co_handler"]
        status = AssignmentStatus.ACCEPTED if proposal.status == S.HANDED_OVER else AssignmentStatus.RESPONDED
        for unit, kind in zip(units, kinds, strict=True):
            row = Assignment(
                id=uuid.UUID(int=self.dice.getrandbits(128)), proposal=proposal, unit=unit, kind=kind, status=status,
                handed_over_at=proposal.handed_over_at, handed_over_by=self.world.cast.chief_coordinator,
            )  # fmt: skip
            self.of[Assignment].append(row)
            self.of[CaseAccess].append(CaseAccess(proposal=proposal, unit=unit, why="assigned"))
            if status == AssignmentStatus.ACCEPTED and kind != "co_handler":
                self._clock(proposal, row)
        for channel in {unit.channel for unit in units}:
            self.of[CaseAccess].append(CaseAccess(proposal=proposal, channel=channel, why="assigned"))

    def _clock(self, proposal, row):
        due = self.world.today + timedelta(days=self.dice.randint(-10, 90))
        self.of[Duty].append(
            Duty(
                kind=Duty.Kind.RESPOND,
                case=proposal.pk,
                subject=row.pk,
                holder=f"unit:{row.unit_id}",
                path="/",
                title=proposal.title,
                start_on=due - timedelta(days=90),
                due_on=due,
                created_at=proposal.handed_over_at,
            )  # fmt: skip
        )

    def copy(self):
        with connection.cursor() as cursor:
            for model, rows in self.of.items():
                fields = model._meta.concrete_fields
                columns = ", ".join(f'"{field.column}"' for field in fields)
                with cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row([getattr(row, field.attname) for field in fields])
