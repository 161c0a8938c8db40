"""What the files of the design system may not contain: browser floor, content policy, weight."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CSS = sorted((ROOT / "static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
TEMPLATES = [path for path in sorted((ROOT / "templates").rglob("*.html")) if "emails" not in path.parts]
NEWER_CSS = (
    ":has(",
    ":is(",
    ":where(",
    "inset:",
    "aspect-ratio",
    "clamp(",
    "@container",
    "@layer",
    "&",
    "url(http",
    "data:",
)


def test_every_icon_named_in_a_template_is_drawn():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (ROOT / "templates/_partials/sprite.html").read_text()))
    used = {name for path in TEMPLATES for name in re.findall(r"{% icon ['\"]([\w-]+)['\"]", path.read_text())}
    states = {f"s-{kind}" for path in TEMPLATES for kind in re.findall(r"{% st ['\"](\w+)['\"]", path.read_text())}
    assert (used | states) - drawn == set()


@pytest.mark.parametrize("pattern", [r"\sstyle=", r"<style", r"\son\w+=", r"<script(?![^>]*\bsrc=)", r"javascript:"])
def test_templates_hold_nothing_the_content_policy_refuses(pattern):
    assert [path.name for path in TEMPLATES if re.search(pattern, path.read_text())] == []


def test_stylesheets_and_scripts_stay_small():
    """What every page loads; the admin, prints and slips bring a small sheet of their own."""
    extra = [path.stat().st_size for path in CSS if path.name in ("admin.css", "paper.css", "slips.css")]
    assert max(extra) <= 8_000
    assert sum(path.stat().st_size for path in CSS) - sum(extra) <= 60_000
    assert sum(path.stat().st_size for path in SCRIPTS) <= 40_000


@pytest.mark.parametrize("newer", NEWER_CSS)
def test_stylesheets_stay_within_the_browser_floor(newer):
    assert [path.name for path in CSS if newer in path.read_text()] == []


def test_stylesheets_do_not_use_gap_in_flex_boxes():
    rules = [rule for path in CSS for rule in re.findall(r"{[^{}]*}", path.read_text())]
    assert [rule for rule in rules if re.search(r"display:(inline-)?flex", rule) and re.search(r"[{;]gap:", rule)] == []


@pytest.mark.parametrize("newer", [r"\?\.", r"\?\?", r"\|\|=", r"\.at\(", r"replaceAll", "structuredClone"])
def test_scripts_stay_within_the_browser_floor(newer):
    assert [path.name for path in SCRIPTS if re.search(newer, path.read_text())] == []
