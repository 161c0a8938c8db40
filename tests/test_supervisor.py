"""`make demo` itself, with data in a temporary folder: comes up, heals, keeps its data, leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings

from cppcc.embedded import Services
from cppcc.processes import command_line, end_family, process_state

pytestmark = pytest.mark.slow


class Demo:
    def __init__(self, var):
        self.var, self.output = var, var.parent / "output"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        unwanted = ("DATABASE_URL", "REDIS_URL", "DJANGO_ALLOW_ASYNC_UNSAFE")
        kept = {name: value for name, value in os.environ.items() if name not in unwanted}
        self.environment = kept | {"CPPCC_ENV": "demo", "CPPCC_VAR": str(var), "PORT": str(self.port)}

    def run(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "cppcc.supervisor", *arguments], cwd=settings.BASE_DIR,
            env=self.environment | environment, capture_output=True, text=True, timeout=120,
        )  # fmt: skip

    def start(self):
        with open(self.output, "w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cppcc.supervisor"], cwd=settings.BASE_DIR, env=self.environment,
                stdout=output, stderr=output, start_new_session=True,
            )  # fmt: skip
        self.until(lambda: "已就绪" in self.output.read_text() or self.process.poll() is not None, 400)
        assert self.process.poll() is None, self.output.read_text()

    def until(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not self.holds(condition):
            assert time.monotonic() < end, self.output.read_text()
            time.sleep(0.1)

    def holds(self, condition):
        try:
            return condition()
        except (OSError, ValueError, IndexError):  # a pid file that is being written anew
            return False

    def healthy(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status == 200
        except (OSError, urllib.error.URLError):
            return False

    def pid(self, name):
        return json.loads((self.var / f"run/{name}.pid").read_text())["pid"]

    def everyone(self):
        """Every living process whose environment names this data folder."""
        mark, found = f"CPPCC_VAR={self.var}".encode(), []
        for entry in os.listdir("/proc"):
            if entry.isdigit() and process_state(entry) not in ("", "Z", "X"):
                try:
                    with open(f"/proc/{entry}/environ", "rb") as environ:
                        if mark in environ.read().split(b"\0"):
                            found.append(int(entry))
                except OSError:
                    continue
        return found

    def end(self):
        for name in ("demo", "prepare", "web", "worker", "beat"):
            end_family(self.var / f"run/{name}.pid", 20)
        Services(self.var).remove()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    demo = Demo(tmp_path_factory.mktemp("demo") / "var")
    demo.start()
    yield demo
    demo.end()


def test_page_and_accounts_are_announced(demo):
    assert demo.healthy()
    assert f"http://127.0.0.1:{demo.port}/" in demo.output.read_text()


def test_second_start_names_the_running_one(demo):
    done = demo.run()
    assert (done.returncode, f"http://127.0.0.1:{demo.port}/" in done.stdout) == (0, True)


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_killed_child_comes_back(demo, name):
    old = demo.pid(name)
    os.kill(old, signal.SIGKILL)
    demo.until(lambda: demo.pid(name) != old and demo.healthy())
    assert command_line(demo.pid(name)) != ""


def test_killed_database_comes_back(demo):
    old = int((demo.var / "postgres/postmaster.pid").read_text().split()[0])
    os.kill(old, signal.SIGKILL)
    demo.until(lambda: int((demo.var / "postgres/postmaster.pid").read_text().split()[0]) != old)
    demo.until(demo.healthy)


def test_after_a_killed_supervisor_the_next_start_clears_up(demo):
    demo.process.kill()
    demo.process.wait()
    before = {name: demo.pid(name) for name in ("web", "worker", "beat")}
    demo.start()
    assert [process_state(pid) in ("", "Z") for pid in before.values()] == [True, True, True]
    assert demo.healthy()
    assert demo.process.pid == demo.pid("demo")


def test_ctrl_c_leaves_nothing_running_and_keeps_the_data(demo):
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(60) == 0
    assert demo.everyone() == []
    assert "已停止，数据保留" in demo.output.read_text()
    assert (demo.var / "postgres/PG_VERSION").exists()

    began = time.monotonic()
    demo.start()
    assert time.monotonic() - began < 30  # 15 on an idle machine
    assert "载入" not in demo.output.read_text()


def test_stop_ends_only_our_own(demo):
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        assert demo.run("stop").returncode == 0
        assert demo.everyone() == []
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_occupied_port_is_said_plainly(demo):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = demo.run(PORT=str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "已被其他程序占用" in done.stdout
    assert demo.everyone() == []


def test_reset_asks_first(demo):
    done = demo.run("reset", YES="")
    assert (done.returncode, "什么也没有删除" in done.stderr) == (1, True)
    assert demo.var.exists()
    assert demo.run("reset", YES="1").returncode == 0
    assert not demo.var.exists()
