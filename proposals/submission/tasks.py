"""Counting words for similar proposals; the schedule stands in ``cppcc/celery.py``."""

from celery import shared_task

from . import actions


@shared_task
def count_words():
    actions.count_words()
