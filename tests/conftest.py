"""Plumbing only: servers, test database, browser. Users and proposals to test with are in other modules of tests/."""

import os
import shutil
import subprocess
from pathlib import Path

# before settings are read by anything a test starts as a process of its own
os.environ.setdefault("CPPCC_ENV", "test")

import pytest
import redis
from django.conf import settings
from django.test import Client

pytest_plugins = ["tests.cast"] if (Path(__file__).parent / "cast.py").exists() else []

# -- servers and database ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def servers(worker_id):
    """The embedded servers under var/test, unless DATABASE_URL / REDIS_URL name others. They stay up for next time."""
    settings.EMBEDDED.ensure()
    if worker_id in ("master", "gw0"):  # messages of earlier runs that nobody consumed
        broker = redis.Redis.from_url(settings.REDIS_URL)
        prefix = settings.CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"]
        if stale := list(broker.scan_iter(match=f"{prefix}*", count=1000)):
            broker.delete(*stale)
        broker.close()
    return settings.EMBEDDED


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers, django_db_modify_db_settings_parallel_suffix):
    """pytest-django's hook before it connects: only tests that need a database start one. Name: TEST_DB_NAME."""


# -- browser ----------------------------------------------------------------------------------------------------------

CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


def chromium():
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def browser_obstacle():
    """Why browser tests cannot run here, or ''. Without a Chinese font screenshots show boxes, and pass."""
    if not chromium():
        return "没有 Chromium（Debian：apt-get install chromium fonts-noto-cjk）"
    try:
        fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True).stdout
    except FileNotFoundError:
        fonts = ""
    return "" if fonts.strip() else "没有中文字体（Debian：apt-get install fonts-noto-cjk）"


@pytest.fixture(scope="session")
def browser_ready():
    """Skips with its reason, or fails where a browser is promised (REQUIRE_BROWSER=1, set by .ci/run)."""
    if obstacle := browser_obstacle():
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail(f"REQUIRE_BROWSER=1，但{obstacle}", pytrace=False)
        pytest.skip(f"跳过浏览器测试：{obstacle}")
    # Playwright's event loop runs in the test's own thread, where Django then refuses the ORM
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_ready):
    return {"executable_path": chromium(), "headless": True, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    size = {"width": 1440, "height": 900}
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": size}


@pytest.fixture
def console_errors():
    """What the browser complained about: breaches of the content policy show here. A test that provokes an error
    page on purpose calls console_errors.clear() afterwards."""
    complaints = []
    yield complaints
    assert complaints == []


def watch(page, complaints):
    def on_console(message):
        icon = message.location.get("url", "").endswith("/favicon.ico")  # asked for by the browser, not by the page
        if message.type == "error" and not icon:
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return page


@pytest.fixture
def page(page, console_errors):
    """pytest-playwright's page, whose console errors fail the test."""
    return watch(page, console_errors)


@pytest.fixture
def open_page(new_context, console_errors):
    """open_page(user=None, **context arguments): a page in a window of its own, e.g. a second person or a phone."""

    def opened(user=None, base_url=None, **arguments):
        context = new_context(**arguments)
        if user is not None:
            enter(context, user, base_url)
        return watch(context.new_page(), console_errors)

    return opened


def enter(context, user, address):
    """Sign in without the form: the session cookie of a forced log-in."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": str(address)}])


@pytest.fixture
def enter_as(page, live_server):
    """enter_as(user): the test's own page is signed in as this user."""
    return lambda user: enter(page.context, user, live_server.url)


@pytest.fixture
def assert_accessible():
    """assert_accessible(page): axe-core finds nothing to complain about."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page):
        found = Axe().run(page).response["violations"]
        told = [f"{hit['id']} ({hit['impact']}): {hit['help']} {hit['nodes'][0]['html'][:200]}" for hit in found]
        assert told == [], f"{page.url}\n" + "\n".join(told)

    return check
