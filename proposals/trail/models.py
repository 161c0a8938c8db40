"""The append-only trail: one row for every action, chained per case."""

import hashlib
import json
import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.lifecycle import Access, Action
from proposals.permissions import Role

#: what a person is shown of the own account
ACCOUNT = [
    Access.SIGN_IN, Access.SIGN_IN_FAILED, Access.ISSUE_PASSWORD, Access.CHANGE_PASSWORD, Access.GRANT_ROLE,
    Access.REVOKE_ROLE,
]  # fmt: skip


class Row(models.Model):
    """Base of every table whose rows appear in addresses: a random key that says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class EventQuerySet(models.QuerySet):
    def of_case(self, case):
        """The events of one case in the order they happened."""
        return self.filter(case=case).order_by("seq")

    def with_people(self):
        return self.select_related("by")

    def acts(self, case, action):
        """The events of one kind in a case with their people, the newest first."""
        return self.filter(case=case, action=action).with_people().order_by("-seq")

    def newest_first(self):
        return self.order_by("-at", "-seq")

    def chosen(self, *, kind=None, who=None, since=None, until=None):
        """``kind``: "case", "access" or one of ``Access``; ``who``: part of a name; days from and to, both counted."""
        found = self
        if kind == "case":
            found = found.filter(action__in=Action.values)
        elif kind:
            found = found.filter(action__in=Access.values if kind == "access" else [kind])
        if who:
            found = found.filter(by__name__icontains=who)
        if since:
            found = found.filter(at__date__gte=since)
        return found.filter(at__date__lte=until) if until else found

    def on_account(self, person, since):
        """What concerns the account of a person since a day: sign-ins, passwords, roles; newest first."""
        return self.filter(case=person, action__in=ACCOUNT, at__date__gte=since).with_people().order_by("-seq")

    def last_notes(self, cases, action):
        """{case: the note of its newest event of this kind}; one query."""
        rows = self.filter(case__in=list(cases), action=action).order_by("case", "-seq").distinct("case")
        return dict(rows.values_list("case", "note"))


class Event(models.Model):
    """Who did what to which thing and when; from which status to which. Never changed, never deleted.

    ``hash`` covers every other field and the hash before it in the same case, so an edit, a removal or an insertion
    breaks the chain (``manage.py verify_trail``). ``note`` is the sentence people read, ``data`` the facts behind it
    (old and new dates, units, classes). What people do to the system (``Access``) is chained per person.
    """

    case = models.UUIDField(_("提案"))
    seq = models.PositiveIntegerField(_("序号"))
    subject = models.UUIDField(_("对象"))
    action = models.CharField(_("动作"), max_length=40, choices=[*Action.choices, *Access.choices])
    from_status = models.CharField(_("原状态"), max_length=20, blank=True)
    to_status = models.CharField(_("新状态"), max_length=20, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("经办人"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    by_role = models.CharField(_("身份"), max_length=20, choices=Role.choices, blank=True)
    note = models.TextField(_("说明"), blank=True)
    data = models.JSONField(_("事实"), default=dict, blank=True)
    at = models.DateTimeField(_("时间"))
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("事件")
        verbose_name_plural = _("事件")
        ordering = ["at", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_case_seq")]
        indexes = [models.Index(fields=["subject"]), models.Index(fields=["by", "at"])]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.seq} {self.get_action_display()}"

    def digest(self):
        """SHA-256 over all fields but the hash itself, in a form that does not depend on the database."""
        fields = [
            str(self.case),
            self.seq,
            str(self.subject),
            self.action,
            self.from_status,
            self.to_status,
            str(self.by_id or ""),
            self.by_role,
            self.note,
            self.data,
            self.at.timestamp(),
            self.previous_hash,
        ]
        text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
