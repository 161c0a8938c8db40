"""What the desk of the committee's office lists, picks and numbers."""

from django.apps import apps
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from proposals.lifecycle import ProposalStatus

#: the orders a list of the desk may have
ORDERS = {
    "first": (_("先提交的在前"), ("submitted_at", "serial")),
    "newest": (_("后提交的在前"), ("-submitted_at", "-serial")),
    "topic": (_("按内容分类"), (F("topic__order").asc(nulls_last=True), "topic__name", "submitted_at", "serial")),
}


def _open_rows(model, **which):
    return Exists(apps.get_model("submission", model).objects.filter(proposal=OuterRef("pk"), **which))


def _prepared():
    return _open_rows("PreparedDecision", stage="final", ended_at=None)


def desk_views(user):
    """{view: which proposals stand in it}, in the order they are shown. A subject group's view only for its people."""
    submitted = Q(status=ProposalStatus.SUBMITTED)
    waiting = submitted & ~Q(_prepared())
    views = {
        "waiting": waiting,
        "mine": waiting & Q(topic__in=user.subject_groups.values("topics")),
        "inter": waiting & Q(is_plenary=False),
        "changing": Q(status=ProposalStatus.SENT_BACK),
        "withdrawing": Q(_open_rows("WithdrawalRequest", verdict="")),
        "prepared": submitted & Q(_prepared()),
    }
    if not user.subject_groups.exists():
        del views["mine"]
    return views


class InboxQuerySet(models.QuerySet):
    def of_desk(self, user, view, order="first"):
        """One view of the desk in one order."""
        mine = self.filter(committee=user.committee_id).filter(desk_views(user)[view])
        return mine.order_by(*ORDERS[order][1])

    def desk_counts(self, user):
        """{view: how many}; one query."""
        wanted = {view: Count("pk", filter=which) for view, which in desk_views(user).items()}
        return self.filter(committee=user.committee_id).aggregate(**wanted)

    def of_topic(self, topic):
        return self.filter(topic=topic)

    def following(self, done):
        """In the order of this list: the key of the one after ``done``, which has just left it, else of the first."""
        there = Q(pk__in=self.order_by().values("pk")) | Q(pk=done.pk)
        pks = list(self.model.objects.filter(there).order_by(*self.query.order_by).values_list("pk", flat=True))
        here = pks.index(done.pk)
        return next(iter(pks[here + 1 :] or pks[:here]), None)

    def picked(self, keys):
        """The ones chosen together, in the order of submission, each with what a bulk act asks for: whether the
        proposer has ``asked`` to withdraw it, and whether a decision on it ``is_prepared``."""
        facts = {"asked": _open_rows("WithdrawalRequest", verdict=""), "is_prepared": _prepared()}
        return self.filter(pk__in=keys).annotate(**facts).order_by("submitted_at", "serial", "pk")

    def to_number(self, session):
        """Those whose numbers may still be exchanged: registered and not yet handed over."""
        waiting = self.filter(session=session, series="case", status=ProposalStatus.REGISTERED)
        return waiting.exclude(case_seq=None)
