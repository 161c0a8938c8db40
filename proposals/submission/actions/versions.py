"""Versions of the text: what was saved when, so that nothing once written is lost."""

from os.path import commonprefix

from proposals.submission.models import TextVersion

KEPT = 50  # of those that were not submitted
STRETCH = 120  # seconds: saves of one person in the same stretch of the clock make one version …
GONE = 20  # … unless more characters than this, or a whole suggestion, would no longer be found anywhere


def keep_version(proposal, *, by, now, submitted=False, apart=False):
    """Keep the text as it has just been saved or submitted. Saves in the background come every few seconds: those of
    two minutes become one row that holds the last of them."""
    content, last = TextVersion.text_of(proposal), proposal.versions.first()
    same = last is not None and last.content == content
    if same and not submitted:
        return
    row = {"version": proposal.version, "content": content, "by": by, "at": now, "submitted": submitted}
    if last and not last.submitted and (same or not apart and _one_stretch(proposal, last, content, by, now)):
        TextVersion.objects.filter(pk=last.pk).update(**row)
    else:
        TextVersion.objects.create(proposal=proposal, **row)
        beyond = proposal.versions.filter(submitted=False).values_list("pk", flat=True)[KEPT:]
        TextVersion.objects.filter(pk__in=list(beyond)).delete()


def _one_stretch(proposal, last, content, by, now):
    """Whether this save only continues the last one. A text that somebody has confirmed stands for itself."""
    if last.by_id != by.pk or last.at.timestamp() // STRETCH != now.timestamp() // STRETCH:
        return False
    if len(last.content["suggestions"]) > len(content["suggestions"]):
        return False
    before, after = TextVersion.flat(last.content), TextVersion.flat(content)
    gone = sum(_gone(before[name], after[name]) for name in before)
    return gone <= GONE and not proposal.cosponsors.filter(text_version__gte=last.version).exists()


def _gone(before, after):
    """How many characters of ``before`` stand between what both texts begin and end with."""
    start = len(commonprefix([before, after]))
    end = len(commonprefix([before[start:][::-1], after[start:][::-1]]))
    return len(before) - start - end
