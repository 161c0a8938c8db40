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
ADMINISTRATOR = {"administrator"}
KEEPERS = {"administrator", "reviewer"}  # of accounts
WRITERS = {"proposer", "cosponsor", "invited", "other proposer", "other cosponsor", "other invited", "reviewer"}

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
    "open_invitation": PROPOSERS | {"invited"},
    "answered": PROPOSERS | {"invited"},
    "group_draft": {"proposer"},
    "typed_in": {"proposer", "reviewer"},
    "attachment": PROPOSERS | {"invited"},
    "file": AT_WORK,
    "submitted": RECEIVED,
    "prepared": RECEIVED,
    "merged": RECEIVED,
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
    "saved_view": {"proposer"},
    "officer": ADMINISTRATOR,
    "person": KEEPERS,
    "own_unit": ADMINISTRATOR | {"handler", "unit_leader"},
    "version": RECEIVED,
    "submitted_version": RECEIVED,
}
READS_VERSIONS = PROPOSERS | {"reviewer"}


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
    "accounts:me": reading(),
    "accounts:switch_role": posting(EVERYONE, post_is=frozenset({302, 403})),
    "accounts:forgot_password": Page(EVERYONE, public=True),
    "accounts:set_password": Page(EVERYONE, public=True, post_is=frozenset({200})),  # an invented link: it says so
    "accounts:change_password": Page(EVERYONE),
    "accounts:change_contact": Page(EVERYONE),
    "tracking:my_data": Page(EVERYONE, post_is=frozenset({200})),
    # rosters, accounts and rules
    "accounts:issue_passwords": Page(KEEPERS, gate=KEEPERS),
    "accounts:import_roster": Page(ADMINISTRATOR, gate=ADMINISTRATOR),
    "accounts:roster_template": reading(ADMINISTRATOR, gate=ADMINISTRATOR),
    "accounts:officers": reading(ADMINISTRATOR, gate=ADMINISTRATOR),
    "accounts:replace_officer": Page(ADMINISTRATOR, on="officer", gate=ADMINISTRATOR),
    "accounts:begin_term": Page(ADMINISTRATOR, gate=ADMINISTRATOR),
    "committee:policy": reading(KEEPERS, gate=KEEPERS),
    "committee:copy_session": Page(ADMINISTRATOR, gate=ADMINISTRATOR),
    "tracking:person_data": Page(SEES["person"], on="person", post_is=frozenset({200})),
    "tracking:unit_work": reading(SEES["own_unit"], on="own_unit"),
    "notices:inbox": reading(),
    "notices:read": reading({"proposer"}, on="notice", get_is=frozenset({302}), reads=False),
    # several stages
    "tracking:home": reading(),
    "tracking:proposals": reading(),
    "tracking:export": reading(reads=False),
    "tracking:saved_views": reading(),
    "tracking:save_view": Page(EVERYONE),
    "tracking:open_view": reading({"proposer"}, on="saved_view", get_is=frozenset({302})),
    "tracking:edit_view": Page({"proposer"}, on="saved_view"),
    "tracking:delete_view": Page({"proposer"}, on="saved_view"),
    "tracking:detail": reading(SEES["handed"], on="handed"),
    "tracking:rows": reading(query={"base": "handled", "as_of": "2022-12-31"}),
    "tracking:trail": reading({"auditor"}, gate={"auditor"}),
    "tracking:similar": reading(WRITERS, gate=WRITERS, query={"title": "关于青稞良种的提案"}),
    "tracking:compare": reading(ANY_COORDINATOR | COMMITTEE, on="registered", gate=ANY_COORDINATOR | COMMITTEE),
    "report:report": reading(),
    "report:plenary": reading(ROLE_OF_COORDINATOR | COMMITTEE, gate=ROLE_OF_COORDINATOR | COMMITTEE),
    "report:recompute": posting(ROLE_OF_COORDINATOR | COMMITTEE, gate=ROLE_OF_COORDINATOR | COMMITTEE),
    "followup:ledger": reading(),
    "history:import_list": Page({"reviewer", "administrator"}, gate={"reviewer", "administrator"}),
    "history:check_list": posting(
        {"reviewer", "administrator"}, gate={"reviewer", "administrator"}, post_is=frozenset({422})
    ),
    # writing
    "submission:write": Page({"proposer"}, gate={
        "proposer", "cosponsor", "invited", "other proposer", "other cosponsor", "other invited"}),
    "submission:edit": Page({"proposer"}, on="draft", wrong="registered", data={"version": "as it is"}),
    "submission:import_docx": Page({"proposer"}, post_is=frozenset({422}), gate={
        "proposer", "cosponsor", "invited", "other proposer", "other cosponsor", "other invited"}),
    "submission:draft_key": reading(),
    "submission:versions": reading(READS_VERSIONS, on="submitted"),
    "submission:version": reading(READS_VERSIONS, on="version"),
    "submission:restore": posting({"proposer"}, on="version", wrong="submitted_version", data={"version": "0"}),
    "submission:submit": Page({"proposer"}, on="draft", wrong="registered"),
    "submission:submitted": reading(SEES["submitted"], on="submitted"),
    "submission:discard": Page({"proposer"}, on="draft", wrong="submitted"),
    "submission:invite": Page({"proposer"}, on="draft", wrong="submitted"),
    "submission:answer_invitation": Page({"invited"}, on="invitation"),
    "submission:cancel_invitation": Page({"proposer"}, on="open_invitation", wrong="answered"),
    "submission:leave": Page({"cosponsor"}, on="draft", wrong="submitted"),
    # files beside the text (scans: tests/submission/test_download.py)
    "submission:attach": Page({"proposer"}, on="draft", wrong="submitted"),
    "submission:attach_original": Page({"proposer", "reviewer"}, on="typed_in"),
    "submission:detach": posting({"proposer"}, on="attachment", wrong="file"),
    "submission:download": reading(SEES["file"], on="file", reads=False),
    "submission:seal": Page({"proposer"}, on="group_draft"),
    "submission:ask_withdrawal": Page({"proposer"}, on="submitted", wrong="closed"),
    "submission:instruct": Page({"leader"}, on="registered", wrong="submitted"),
    # on paper
    "submission:paper": reading(SEES["submitted"], on="submitted"),
    "submission:paper_docx": reading(SEES["submitted"], on="submitted", reads=False),
    "submission:collection": reading(ANY_COORDINATOR | COMMITTEE, gate=ANY_COORDINATOR | COMMITTEE),
    "submission:collection_docx": reading(
        ANY_COORDINATOR | COMMITTEE, gate=ANY_COORDINATOR | COMMITTEE, reads=False
    ),
    # examination
    "submission:examination": Page({"reviewer"}, gate={"reviewer"}, posts=False),
    "submission:enter": Page({"reviewer"}, gate={"reviewer"}),
    "submission:numbering": Page({"reviewer"}, gate={"reviewer"}, data={"do": "sort", "seen": NEW_KEY},
                                 post_is=frozenset({409})),
    "submission:bulk": Page({"reviewer"}, gate={"reviewer"}),
    "submission:mark_key": Page({"reviewer"}, on="registered", wrong="passed_on"),
    "submission:classify": Page({"reviewer"}, on="passed_on", wrong="closed"),
    "submission:examine": Page({"reviewer"}, on="submitted", gate={"reviewer"}, posts=False),
    "submission:register": Page({"reviewer"}, on="submitted", wrong="registered"),
    "submission:send_back": Page({"reviewer"}, on="submitted", wrong="registered"),
    "submission:decline": Page({"reviewer"}, on="submitted", wrong="sent_back"),
    "submission:pass_on": Page({"reviewer"}, on="submitted", wrong="passed_on"),
    "submission:merge": Page({"reviewer"}, on="submitted", wrong="handed"),
    "submission:note": Page({"reviewer"}, on="handed"),
    "submission:drop_prepared": Page({"reviewer"}, on="prepared", wrong="registered"),
    "submission:unmerge": Page({"reviewer"}, on="merged", wrong="registered"),
    "submission:reopen": Page({"reviewer"}, on="registered", wrong="handed"),
    "submission:release": Page({"reviewer"}, gate={"reviewer"}),
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
