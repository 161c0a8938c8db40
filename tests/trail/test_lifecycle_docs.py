"""docs/lifecycle.md is what the tables say."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from proposals.lifecycle import ASSIGNMENT_MOVES, PROPOSAL_MOVES, Action
from proposals.permissions import WHO_MAY
from proposals.trail.management.commands import lifecycle_docs


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setattr(lifecycle_docs, "PAGE", tmp_path / "docs" / "lifecycle.md")
    return lifecycle_docs.PAGE


def test_it_writes_the_page_and_then_finds_it_fresh(page, capsys):
    call_command("lifecycle_docs")
    call_command("lifecycle_docs", "--check")
    assert capsys.readouterr().out == "已写入 docs/lifecycle.md\n"
    assert page.read_text().startswith("# 提案的生命周期\n")


@pytest.mark.parametrize("stale", [None, "# 旧的内容\n"])
def test_check_fails_when_the_page_is_missing_or_stale_and_writes_nothing(page, stale):
    if stale:
        page.parent.mkdir()
        page.write_text(stale)
    with pytest.raises(CommandError, match="已过期"):
        call_command("lifecycle_docs", "--check")
    assert (page.read_text() if page.exists() else None) == stale


def test_check_exits_with_1_and_needs_no_database(tmp_path):
    (tmp_path / "docs").mkdir()
    code = (
        "import django, pathlib, sys; django.setup()\n"
        "from django.core.management import execute_from_command_line as run\n"
        "from proposals.trail.management.commands import lifecycle_docs\n"
        f"lifecycle_docs.PAGE = pathlib.Path({str(tmp_path / 'lifecycle.md')!r})\n"
        "run(['manage.py', 'lifecycle_docs', '--check'])"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "cppcc.settings", "CPPCC_ENV": "test", "DATABASE_URL": "postgresql://x@localhost:1/x",
        "REDIS_URL": "redis://localhost:1", "CPPCC_VAR": str(tmp_path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert (done.returncode, "已过期" in done.stderr) == (1, True), done.stderr


def test_every_action_has_its_row_and_says_who(page):
    text = lifecycle_docs.page()
    for moves in (PROPOSAL_MOVES, ASSIGNMENT_MOVES):
        for move in moves:
            assert f"| {move.action.label} `{move.action.value}` |" in text
    assert set(lifecycle_docs.WHO) == {predicate.__name__ for predicate in WHO_MAY.values()}


def test_diagram_draws_the_moves_that_change_the_status():
    text = lifecycle_docs.page()
    assert "    draft --> submitted: 提交\n" in text
    assert "    accepted --> checking: 送核查\n" in text
    assert "    closed --> [*]\n" in text
    assert f"{Action.URGE.label}\n" not in text
