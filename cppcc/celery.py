"""The Celery application and its timetable. The tasks themselves live in proposals/<app>/tasks.py."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cppcc.settings")

app = Celery("cppcc")
app.set_default()  # the "current app" is per thread; without this gunicorn's threads would talk to a bare default app
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

MINUTE = 60

# Times are Asia/Shanghai (CELERY_TIMEZONE). `expires`: a worker that was down meets one run, not a pile of them.
# Every planner is idempotent and asks "what has been reached and has no row yet", so a missed or doubled run is
# harmless, and a second beat is too.
app.conf.beat_schedule = {
    "compute-rates": {
        "task": "proposals.report.tasks.compute_rates",
        "schedule": crontab(hour=2, minute=10),
        "options": {"expires": 6 * 60 * MINUTE},
    },
    "send-deadline-reminders": {
        "task": "proposals.duties.tasks.send_deadline_reminders",
        "schedule": crontab(hour="8-17", minute="*/10"),
        "options": {"expires": 10 * MINUTE},
    },
    "last-deadline-reminders": {  # closes the day: 8-17 ends at 17:50
        "task": "proposals.duties.tasks.send_deadline_reminders",
        "schedule": crontab(hour=18, minute=0),
        "options": {"expires": 10 * MINUTE},
    },
    "tell-new-matches": {
        "task": "proposals.tracking.tasks.tell_new_matches",
        "schedule": crontab(hour="8-17", minute="5-55/10"),  # between the reminders
        "options": {"expires": 10 * MINUTE},
    },
    "run-clocks": {
        "task": "proposals.rating.tasks.run_clocks",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 15 * MINUTE},
    },
    "refresh-search": {
        "task": "proposals.assignment.tasks.refresh_search",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 10 * MINUTE},
    },
    "refresh-search-of-days": {  # makes up for what was missed while nothing ran
        "task": "proposals.assignment.tasks.refresh_search",
        "kwargs": {"hours": 7 * 24},
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 6 * 60 * MINUTE},
    },
    "count-words": {  # what is rare changes slowly
        "task": "proposals.submission.tasks.count_words",
        "schedule": crontab(hour=3, minute=40),
        "options": {"expires": 6 * 60 * MINUTE},
    },
    "sweep-outbox": {
        "task": "proposals.notices.tasks.sweep",
        "schedule": crontab(),
        "options": {"expires": MINUTE},
    },
}
