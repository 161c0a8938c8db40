"""The declared matrix: for every address, who gets what. Hidden things are 404, visible ones without the right 403,
a status that forbids 409, a wrong method 405; else the page, the next page, or the form with what has to change.

People are named by where they stand towards the thing: ``proposer`` is its proposer, ``other handler`` a handler of
the other side. Everything not written here is refused.
"""

from typing import NamedTuple

EVERYONE = None

PROPOSERS = {"proposer", "cosponsor"}
COORDINATORS = {"coordinator", "chief_coordinator"}
ANY_COORDINATOR = COORDINATORS | {"other coordinator"}
ROLE_OF_COORDINATOR = ANY_COORDINATOR
COMMITTEE = {"reviewer", "leader"}

# -- who sees a thing (docs/architecture.md "Who sees what") ----------------------------------------------------------

RECEIVED = PROPOSERS | COMMITTEE
WAITING = RECEIVED | ANY_COORDINATOR  # registered, not handed over yet: every coordinator may be its one
PASSED_ON = RECEIVED | {"chief_coordinator"}
AT_WORK = RECEIVED | COORDINATORS | {"handler", "co_handler", "unit_leader"}
LEADS = AT_WORK - {"co_handler"}  # the lead's part: a co-handler sees the case, not the other unit's part
CO_HANDLERS = AT_WORK - {"handler", "unit_leader"}

SEES = {
    "draft": PROPOSERS | {"invited"},
    "invitation": {"invited"},
    "submitted": RECEIVED,
    "sent_back": RECEIVED,
    "registered": WAITING,
    "passed_on": PASSED_ON,
    "asked": WAITING,
    "handed": AT_WORK,
    "closed": AT_WORK,
    "meeting": AT_WORK,
    "pending": LEADS,
    "return_asked": LEADS,
    "returned": LEADS,
    "reassigned": LEADS,
    "accepted": LEADS,
    "extension_asked": LEADS,
    "signing": LEADS,
    "checking": LEADS,
    "responded": LEADS,
    "co_accepted": CO_HANDLERS,
    "opined": CO_HANDLERS,
    "round": AT_WORK,  # a unit is told that it may not (403), and finds no result
    "promise": LEADS,
    "promise_kept": LEADS,
    "notice": {"proposer"},
}


class Page(NamedTuple):
    """``may``: who may act (EVERYONE: whoever is signed in). ``on``: the thing in the right state; ``wrong``: the
    same thing in a state that forbids it. ``gate``: a page of certain roles, 403 for others before anything is looked
    up. ``posts``/``gets``: whether the address takes that method."""

    may: object
    on: str = ""
    wrong: str = ""
    gate: object = None
    gets: bool = True
    posts: bool = True
    public: bool = False
    data: dict | None = None
    query: dict | None = None
    get_is: frozenset = frozenset({200})
    post_is: frozenset = frozenset({302, 422})
    reads: bool = True  # GET changes nothing


def reading(may=EVERYONE, **more):
    return Page(may, posts=False, **more)


def posting(may, **more):
    return Page(may, gets=False, **more)


SIGN_IN = "/sign-in/"
NEW_KEY = "7d0a6e4e-0000-4000-8000-000000000001"

TABLE = {
    "healthz": reading(public=True),
    # one's own account
    "accounts:sign_in": Page(EVERYONE, public=True, get_is=frozenset({200, 302})),
    "accounts:sign_out": posting(EVERYONE, public=True, post_is=frozenset({SIGN_IN})),
    "accounts:elder": posting(EVERYONE, public=True),
    "accounts:me": Page(EVERYONE),
    "accounts:switch_role": posting(EVERYONE, post_is=frozenset({302, 403})),
    "notices:inbox": reading(),
    "notices:read": reading({"proposer"}, on="notice", get_is=frozenset({302}), reads=False),
    # several stages
    "tracking:home": reading(),
    "tracking:proposals": reading(),
    "tracking:detail": reading(SEES["handed"], on="handed"),
    "tracking:rows": reading(query={"base": "handled", "as_of": "2022-12-31"}),
    "tracking:trail": reading({"auditor"}, gate={"auditor"}),
    "report:report": reading(),
    "report:recompute": posting(ROLE_OF_COORDINATOR | COMMITTEE, gate=ROLE_OF_COORDINATOR | COMMITTEE),
    "followup:ledger": reading(),
    # writing
    "submission:write": Page({"proposer"}, gate={
        "proposer", "cosponsor", "invited", "other proposer", "other cosponsor", "other invited"}),
    "submission:edit": Page({"proposer"}, on="draft", wrong="submitted", data={"version": "as it is"}),
    "submission:submit": Page({"proposer"}, on="draft", wrong="registered"),
    "submission:submitted": reading(SEES["submitted"], on="submitted"),
    "submission:discard": Page({"proposer"}, on="draft", wrong="submitted"),
    "submission:invite": Page({"proposer"}, on="draft", wrong="submitted"),
    "submission:answer_invitation": Page({"invited"}, on="invitation"),
    "submission:ask_withdrawal": Page({"proposer"}, on="submitted", wrong="closed"),
    "submission:instruct": Page({"leader"}, on="registered", wrong="submitted"),
    # examination
    "submission:examination": Page({"reviewer"}, gate={"reviewer"}, posts=False),
    "submission:examine": Page({"reviewer"}, on="submitted", gate={"reviewer"}, posts=False),
    "submission:register": Page({"reviewer"}, on="submitted", wrong="registered"),
    "submission:send_back": Page({"reviewer"}, on="submitted", wrong="registered"),
    "submission:decline": Page({"reviewer"}, on="submitted", wrong="sent_back"),
    "submission:pass_on": Page({"reviewer"}, on="submitted", wrong="passed_on"),
    "submission:merge": Page({"reviewer"}, on="submitted", wrong="handed"),
    "assignment:decide_withdrawal": Page({"reviewer"}, on="asked", wrong="closed"),
    # handing over
    "assignment:board": reading(ANY_COORDINATOR, gate=ANY_COORDINATOR),
    "assignment:hand_over": Page(ANY_COORDINATOR, on="registered", wrong="handed"),
    "assignment:decide_return": Page(COORDINATORS, on="return_asked", wrong="pending"),
    "assignment:reassign": Page(COORDINATORS, on="returned", wrong="reassigned"),
    "assignment:decide_extension": Page(COORDINATORS, on="extension_asked", wrong="responded"),
    "assignment:urge": Page(COORDINATORS, on="accepted", wrong="responded"),
    "assignment:waive_opinions": Page(COORDINATORS, on="accepted", wrong="responded"),
    # the unit
    "assignment:accept": Page({"handler"}, on="pending", wrong="accepted"),
    "assignment:return_": Page({"handler"}, on="pending", wrong="accepted"),
    "assignment:ask_extension": Page({"handler"}, on="accepted", wrong="responded"),
    "assignment:consult": Page({"handler"}, on="accepted", wrong="pending"),
    "assignment:reveal_contact": Page(
        {"handler", "unit_leader"} | COORDINATORS, on="accepted", post_is=frozenset({200})
    ),
    "response:edit": Page({"handler"}, on="accepted", wrong="checking"),
    "response:send": posting({"handler"}, on="accepted", wrong="checking", data={"version": "0"}),
    "response:give_opinion": Page({"co_handler"}, on="co_accepted", wrong="opined"),
    "response:sign_off": Page({"unit_leader"}, on="signing", wrong="accepted"),
    "followup:report_progress": Page({"handler"}, on="promise", wrong="promise_kept"),
    # checking, delivering, rating
    "response:check": reading(COORDINATORS, on="checking", wrong="accepted"),
    "response:send_back": Page(COORDINATORS, on="checking", wrong="accepted"),
    "rating:deliver": Page(COORDINATORS, on="checking", wrong="accepted"),
    "rating:rate": Page(PROPOSERS, on="round"),
    "rating:close": Page(COORDINATORS | {"reviewer"}, on="meeting", wrong="handed"),
}  # fmt: skip
