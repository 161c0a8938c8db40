from django.db import migrations
from django.db.models import Prefetch

from proposals import text
from proposals.submission.actions.search import compose

BATCH = 500


def index_existing(apps, schema_editor):
    """What was written before there was a search text gets one; here, because the names of the units belong to it."""
    Proposal, CoSponsor, SearchText = (
        apps.get_model("submission", name) for name in ("Proposal", "CoSponsor", "SearchText")
    )
    Assignment = apps.get_model("assignment", "Assignment")
    confirmed = CoSponsor.objects.filter(verdict="confirmed").order_by("order").select_related("user")
    joined = Prefetch("cosponsors", confirmed, to_attr="joined")
    merged = Proposal.objects.select_related("proposer", "group").prefetch_related(joined).order_by("serial")
    suggestions = Prefetch("suggestions", apps.get_model("submission", "Suggestion").objects.order_by("number"))
    proposals = Proposal.objects.select_related("proposer", "group").prefetch_related(
        suggestions, joined, Prefetch("merged", merged, to_attr="merged_here")
    )
    keys = list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        units = dict.fromkeys(batch, "")
        rows = Assignment.objects.filter(proposal__in=batch, ended_at=None).select_related("unit")
        for row in rows.order_by("unit__name", "pk"):
            units[row.proposal_id] += f"{row.unit.name}\n{row.unit.short_name}\n{text.sounds(row.unit.pinyin_key)}\n"
        SearchText.objects.bulk_create(
            SearchText(proposal_id=proposal.pk, **compose(proposal, units[proposal.pk]))
            for proposal in proposals.filter(pk__in=batch)
        )


class Migration(migrations.Migration):
    dependencies = [("assignment", "0002_initial"), ("submission", "0003_search_text")]

    operations = [migrations.RunPython(index_existing, migrations.RunPython.noop)]
