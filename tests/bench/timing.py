"""What every measurement needs: people, their pages over HTTP, the time spent in the database, percentiles."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from typing import NamedTuple

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from proposals.accounts.models import User
from proposals.permissions import Role

TIMES = 5  # each question is asked so often, after once for warming up


class Figure(NamedTuple):
    """``bars``: {percentile: milliseconds that are promised}."""

    name: str
    milliseconds: list[float]
    bars: dict[int, float]

    def percentile(self, share):
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, round(len(ordered) * share / 100 + 0.5) - 1)]

    @property
    def kept(self):
        return all(self.percentile(share) <= bar for share, bar in self.bars.items())


class Bench:
    """``port``: where the product answers, served as in production by one process."""

    def __init__(self, port):
        self.port, self.cookies = port, {}

    def person(self, role):
        return User.objects.filter(active_role=role).order_by("username").first()

    def of_database(self, name, questions, *, bars):
        """``questions``: functions; what counts is the time of their queries."""
        spent = []

        def measure(execute, sql, parameters, many, context):
            started = time.perf_counter()
            try:
                return execute(sql, parameters, many, context)
            finally:
                spent[-1] += (time.perf_counter() - started) * 1000

        with connection.execute_wrapper(measure):
            for question in questions:
                for turn in range(TIMES + 1):
                    spent.append(0.0)
                    question()
                    if turn == 0:
                        spent.pop()
        return Figure(name, spent, bars)

    def of_pages(self, name, role, paths, *, bars):
        """The pages of these addresses, from request to last byte."""
        return Figure(name, [took for path in paths for took in self._ask(role, path)], bars)

    def _ask(self, role, path):
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        for turn in range(TIMES + 1):
            started = time.perf_counter()
            server.request("GET", path, headers={"Cookie": self._cookie(role)})
            page = server.getresponse()
            page.read()
            if page.status != 200:
                raise RuntimeError(f"{path}: {page.status}")
            if turn:
                yield (time.perf_counter() - started) * 1000
        server.close()

    def _cookie(self, role):
        if role not in self.cookies:
            client = Client()
            client.force_login(self.person(role), backend="django.contrib.auth.backends.ModelBackend")
            self.cookies[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
        return f"{settings.SESSION_COOKIE_NAME}={self.cookies[role]}"


@contextlib.contextmanager
def served():
    """A Bench with the product running behind it."""
    call_command("collectstatic", interactive=False, verbosity=0)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "cppcc.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "4", "--log-level", "warning", "--no-control-socket"]
    process = subprocess.Popen(command, env=os.environ)
    try:
        _wait_for(port)
        yield Bench(port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def _wait_for(port):
    for _n in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError("no server")


def report(figures):
    """A table for people."""
    print("| | p50 | p95 | max | bar | |")
    print("|---|---|---|---|---|---|")
    for figure in figures:
        bars = ", ".join(f"p{share} ≤ {bar:g}" for share, bar in figure.bars.items())
        values = " | ".join(f"{figure.percentile(share):.0f}" for share in (50, 95, 100))
        print(f"| {figure.name} | {values} | {bars} | {'✓' if figure.kept else '✗'} |", flush=True)


REVIEWER, HANDLER, MEMBER = Role.REVIEWER, Role.HANDLER, Role.MEMBER
