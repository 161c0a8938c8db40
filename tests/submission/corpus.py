"""A crowd of registered proposals in the database, with what similar ones are found by."""

import csv
from pathlib import Path

from django.db import connection
from django.utils import timezone

from proposals.lifecycle import Outcome, ProposalStatus
from proposals.submission.actions import index_all
from proposals.submission.models import Proposal, WordCount

HERE = Path(__file__).parent


def rows_of(name):
    """The rows of a file of this folder; lines that begin with # say where it comes from."""
    lines = (HERE / name).read_text().splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def published_titles():
    return [row["title"] for row in rows_of("published_titles.csv")]


def enter(session, matters):
    """Proposals with these (title, text), as if imported; return them in this order."""
    now = timezone.now()
    made = [
        Proposal(
            committee_id=session.committee_id, session=session, title=title, situation=body, imported_at=now,
            status=ProposalStatus.REGISTERED, outcome=Outcome.REGISTERED, created_at=now, updated_at=now,
        )
        for title, body in matters
    ]  # fmt: skip
    Proposal.objects.bulk_create(made, batch_size=2000)
    keys = [proposal.pk for proposal in made]
    for start in range(0, len(keys), 2000):
        index_all(keys[start : start + 2000])
    WordCount.objects.renew()
    with connection.cursor() as cursor:
        cursor.execute("analyze submission_searchtext, submission_titlewords, submission_proposal")
    return made
