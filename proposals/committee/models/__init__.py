"""The committee's own settings: sessions, deadline policy, calendar, topics and dictionaries."""

from .deadlines import CalendarDay, DeadlinePolicy, calendars_kept, limit_words
from .dictionaries import DeclineReason, RatingStep, ResponseClass, SynonymSet, Theme, Topic
from .sessions import Committee, PlenarySession

__all__ = [
    "CalendarDay",
    "Committee",
    "DeadlinePolicy",
    "DeclineReason",
    "PlenarySession",
    "RatingStep",
    "ResponseClass",
    "SynonymSet",
    "Theme",
    "Topic",
    "calendars_kept",
    "limit_words",
]
