"""The real chain: row → broker → worker process → mail server, with a worker killed on the way."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cppcc.celery import app
from cppcc.processes import in_session
from proposals.notices.models import Delivery, Notice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MAILS = 60


class Mailbox:
    def __init__(self):
        self.identities = []

    async def handle_DATA(self, server, session, envelope):
        time.sleep(0.03)  # a real server takes its time, so that the kill meets mails under way
        self.identities.append(message_from_bytes(envelope.content)["Message-ID"])
        return "250 OK"


@pytest.fixture
def mail_server():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Mailbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def start_worker(servers, mail_server, tmp_path):
    """A worker process of its own on the test's database, broker and mail server."""
    workers = []
    database = connection.settings_dict["NAME"]
    given = os.environ.get("DATABASE_URL") or servers.database_url()
    head, _, query = given.partition("?")
    environment = os.environ | {
        "CPPCC_ENV": "test",
        "DATABASE_URL": f"{head.rsplit('/', 1)[0]}/{database}" + (f"?{query}" if query else ""),
        "REDIS_URL": settings.REDIS_URL,
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
        "LOG_LEVEL": "INFO",
    }
    command = [sys.executable, "-m", "celery", "-A", "cppcc", "worker", "-c", "2", "-l", "info", "--without-gossip"]

    def start():
        with open(tmp_path / "worker.log", "a") as log:
            workers.append(
                subprocess.Popen(
                    command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True
                )
            )
        return workers[-1]

    yield start
    for worker in workers:
        kill(worker)
    print((tmp_path / "worker.log").read_text()[-3000:])  # shown when the test fails


def kill(worker):
    for pid in in_session(worker.pid):
        os.kill(pid, signal.SIGKILL)
    worker.wait()


def until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_every_mail_leaves_though_a_worker_is_killed_on_the_way(cast, mail_server, start_worker):
    now = timezone.now()
    notices = Notice.objects.bulk_create(
        Notice(key=f"test:{n}", recipient=cast.member, subject=f"第{n}件", path="/", created_at=now)
        for n in range(MAILS)
    )
    waiting = Delivery.objects.bulk_create(
        Delivery(notice=notice, channel=Delivery.Channel.EMAIL, to="zhuoma@example.org") for notice in notices
    )
    mailbox = mail_server.handler
    worker = start_worker()
    for delivery in waiting:
        app.send_task("proposals.notices.tasks.deliver", args=[str(delivery.pk)])
    until(lambda: len(mailbox.identities) >= MAILS // 6)
    kill(worker)
    assert Delivery.objects.filter(state=Delivery.State.PENDING).exists()

    # the next minute's sweep, and the leases of the killed processes run out
    Delivery.objects.filter(state=Delivery.State.PENDING).exclude(lease_until=None).update(
        lease_until=now - timedelta(seconds=1)
    )
    start_worker()
    app.send_task("proposals.notices.tasks.sweep")
    until(lambda: not Delivery.objects.exclude(state=Delivery.State.SENT).exists())

    assert len(set(mailbox.identities)) == MAILS
    # SMTP leaves one window: taken by the server, killed before its answer was noted; then the identity is the same
    assert len(mailbox.identities) - MAILS <= 2
