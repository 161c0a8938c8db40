"""The command line, the timetable and the lock file hang together."""

import os
import re
import subprocess
import sys
import threading

import celery
import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from cppcc.celery import app
from manage import needs_database


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("migrate", True),
        ("report --format json", True),
        ("runserver 8001", True),
        ("makemigrations --check", True),  # compares with the applied history
        ("check", False),
        ("check --deploy", False),
        ("check --database default", True),
        ("help", False),
        ("", False),
        ("--version", False),
        ("migrate --help", False),
        ("collectstatic --noinput", False),
        ("lifecycle_docs --check", False),
    ],
)
def test_only_commands_that_need_a_database_start_one(words, expected):
    assert needs_database(words.split()) is expected


@pytest.mark.django_db
def test_servers_speak_on_stderr_only(servers):
    command = [sys.executable, "manage.py", "diffsettings", "--output", "hash"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "内置" not in done.stdout


def test_every_entry_of_the_timetable_is_a_known_task_that_expires():
    app.loader.import_default_modules()
    planned = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert planned == {
        "proposals.assignment.tasks.refresh_search",
        "proposals.report.tasks.compute_rates",
        "proposals.duties.tasks.send_deadline_reminders",
        "proposals.rating.tasks.run_clocks",
        "proposals.submission.tasks.count_words",
        "proposals.notices.tasks.sweep",
        "proposals.tracking.tasks.tell_new_matches",
    }
    assert planned <= set(app.tasks)
    assert all(entry["options"]["expires"] > 0 for entry in app.conf.beat_schedule.values())


def test_reminders_are_planned_every_ten_minutes_of_the_office_day():
    day, last = (
        app.conf.beat_schedule[name]["schedule"] for name in ("send-deadline-reminders", "last-deadline-reminders")
    )
    assert (day.hour, day.minute) == (set(range(8, 18)), set(range(0, 60, 10)))
    assert (last.hour, last.minute) == ({18}, {0})
    assert str(app.timezone) == "Asia/Shanghai"


def test_web_threads_talk_to_our_broker():
    """Celery's current app is per thread; gunicorn answers in threads that did not import it."""
    seen = []
    thread = threading.Thread(target=lambda: seen.append(celery.current_app.main))
    thread.start()
    thread.join()
    assert seen == ["cppcc"]


def test_missing_broker_holds_up_nothing():
    """The message is a row already; asking a worker to hurry may fail, but neither loudly nor slowly."""
    code = (
        "import django, time; django.setup(); from proposals.notices.actions import hurry; start = time.monotonic();"
        "hurry(['x'] * 20); print('quick' if time.monotonic() - start < 3 else 'slow')"
    )
    gone = os.environ | {"REDIS_URL": "unix:///nowhere.sock", "DJANGO_SETTINGS_MODULE": "cppcc.settings"}
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, env=gone, capture_output=True, text=True)
    assert done.stdout == "quick\n", done.stderr


def test_lock_holds_every_direct_requirement_with_hashes_and_names_no_server():
    lock = (settings.BASE_DIR / "requirements.lock").read_text()
    locked = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==([^ ;]+)", lock, re.MULTILINE))
    direct = set()
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (settings.BASE_DIR / name).read_text().splitlines()
        wanted = [line for line in lines if line and not line.startswith("#")]
        assert [line for line in wanted if "#" not in line] == []  # each says what it is for
        direct |= {(re.split(r"[=\[]", line)[0].lower(), line.split("==")[1].split()[0]) for line in wanted}
    assert direct - locked == set()
    assert lock.count("--hash=sha256:") > len(locked)
    assert re.findall(r"https?://|--index-url|--extra-index-url", lock) == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_admin_works_under_the_strict_policy(page, live_server, admin_user, enter_as):
    """Stock admin, no exception in the policy; a breach would be a console error, which the page fixture refuses."""
    enter_as(admin_user)
    lists = [f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist" for model in admin.site._registry]
    for name in ["admin:index", *lists]:
        response = page.goto(live_server.url + reverse(name))
        assert (name, response.status) == (name, 200)
    page.goto(live_server.url + reverse("admin:accounts_user_change", args=[admin_user.pk]))
    assert page.locator("input[name=_save]").is_visible()
