"""Who may do it: for every action the people who may are written down; everybody else is generated and refused.

The people and things are plain stand-ins; that the models answer the same questions is tested in tests/access.
"""

from types import SimpleNamespace

import pytest

from proposals import permissions
from proposals.lifecycle import ASSIGNMENT_MOVES, Action, AssignmentStatus
from proposals.permissions import SYSTEM_ACTIONS, WHO_MAY, Channel, NotPermitted, Role

HOME, AWAY = "our committee", "another committee"


def person(role, *, committee=HOME, unit=None, channels=(), active=True, **more):
    def coordinates(channel):
        return bool({channel, Channel.CPPCC} & set(channels))

    return SimpleNamespace(
        role=role, committee_id=committee, unit_id=unit, coordinates=coordinates, is_active=active, pk=role, **more
    )


PEOPLE = {
    "proposer": person(Role.MEMBER),
    "invited": person(Role.MEMBER),
    "co-sponsor": person(Role.MEMBER),
    "other member": person(Role.MEMBER),
    "group": person(Role.GROUP),
    "other group": person(Role.GROUP),
    "reviewer": person(Role.REVIEWER),
    "reviewer elsewhere": person(Role.REVIEWER, committee=AWAY),
    "coordinator": person(Role.COORDINATOR, channels=[Channel.GOVERNMENT]),
    "party coordinator": person(Role.COORDINATOR, channels=[Channel.PARTY]),
    "chief coordinator": person(Role.COORDINATOR, channels=[Channel.CPPCC]),
    "coordinator elsewhere": person(Role.COORDINATOR, committee=AWAY, channels=[Channel.GOVERNMENT, Channel.CPPCC]),
    "handler": person(Role.HANDLER, unit="plain"),
    "handler under a leader": person(Role.HANDLER, unit="signed"),
    "co-handler": person(Role.HANDLER, unit="co"),
    "other handler": person(Role.HANDLER, unit="other"),
    "handler without unit": person(Role.HANDLER),
    "unit leader of a unit that needs none": person(Role.UNIT_LEADER, unit="plain"),
    "unit leader": person(Role.UNIT_LEADER, unit="signed"),
    "co-handling unit's leader": person(Role.UNIT_LEADER, unit="co"),
    "other unit's leader": person(Role.UNIT_LEADER, unit="other"),
    "leader": person(Role.LEADER),
    "leader elsewhere": person(Role.LEADER, committee=AWAY),
    "auditor": person(Role.AUDITOR),
    "administrator": person(Role.ADMINISTRATOR),
    "nobody": person(""),
}


def known(*names):
    """A question about a user whose answer is yes for these people."""
    return lambda user: any(user is PEOPLE[name] for name in names)


# yes whatever the role worn: the predicates have to look at the role themselves
case = SimpleNamespace(
    pk="case",
    committee_id=HOME,
    entered_by_id=None,
    is_led_by=known("proposer", "group", "handler", "reviewer"),
    has_invited=known("invited", "co-handler"),
    has_cosponsor=known("co-sponsor", "handler"),
)
case.proposal = case
typed_in = SimpleNamespace(**{**vars(case), "pk": "typed in", "entered_by_id": "a clerk"})
typed_in.proposal = typed_in


def assignment(unit, *, answers, needs_sign_off=False):
    return SimpleNamespace(
        pk=unit,
        proposal=case,
        unit_id=unit,
        unit=SimpleNamespace(channel=Channel.GOVERNMENT, needs_sign_off=needs_sign_off),
        answers=answers,
        asks_to_rate=known("proposer", "co-sponsor", "group", "handler", "unit leader", "reviewer"),
    )


THINGS = {
    "case": case,
    "typed in": typed_in,
    "plain": assignment("plain", answers=True),
    "signed": assignment("signed", answers=True, needs_sign_off=True),
    "co": assignment("co", answers=False),
}
ASSIGNMENTS = ["plain", "signed", "co"]

PROPOSERS = {"proposer", "group"}
COORDINATORS = {"coordinator", "chief coordinator"}
ANY_COORDINATOR = COORDINATORS | {"party coordinator"}
THE_UNIT = {"plain": {"handler"}, "signed": {"handler under a leader"}, "co": {"co-handler"}}
THE_ANSWERING_UNIT = THE_UNIT | {"co": set()}
THE_COORDINATORS = dict.fromkeys(ASSIGNMENTS, COORDINATORS)
NOBODY = dict.fromkeys(["case", *ASSIGNMENTS], set())


def each(actions, things):
    return dict.fromkeys(actions.split(), things)


#: action -> thing -> who may
MAY = {
    **each(
        "edit invite cancel_invitation seal submit discard ask_withdrawal",
        {"case": PROPOSERS, "typed in": PROPOSERS | {"reviewer"}},
    ),
    "leave": {"case": {"co-sponsor"}},
    **each("recommend prepare drop_prepared note unmerge reopen renumber mark_key classify", {"case": {"reviewer"}}),
    **each("confirm decline_invitation", {"case": {"invited"}}),
    **each("send_back register decline pass_on merge withdraw refuse_withdrawal", {"case": {"reviewer"}}),
    **each("hand_over reassign", {"case": ANY_COORDINATOR}),
    "instruct": {"case": {"leader"}},
    "close": {"case": ANY_COORDINATOR | {"reviewer"}},
    **each("accept return_ consult", THE_UNIT),
    **each("ask_extension draft_response report_progress", THE_ANSWERING_UNIT),
    "reveal_contact": {
        "plain": {"handler", "unit leader of a unit that needs none"} | COORDINATORS,
        "signed": {"handler under a leader", "unit leader"} | COORDINATORS,
        "co": COORDINATORS,
    },
    "give_opinion": {"plain": set(), "signed": set(), "co": {"co-handler"}},
    "send_for_sign_off": {"plain": set(), "signed": {"handler under a leader"}, "co": set()},
    "submit_response": {"plain": {"handler"}, "signed": set(), "co": set()},
    **each(
        "sign_off refuse_sign_off",
        {"plain": {"unit leader of a unit that needs none"}, "signed": {"unit leader"}, "co": set()},
    ),
    **each("approve_return refuse_return approve_extension refuse_extension urge waive_opinions", THE_COORDINATORS),
    **each("send_back_response correct_class deliver", THE_COORDINATORS),
    "rate": dict.fromkeys(ASSIGNMENTS, {"proposer", "co-sponsor", "group"}),
    **each("expire_invitation answer rehandle import_record close_round cancel", NOBODY),
}

CELLS = [
    pytest.param(action, thing, who, who in people, id=f"{action}-{thing}-{who}")
    for action, things in MAY.items()
    for thing, people in things.items()
    for who in PEOPLE
]


@pytest.mark.parametrize(("action", "thing", "who", "expected"), CELLS)
def test_who_may(action, thing, who, expected):
    assert permissions.may(PEOPLE[who], Action(action), THINGS[thing]) is expected


def test_the_written_table_knows_every_action_and_every_role():
    assert set(MAY) == set(Action) == set(WHO_MAY)
    assert {user.role for user in PEOPLE.values()} == {*Role, ""}


@pytest.mark.parametrize("action", Action)
def test_a_locked_account_may_nothing(action):
    for name, user in PEOPLE.items():
        locked = SimpleNamespace(**{**vars(user), "is_active": False})
        for thing in MAY[action]:
            assert permissions.may(locked, action, THINGS[thing]) is False, name


@pytest.mark.parametrize("action", Action)
def test_the_system_itself_does_only_what_follows_from_an_action_or_from_time(action):
    by_system = {"expire_invitation", "answer", "rehandle", "close", "import_record", "close_round", "cancel"}
    assert permissions.may(None, action, case) is (action in by_system)
    assert (action in SYSTEM_ACTIONS) is (action in by_system)


def test_no_account_of_a_unit_ever_rates():
    """AC-41: not even an officer who is also the proposer, while wearing the unit's role."""
    for thing in ASSIGNMENTS:
        for role in (Role.HANDLER, Role.UNIT_LEADER):
            both = person(role, unit=thing)
            asked = SimpleNamespace(**{**vars(THINGS[thing]), "asks_to_rate": lambda user: True})
            assert permissions.may(both, Action.RATE, asked) is False


def test_auditor_and_administrator_may_nothing_to_a_case():
    for who in ("auditor", "administrator", "nobody"):
        for action, things in MAY.items():
            for thing in things:
                assert permissions.may(PEOPLE[who], Action(action), THINGS[thing]) is False


def test_require_says_in_words_what_is_not_permitted_and_logs_it(caplog):
    with pytest.raises(NotPermitted) as refusal:
        permissions.require(Action.REGISTER, PEOPLE["proposer"], case)
    assert str(refusal.value.sentence) == "您现在的身份不能立案这件提案。"
    assert [record.getMessage() for record in caplog.records] == [
        "not permitted: action=register user=member subject=case"
    ]


def test_require_lets_pass_who_may():
    assert permissions.require(Action.REGISTER, PEOPLE["reviewer"], case) is None


def test_allowed_actions_are_what_the_status_and_the_person_allow():
    row = SimpleNamespace(**vars(THINGS["plain"]), moves=ASSIGNMENT_MOVES, status=AssignmentStatus.PENDING)
    assert permissions.allowed_actions(PEOPLE["handler"], row) == [Action.ACCEPT, Action.RETURN, Action.REVEAL_CONTACT]
    assert permissions.allowed_actions(PEOPLE["coordinator"], row) == [Action.REVEAL_CONTACT, Action.URGE]
    assert permissions.allowed_actions(PEOPLE["party coordinator"], row) == []
    assert permissions.allowed_actions(PEOPLE["other handler"], row) == []
