"""Saved views for tests: asked for over HTTP, as people do."""

from django.test import Client
from django.urls import reverse

from proposals.accounts.models import User
from proposals.tracking import actions
from tests.factories import at

LIST = reverse("tracking:proposals")
VIEWS = reverse("tracking:saved_views")
NEW = reverse("tracking:save_view")
WHEN = at("2022-06-13")


def signed_in(user):
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


def saved(user, name="待审查的", query="status=submitted", **change):
    """A view of this person; ``change``: shared, notify, place."""
    user = User.objects.get(pk=user.pk)
    view = actions.save_view(name=name, query=query, by=user, now=WHEN)
    return actions.change_view(view, name=name, by=user, now=WHEN, **change) if change else view


def address(name, view):
    return reverse(f"tracking:{name}", args=[view.pk])


def tabs(client, **query):
    """[(name, figure, is it this page)] above the list."""
    return [(tab.view.name, tab.count, tab.current) for tab in client.get(LIST, query).context["list"].tabs]
