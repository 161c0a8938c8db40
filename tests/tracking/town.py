"""A small year for the list: cases in many states, of several people, units, topics and themes."""

from proposals.accounts.models import Membership, SectoralGroup, User
from proposals.assignment.actions import Share
from proposals.assignment.models import Assignment
from proposals.committee.models import Theme, Topic
from proposals.lifecycle import ProposalStatus
from proposals.permissions import Channel, Role
from proposals.rating import actions as rating
from proposals.submission import actions as submission
from proposals.submission.models import Proposal
from tests import factories
from tests.factories import at

K = Assignment.Kind
#: who looks at the list
ROLES = (
    "member", "colleague", "group_account", "reviewer", "coordinator", "party_coordinator", "chief_coordinator",
    "handler", "other_handler", "party_handler", "leader", "auditor",
)  # fmt: skip


def build(cast):
    """{name: Proposal}; the people and units that are new stand on ``cast``."""
    cast.party_unit = factories.make_unit(cast.committee, "市委宣传部", channel=Channel.PARTY)
    cast.party_handler = factories.make_user(cast.committee, Role.HANDLER, "旺堆", unit=cast.party_unit)
    cast.party_coordinator = factories.make_user(cast.committee, Role.COORDINATOR, "罗布", channel=Channel.PARTY)
    User.objects.filter(pk=cast.colleague.pk).update(pinyin_key="zha xi")
    learned = SectoralGroup.objects.create(committee=cast.committee, name="教育界")
    Membership.objects.filter(member__user=cast.colleague).update(sectoral_group=learned)
    found = {str(status): factories.proposal_at(status, cast) for status in ProposalStatus}
    found["group"] = factories.submitted(cast, by=cast.group_account, title="关于集体的提案")
    found["inter"] = factories.submitted(cast, by=cast.colleague, title="关于平时的提案", now=at("2022-06-01"))
    found["joint"] = _joint(cast)
    found["two"] = factories.handed_over(
        cast, title="关于两家分办的提案", shares=[Share(cast.unit, K.SEPARATE), Share(cast.party_unit, K.SEPARATE)]
    )
    found["co"] = factories.handed_over(
        cast, title="关于会办的提案", shares=[Share(cast.unit, K.LEAD), Share(cast.other_unit, K.CO_HANDLER)]
    )
    found["rated"], round_ = factories.answered(cast, title="关于已评未结的提案")
    factories.rate(round_, cast.member, cast, "基本满意", now=at("2022-05-20"))
    found["unrated"], round_ = factories.answered(cast, title="关于未反馈的提案", by=cast.colleague)
    rating.close_rounds(now=at("2022-06-10"))
    found["fresh"], _round = _answered_late(cast)
    _mark(cast, found)
    return {name: Proposal.objects.get(pk=proposal.pk) for name, proposal in found.items()}


def _joint(cast):
    proposal = factories.draft(cast, by=cast.colleague, title="关于联名的提案")
    rows = submission.invite(proposal, members=[cast.member], by=cast.colleague, now=at("2022-02-10"))
    submission.confirm(rows[0], by=cast.member, now=at("2022-02-10"))
    return submission.submit(proposal, by=cast.colleague, now=at("2022-02-10 12:00"))


def _answered_late(cast):
    proposal = factories.handed_over(cast, title="关于正在评议的提案")
    factories.accept_all(proposal, cast)
    row = factories.respond(proposal.assignments.get(), cast, letter="C", now=at("2022-06-10"))
    return proposal, factories.deliver(row, cast, now=at("2022-06-12"))


def _mark(cast, found):
    """Topics, themes, key proposals and typed-in ones, as the desk would set them."""
    second = Topic.objects.filter(committee=cast.committee).last()
    Proposal.objects.filter(pk__in=[found["two"].pk, found["co"].pk]).update(topic=second)
    Proposal.objects.filter(pk=found["inter"].pk).update(topic=None)
    people, border = (Theme.objects.create(committee=cast.committee, name=name, year=2022) for name in ("民生", "边境"))
    found["two"].themes.add(people, border)
    found["co"].themes.add(people)
    Proposal.objects.filter(pk__in=[found["two"].pk, found["joint"].pk]).update(is_key=True)
    Proposal.objects.filter(pk=found["registered"].pk).update(entered_by=cast.reviewer)
