"""负责人确认: without the scan of the sealed page a group submits nothing."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from proposals.accounts.models import ProposerGroup
from proposals.lifecycle import ProposalStatus, Refusal
from proposals.submission import actions
from proposals.submission.models import Attachment, Seal
from proposals.tracking.dossier import Dossier
from proposals.trail.models import Event
from tests import corpus
from tests.factories import at, draft, scan, seal, submitted

from .uploads import names, upload

S = ProposalStatus
DECLARED = {"declared": "on"}


def url(proposal):
    return reverse("submission:seal", args=[proposal.pk])


def check_url(proposal):
    return reverse("submission:submit", args=[proposal.pk])


@pytest.fixture
def group_draft(cast):
    return draft(cast, by=cast.group_account)


def sealing(**changed):
    scanned = upload("盖章页.png", corpus.picture("PNG"))
    return {"leader": "张主委", "confirmed_on": "2022-02-09", "scan": scanned, **changed}


def test_seal_is_prefilled_with_the_groups_leader_and_today(client, cast, group_draft):
    ProposerGroup.objects.filter(pk=cast.group.pk).update(leader="李主委")
    client.force_login(cast.group_account)
    page = client.get(url(group_draft))
    form = page.context["form"]
    assert (form["leader"].value(), form["confirmed_on"].value()) == ("李主委", timezone.localdate())


def test_seal_keeps_who_when_and_the_scan(client, cast, group_draft):
    client.force_login(cast.group_account)
    assert client.post(url(group_draft), sealing()).url == check_url(group_draft)
    kept = Seal.objects.get(proposal=group_draft)
    assert (kept.leader, kept.confirmed_on, kept.by) == ("张主委", date(2022, 2, 9), cast.group_account)
    assert (kept.scan.purpose, kept.scan.name) == ("seal", "盖章页.png")
    lines = [line.text for line in Dossier(group_draft, cast.group_account, timezone.now()).past]
    assert lines == ["负责人张主委确认"]


def test_seal_is_missing_until_it_is_there(client, cast, group_draft):
    client.force_login(cast.group_account)
    page = client.get(check_url(group_draft))
    assert page.context["missing"] == [
        {"text": "集体提案要由负责人确认，请上传盖章页的扫描件。", "url": url(group_draft)}
    ]
    assert client.post(check_url(group_draft), DECLARED).status_code == 422
    client.post(url(group_draft), sealing())
    assert client.post(check_url(group_draft), DECLARED).status_code == 302
    group_draft.refresh_from_db()
    assert group_draft.status == S.SUBMITTED


def test_seal_stands_on_the_check_page_and_the_confirmation(client, cast, group_draft):
    seal(group_draft, by=cast.group_account)
    client.force_login(cast.group_account)
    assert "负责人 · 2022年2月10日" in text(client.get(check_url(group_draft)))
    actions.submit(group_draft, by=cast.group_account)
    page = client.get(reverse("submission:submitted", args=[group_draft.pk]))
    assert "负责人 · 2022年2月10日" in text(page)


def text(page):
    """What a person reads: the separator drawn as a point."""
    content = re.sub(r'<i class="dot"[^>]*></i>', " · ", page.content.decode())
    return re.sub(r"\s*·\s*", " · ", re.sub(r"<[^>]+>", "", content))


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"leader": " "}, "leader", "请填写负责人姓名"),
        ({"confirmed_on": ""}, "confirmed_on", "请填写确认日期"),
        ({"confirmed_on": "昨天"}, "confirmed_on", "请填写日期，如 2026-03-05。"),
        ({"scan": ""}, "scan", "请选择盖章页的扫描件。"),
    ],
)
def test_seal_says_what_is_wrong_and_keeps_what_was_typed(client, cast, group_draft, changed, field, said):
    client.force_login(cast.group_account)
    page = client.post(url(group_draft), sealing(**changed))
    assert page.status_code == 422
    assert said in page.content.decode()
    assert list(page.context["form"].errors) == [field]
    assert "张主委" in page.content.decode() or field == "leader"
    assert not Seal.objects.exists()


def test_seal_of_a_day_to_come_is_refused(client, cast, group_draft):
    client.force_login(cast.group_account)
    tomorrow = timezone.localdate() + timedelta(days=1)
    page = client.post(url(group_draft), sealing(confirmed_on=tomorrow))
    assert (page.status_code, page.context["form"].errors["confirmed_on"]) == (422, ["确认日期不能晚于今天。"])
    assert names(group_draft) == []


def test_seal_scan_is_looked_into(client, cast, group_draft):
    client.force_login(cast.group_account)
    page = client.post(url(group_draft), sealing(scan=upload("盖章页.pdf", corpus.picture())))
    assert page.context["form"].errors["scan"] == [
        "“盖章页.pdf”的内容不是 PDF 文件，可能改过扩展名。请用原来的软件另存后再上传。"
    ]


def test_seal_again_takes_the_place_of_the_first_and_keeps_its_scan_on_record(client, cast, group_draft):
    first = seal(group_draft, by=cast.group_account)
    client.force_login(cast.group_account)
    client.post(url(group_draft), sealing())
    assert Seal.objects.get(proposal=group_draft).leader == "张主委"
    assert names(group_draft) == ["盖章页.png"]
    assert Attachment.objects.get(pk=first.scan_id).removed_by == cast.group_account


def test_seal_of_another_text_is_warned_of_and_does_not_block(client, cast, group_draft):
    seal(group_draft, by=cast.group_account)
    client.force_login(cast.group_account)
    warned = "正文在负责人确认后有修改"
    assert warned not in client.get(check_url(group_draft)).content.decode()
    actions.save_draft(group_draft, by=cast.group_account, situation="改了。", now=at("2022-02-11"))
    assert warned in client.get(check_url(group_draft)).content.decode()
    assert warned in client.get(url(group_draft)).content.decode()
    assert warned in client.get(reverse("submission:edit", args=[group_draft.pk])).content.decode()
    assert client.post(check_url(group_draft), DECLARED).status_code == 302


def test_seal_does_not_warn_of_a_changed_class(cast, group_draft):
    sealed = seal(group_draft, by=cast.group_account)
    actions.save_draft(group_draft, by=cast.group_account, consent_publish=False, now=at("2022-02-11"))
    assert Seal.objects.get(pk=sealed.pk).text_changed is False


def test_seal_still_fits_an_unchanged_text_that_was_sent_back(cast):
    proposal = submitted(cast, by=cast.group_account)
    actions.send_back(proposal, by=cast.reviewer, note="请改。", now=at("2022-02-25"))
    assert Seal.objects.get(proposal=proposal).text_changed is False
    actions.save_draft(proposal, by=cast.group_account, situation="改了。", now=at("2022-02-26"))
    assert Seal.objects.get(proposal=proposal).text_changed is True


def test_seal_is_not_for_members(client, cast):
    proposal = draft(cast)
    client.force_login(cast.member)
    page = client.get(url(proposal))
    assert (page.status_code, "个人和联名提案不需要负责人确认。" in page.content.decode()) == (409, True)
    with pytest.raises(Refusal, match="只有集体提案需要负责人确认。"):
        actions.seal(proposal, leader="甲", confirmed_on=date(2022, 1, 1), scan=scan(), by=cast.member)


def test_seal_get_changes_nothing(client, cast, group_draft):
    client.force_login(cast.group_account)
    client.get(url(group_draft), {"leader": "甲"})
    assert (Seal.objects.count(), Event.objects.of_case(group_draft.pk).count()) == (0, 0)


def test_seal_is_hidden_from_strangers(client, cast, group_draft):
    for user in (cast.stranger, cast.reviewer, cast.handler):
        client.force_login(user)
        assert client.post(url(group_draft), sealing()).status_code == 404
    assert not Seal.objects.exists()


def test_seal_is_refused_after_the_submission(client, cast):
    proposal = submitted(cast, by=cast.group_account)
    client.force_login(cast.group_account)
    assert client.post(url(proposal), sealing()).status_code == 409
    assert Seal.objects.get(proposal=proposal).leader == "负责人"
