"""The confirmation after submission."""

from django.urls import reverse

from tests.factories import draft, submitted


def url(proposal):
    return reverse("submission:submitted", args=[proposal.pk])


def test_submitted_shows_the_serial_and_what_comes_next(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.member)
    page = client.get(url(proposal))
    assert "流水号 0001" in page.content.decode()
    assert [(step["label"], step["state"], step["note"]) for step in page.context["steps"]] == [
        ("提交", "ok", "2022年2月10日 10:00"),
        ("审查", "now", "结果会通知您"),
        ("立案交办", "next", "编案号，交承办单位"),
        ("答复", "next", "交办后3个月内"),
        ("评议", "next", "收到答复后15个工作日内"),
    ]


def test_submitted_leads_to_the_printed_copy_and_names_the_phone(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.member)
    page = client.get(url(proposal)).content.decode()
    assert reverse("submission:paper", args=[proposal.pk]) in page
    assert '<a href="tel:08920000000">0892-0000000</a>' in page
    assert f'data-submitted="{proposal.pk}"' in page  # what this browser kept of the draft is wiped


def test_submitted_of_a_draft_leads_back_to_writing(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    assert client.get(url(proposal)).url == reverse("submission:edit", args=[proposal.pk])


def test_submitted_is_hidden_from_strangers(client, cast):
    proposal = submitted(cast)
    client.force_login(cast.stranger)
    assert client.get(url(proposal)).status_code == 404
