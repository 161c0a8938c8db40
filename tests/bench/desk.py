"""The administrator's lists: each as it opens, with the rows of a whole term behind it."""

from django.contrib import admin
from django.db import connection, transaction
from django.urls import reverse

from proposals.accounts.backends import KEPT, SEEN
from proposals.accounts.models import User
from proposals.committee.models import Committee
from proposals.permissions import Role
from proposals.trail.models import Event
from tests.factories import make_user

BARS = {50: 60}
EVENTS = 8  # a case; half as many messages and reminders
#: rows by the hundred thousand, whose content nobody looks at
ROWS = """
INSERT INTO trail_event ("case", seq, subject, action, from_status, to_status, by_id, by_role, note, data, at,
                         previous_hash, hash)
SELECT p.id, n, p.id, 'submit', 'draft', 'submitted', p.proposer_id, 'member', '', '{}',
       p.submitted_at + n * interval '1 day', '', '' FROM submission_proposal p, generate_series(1, %(events)s) n;
INSERT INTO notices_notice (id, key, recipient_id, "case", subject, body, path, created_at)
SELECT gen_random_uuid(), p.id || ':' || n, p.proposer_id, p.id, 'x', '', '/', p.submitted_at + n * interval '1 day'
  FROM submission_proposal p, generate_series(1, %(events)s / 2) n;
INSERT INTO notices_delivery (id, notice_id, channel, "to", state, attempts, sent_at, error)
SELECT gen_random_uuid(), id, 'email', 'x@example.org', 'sent', 1, created_at, '' FROM notices_notice;
INSERT INTO duties_reminder (id, duty_id, point, due_on, recipient_id, notice_id, created_at)
SELECT gen_random_uuid(), d.id, n, d.due_on, u.id, (SELECT id FROM notices_notice LIMIT 1), d.created_at
  FROM duties_duty d, generate_series(1, 3) n, (SELECT id FROM accounts_user LIMIT 1) u;
"""


def measure(bench):
    fill()
    kept = sorted(model._meta.label_lower for model in admin.site._registry if model._meta.label_lower in KEPT | SEEN)
    for label in kept:
        address = reverse(f"admin:{label.replace('.', '_')}_changelist")
        yield bench.of_pages(label, Role.ADMINISTRATOR, [address], bars=BARS)


def fill():

    if not User.objects.filter(active_role=Role.ADMINISTRATOR).exists():
        make_user(Committee.objects.home(), Role.ADMINISTRATOR, "管理员")
    if Event.objects.count() > EVENTS:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # as the rest of the bench
        cursor.execute(ROWS % {"events": EVENTS})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
