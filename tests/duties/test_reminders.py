"""Reminders: one message for each point that is reached, exactly once, whatever happens to the job."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from proposals.accounts.models import User
from proposals.duties import actions as duties
from proposals.duties import tasks
from proposals.duties.models import Duty, Reminder
from proposals.notices.models import Delivery, Notice
from proposals.rating import actions as rating
from proposals.response import actions as response
from tests.factories import accept_all, at, handed_over, make_cast, make_user, write_response


def told(duty=None):
    """(point, the day it was told) of every reminder, in order."""
    rows = Reminder.objects.filter(duty=duty) if duty else Reminder.objects.all()
    return [
        (row.point, f"{row.created_at.astimezone(at('2022-01-01').tzinfo):%m-%d}")
        for row in rows.order_by("created_at")
    ]


def run_daily(first, last, *, hours=("08:10", "16:40"), but=()):
    """The job of every day, twice a day, except on the days of an outage."""
    day, end = at(f"{first} 00:00"), at(f"{last} 00:00")
    while day <= end:
        if f"{day:%Y-%m-%d}" not in but:
            for hour in hours:
                duties.send_reminders(now=at(f"{day:%Y-%m-%d} {hour}"))
        day += timedelta(days=1)


@pytest.fixture
def running(cast):
    """An accepted and consulted case handed over on 2022-03-15: the response is due on 2022-06-15."""
    proposal = handed_over(cast)
    accept_all(proposal, cast)
    row = proposal.assignments.get()
    duties.done("consult", row, now=at("2022-03-20"))
    return row


def response_duty(row):
    return Duty.objects.get(kind="respond", subject=row.pk)


def answer(row, cast, now):
    write_response(row, cast.handler, now=now)
    response.submit_response(row, by=cast.handler, now=now)
    rating.deliver(row, by=cast.coordinator, now=now)


def test_ac_33_one_notice_per_point_though_the_job_runs_twice_a_day(running, cast):
    run_daily("2022-05-01", "2022-06-16")
    answer(running, cast, at("2022-06-16 18:00"))
    run_daily("2022-06-17", "2022-07-31")
    duty = response_duty(running)
    assert told(duty) == [(-30, "05-16"), (-7, "06-08"), (-1, "06-14"), (0, "06-15"), (1, "06-16")]
    notices = Notice.objects.filter(key__startswith=f"remind:{duty.pk}").order_by("created_at")
    assert [notice.subject for notice in notices] == [
        "答复还剩30天：关于建立青稞良种繁育基地的提案",
        "答复还剩7天：关于建立青稞良种繁育基地的提案",
        "答复还剩1天：关于建立青稞良种繁育基地的提案",
        "答复今天到期：关于建立青稞良种繁育基地的提案",
        "答复已逾期1天：关于建立青稞良种繁育基地的提案",
    ]
    assert {(notice.recipient, notice.path) for notice in notices} == {(cast.handler, duty.path)}


def test_ac_33_nothing_after_the_reply_is_approved(running, cast):
    run_daily("2022-06-07", "2022-06-09")
    answer(running, cast, at("2022-06-10"))
    run_daily("2022-06-10", "2022-06-30")
    assert told(response_duty(running)) == [(-30, "06-07"), (-7, "06-08")]


def test_the_second_run_writes_nothing(running):
    now = at("2022-06-08 09:00")
    assert [duties.send_reminders(now=now) for _ in range(3)] == [1, 0, 0]
    assert duties.send_reminders(now=at("2022-06-08 17:50")) == 0
    assert duties.send_reminders(now=at("2022-06-09 09:00")) == 0


def test_after_an_outage_only_the_latest_point_is_sent(running):
    run_daily("2022-05-16", "2022-05-17")
    run_daily("2022-06-06", "2022-06-16", but={f"2022-06-{n:02d}" for n in range(8, 16)})
    assert told(response_duty(running)) == [(-30, "05-16"), (1, "06-16")]


def test_a_missed_night_heals_itself(running):
    run_daily("2022-06-13", "2022-06-16", but={"2022-06-14"})
    assert told(response_duty(running))[-2:] == [(0, "06-15"), (1, "06-16")]


def test_after_the_due_date_every_seven_days(running):
    run_daily("2022-06-16", "2022-07-09", hours=("09:00",))
    assert told(response_duty(running)) == [(1, "06-16"), (8, "06-23"), (15, "06-30"), (22, "07-07")]


def test_an_open_promise_is_reminded_of_once_a_month(running):
    """It may stay open for years (AC-45: the item stays on the ledger)."""
    due = at("2022-06-15").date()
    promise = duties.open_duty(
        "promise", running.proposal, holder=running.holder, path="/", due_on=due, now=at("2022-03-15")
    )
    run_daily("2022-06-16", "2022-08-20", hours=("09:00",))
    assert told(promise) == [(1, "06-16"), (31, "07-18"), (61, "08-15")]  # 16 July is a Saturday


def test_ac_45_a_promise_for_the_end_of_the_year_is_reminded_of_on_1_december(running):
    due = at("2022-12-31").date()
    promise = duties.open_duty(
        "promise", running.proposal, holder=running.holder, path="/", due_on=due, now=at("2022-05-12")
    )
    run_daily("2022-11-25", "2022-12-02", hours=("09:00",))
    assert told(promise) == [(-30, "12-01")]


def test_points_on_rest_days_are_told_before_or_after_them(running):
    duties.postpone("respond", running, due_on=at("2022-09-13").date())
    run_daily("2022-09-05", "2022-09-21", hours=("09:00",))
    assert told(response_duty(running)) == [
        (-30, "09-05"),  # caught up: 14 August was a Sunday
        (-7, "09-06"),
        (-1, "09-09"),  # the 12th is Mid-Autumn, the 10th and 11th a weekend
        (0, "09-13"),
        (1, "09-14"),
        (8, "09-21"),
    ]


def test_an_extension_starts_the_points_anew(running):
    run_daily("2022-06-08", "2022-06-08")
    duties.postpone("respond", running, due_on=at("2022-07-15").date())
    run_daily("2022-06-09", "2022-07-08", hours=("09:00",))
    assert told(response_duty(running)) == [(-7, "06-08"), (-30, "06-15"), (-7, "07-08")]


def test_nothing_on_the_day_a_duty_begins(cast):
    handed_over(cast)
    assert duties.send_reminders(now=at("2022-03-15 17:00")) == 0
    run_daily("2022-03-16", "2022-03-21")  # seven days before 22 March was the day of the hand-over itself
    assert told(Duty.objects.get(kind="accept")) == [(-1, "03-21")]


def test_every_officer_of_the_unit_is_told_and_only_they(running, cast):
    second = make_user(cast.committee, "handler", "旺堆", unit=cast.unit)
    assert duties.send_reminders(now=at("2022-06-14 09:00")) == 2
    assert set(Reminder.objects.values_list("recipient__name", flat=True)) == {cast.handler.name, second.name}


def test_an_officer_who_has_left_is_not_told(running, cast):
    User.objects.filter(pk=cast.handler.pk).update(is_active=False)
    assert duties.send_reminders(now=at("2022-06-14 09:00")) == 0


def test_voided_duties_are_not_reminded_of(running):
    duties.void_case(running.proposal_id, now=at("2022-06-01"))
    assert duties.send_reminders(now=at("2022-06-14 09:00")) == 0


def test_mail_that_has_not_left_is_dropped_when_the_duty_is_done(running, cast):
    duties.send_reminders(now=at("2022-06-14 09:00"))
    waiting = Delivery.objects.filter(notice__key__startswith="remind:")
    assert [row.state for row in waiting] == ["pending"]
    duties.done("respond", running, now=at("2022-06-14 09:05"))
    assert [row.state for row in waiting.all()] == ["dropped"]
    assert Notice.objects.filter(key__startswith="remind:").count() == 1  # the inbox keeps what was said


def test_mail_that_has_left_stays_sent(running):
    duties.send_reminders(now=at("2022-06-14 09:00"))
    Delivery.objects.update(state="sent", sent_at=at("2022-06-14 09:01"))
    duties.done("respond", running, now=at("2022-06-14 09:05"))
    assert set(Delivery.objects.filter(notice__key__startswith="remind:").values_list("state", flat=True)) == {"sent"}


def test_the_body_names_the_case_the_act_and_the_day(running):
    duties.send_reminders(now=at("2022-06-14 09:00"))
    body = Notice.objects.get(key__startswith="remind:").body
    assert body == "《关于建立青稞良种繁育基地的提案》的答复期限是2022年6月15日。"


def test_the_job_costs_the_same_whatever_the_number_of_duties(running, cast, django_assert_max_num_queries):
    for _ in range(3):
        handed_over(cast)
    duties.send_reminders(now=at("2022-06-14 09:00"))
    with django_assert_max_num_queries(8):
        duties.send_reminders(now=at("2022-06-14 09:10"))


def test_the_task_is_the_action(running):
    assert tasks.send_deadline_reminders() >= 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_two_jobs_at_once_write_each_reminder_once():
    cast = make_cast()
    for _ in range(5):
        handed_over(cast)
    ready, written = threading.Barrier(3), []

    def job():
        try:
            ready.wait(10)
            written.append(duties.send_reminders(now=at("2022-06-14 09:00")))
        finally:
            connection.close()

    threads = [threading.Thread(target=job) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (len(written), sum(written)) == (3, 15)
    assert Reminder.objects.count() == Notice.objects.filter(key__startswith="remind:").count() == 15
