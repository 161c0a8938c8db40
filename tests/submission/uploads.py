"""Uploading in a test."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from proposals import files
from proposals.submission import actions
from tests import corpus


def upload(name="报告.pdf", content=None):
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, corpus.pdf() if content is None else content)


def checked(name="报告.pdf", content=None):
    return files.inspect(upload(name, content))


def attach(proposal, by, name="报告.pdf", **how):
    """Attached without a page; the row."""
    return actions.attach(proposal, checked=[checked(name)], by=by, **how)[0][0]


def add(client, proposal, *sent):
    """Send files from the page of attachments."""
    return client.post(reverse("submission:attach", args=[proposal.pk]), {"files": list(sent)})


def names(proposal):
    return [row.name for row in proposal.attachments.kept()]
