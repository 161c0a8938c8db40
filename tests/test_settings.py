"""What the settings refuse, and what every answer carries. Each case is a process of its own: settings load once."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from cppcc.headers import client_ip

GOOD = {
    "CPPCC_ENV": "production",
    "SECRET_KEY": "kq0GxXn3wR7tYbV5mJ1zLcP9sD4fH8aU2eW6iO_oT-rQyEuKjN",
    "ALLOWED_HOSTS": "tian.example.org",
    "DATABASE_URL": "postgresql://app:pw@localhost/app",
    "REDIS_URL": "redis://localhost:6379",
}


def run(*arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments], cwd=settings.BASE_DIR, env=kept | environment,
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"DEBUG": "1"}, "DEBUG 不能打开"),
        ({"SECRET_KEY": ""}, "SECRET_KEY 缺失"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY 缺失或过于简单"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY 缺失或过于简单"),
        ({"SECRET_KEY": "django-insecure-" + GOOD["SECRET_KEY"]}, "SECRET_KEY 缺失或过于简单"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS 缺失或为 *"),
        ({"ALLOWED_HOSTS": "tian.example.org,*"}, "ALLOWED_HOSTS 缺失或为 *"),
        ({"DATABASE_URL": ""}, "DATABASE_URL 缺失"),
        ({"REDIS_URL": ""}, "REDIS_URL 缺失"),
    ],
)
def test_production_refuses(change, said):
    done = run("check", **(GOOD | change))
    assert done.returncode == 1
    assert done.stderr.startswith("生产环境拒绝启动：")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_production_accepts_safe_values_and_has_no_deployment_warnings():
    done = run("check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert done.returncode == 0, done.stderr


def test_database_address_alone_means_production():
    done = run("check", DATABASE_URL=GOOD["DATABASE_URL"])
    assert done.stderr.startswith("生产环境拒绝启动：")


def test_unknown_environment_is_refused():
    done = run("check", CPPCC_ENV="prod")
    assert (done.returncode, done.stderr.strip()) == (1, "CPPCC_ENV='prod' 无效：只能是 production、demo 或 test。")


def test_every_variable_is_in_the_operations_table():
    source = (settings.BASE_DIR / "cppcc/settings.py").read_text()
    read = set(re.findall(r'\benv(?:\.\w+)?\("([A-Z_]+)"', source)) | {"DATABASE_URL"}
    page = (settings.BASE_DIR / "docs/operations.md").read_text()
    told = set(re.findall(r"`([A-Z_]+)`", page))
    assert read - told == set()


def test_tests_never_touch_the_demo_data():
    assert settings.CPPCC_ENV == "test"
    assert settings.EMBEDDED.base == settings.VAR_DIR
    assert settings.VAR_DIR != settings.BASE_DIR / "var"


@pytest.mark.django_db
def test_every_answer_carries_the_strict_policy(client):
    page = client.get("/healthz")
    assert (page.status_code, page.content) == (200, b"ok")
    policy = dict(part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self'",
        "connect-src": "'self'",
        "font-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    headers = ("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
    assert [page.headers[name] for name in headers] == ["DENY", "nosniff", "same-origin", "same-origin"]
    assert "camera=()" in page.headers["Permissions-Policy"]


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),  # a stranger's header counts for nothing
        ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "10.0.0.1, 198.51.100.1", "198.51.100.1"),  # only the proxy's own entry
        ("", "198.51.100.1", "198.51.100.1"),  # unix socket
        ("", "", "127.0.0.1"),
    ],
)
def test_client_address_behind_the_proxy(rf, peer, forwarded, expected):
    extra = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert client_ip(rf.get("/", REMOTE_ADDR=peer, **extra)) == expected
