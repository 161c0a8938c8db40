"""What was searched for, shown in the rows that were found."""

from django.db.models import prefetch_related_objects

from proposals import text


def with_hits(rows, typed):
    """The rows with the hits in their titles, and the best passage of the text where it has one; one query."""
    query = text.parse(typed)
    if query is None or not query.terms:
        return rows
    prefetch_related_objects([row.proposal for row in rows], "suggestions")
    return [_shown(row, query.terms) for row in rows]


def _shown(row, terms):
    proposal = row.proposal
    written = [proposal.situation, proposal.analysis, *(each.text for each in proposal.suggestions.all())]
    passage = text.passage("\n".join(part for part in written if part), terms)
    return row._replace(title=text.marked(proposal.title, terms), passage=passage)
