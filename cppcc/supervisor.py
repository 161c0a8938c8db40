"""`make demo` and `make stop`: web, worker and beat under one terminal, on top of the embedded servers.

    python -m cppcc.supervisor            run until Ctrl-C
    python -m cppcc.supervisor stop       end what this checkout started
    python -m cppcc.supervisor reset      stop, then delete var/ (asks; YES=1 does not)

Children lead sessions of their own, so Ctrl-C reaches only this process, which ends them in order: first web, beat
and worker, last the two servers. A child that dies is started again, with growing delay; quick deaths in a row end
the whole with a sentence. After kill -9 of this process the next start ends its leftovers by their pid files.
"""

import contextlib
import errno
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time

from django.conf import settings

from cppcc import processes
from cppcc.embedded import Services

HOST, PORT = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
QUICK_DEATH, MAX_QUICK_DEATHS, LOG_BYTES = 20, 5, 5_000_000  # seconds, in a row, before a log is turned over
PATIENCE = 90  # seconds until the first page must have come


class Stopped(Exception):
    """Ctrl-C or SIGTERM arrived."""


class GiveUp(Exception):
    """Cannot go on; carries the sentence for the user."""


def say(sentence):
    with contextlib.suppress(OSError):  # the terminal may be gone
        print(sentence, flush=True)


class Child:
    def __init__(self, name, label, command):
        self.name, self.label, self.command = name, label, command
        self.process, self.quick_deaths, self.due, self.started = None, 0, 0.0, 0.0
        self.pid_file, self.log = settings.VAR_DIR / f"run/{name}.pid", settings.VAR_DIR / f"log/{name}.log"

    def start(self):
        processes.end_family(self.pid_file, 2)  # a killed leader's workers must not run beside the new ones
        if self.log.exists() and self.log.stat().st_size > LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=settings.BASE_DIR, start_new_session=True,
            )  # fmt: skip
        processes.record(self.pid_file, self.process.pid)
        self.started, self.due = time.monotonic(), 0.0

    def look_after(self):
        """One round: noticed dead → plan the next start; planned and due → start."""
        now = time.monotonic()
        if self.due:
            if now >= self.due:
                self.start()
        elif self.process.poll() is not None:
            self.quick_deaths = self.quick_deaths + 1 if now - self.started < QUICK_DEATH else 1
            if self.quick_deaths > MAX_QUICK_DEATHS:
                said = f"{self.label}连续 {MAX_QUICK_DEATHS} 次启动后随即退出，不再重试。"
                raise GiveUp(f"{said}\n{telling_line(self.log)}\n完整记录：{shown(self.log)}")
            delay = min(2 ** (self.quick_deaths - 1), 30)
            say(f"! {self.label}意外退出，{delay} 秒后重新启动（记录：{shown(self.log)}）")
            self.due = now + delay

    def stop(self):
        if self.process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(10)
        processes.end_family(self.pid_file, 0)


def shown(path):
    return path.relative_to(settings.BASE_DIR) if path.is_relative_to(settings.BASE_DIR) else path


def telling_line(path):
    """The last line that names an error, else the last one."""
    lines = [line.strip() for line in path.read_text(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"[\w.]+(Error|Exception)\b", line)]
    return (errors or lines or [""])[-1]


def children():
    python = sys.executable
    celery = [python, "-m", "celery", "-A", "cppcc"]
    quiet = ["--without-gossip", "--without-mingle"]  # talk between several workers: there is one
    web = [python, "-m", "gunicorn", "cppcc.wsgi:application", "--bind", f"{HOST}:{PORT}", "--worker-class", "gthread"]
    web += ["--workers", "2", "--threads", "4", "--graceful-timeout", "5", "--no-control-socket"]
    web += ["--limit-request-line", "8190"]  # the check page of a bulk act names up to 200 proposals in its address
    web += ["--access-logfile", str(settings.VAR_DIR / "log/access.log")]
    return [
        Child("web", "网页服务", web),
        Child("worker", "后台任务", [*celery, "worker", "-l", "info", "-c", "2", *quiet]),
        Child("beat", "定时任务", [*celery, "beat", "-l", "info", "--pidfile="]),
    ]


class Supervisor:
    def __init__(self):
        self.children, self.ending = children(), threading.Event()
        self.run_dir = settings.VAR_DIR / "run"
        self.pid_file, self.prepare_file = self.run_dir / "demo.pid", self.run_dir / "prepare.pid"

    def pause(self, seconds):
        """The only places a signal interrupts, so that no process is started and then forgotten."""
        if self.ending.wait(seconds):
            raise Stopped

    def run(self):
        """Returns the exit code."""
        if processes.leader(self.pid_file):
            address = (self.run_dir / "address").read_text()
            say(f"演示系统已经在运行：{address}\n停止：make stop    日志：{shown(settings.VAR_DIR / 'log')}/")
            return 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.ending.set())
        code = 0
        try:
            self.clear_the_way()
        except GiveUp as trouble:
            say(trouble)
            return 1
        try:
            self.start()
            while True:
                self.pause(1)
                self.round()
        except Stopped:
            say("\n正在停止 ……")
        except (GiveUp, SystemExit) as trouble:  # SystemExit: EmbeddedError's sentence
            say(f"\n{trouble}")
            code = 1
        finally:  # whatever happened, nothing stays behind
            self.stop()
        say("已停止，数据保留。再次启动：make demo")
        return code

    def clear_the_way(self):
        os.environ.setdefault("SITE_URL", f"http://{shown_host()}:{PORT}")  # for the links in the children's mails
        for pid_file in [self.prepare_file, *(child.pid_file for child in self.children)]:
            processes.end_family(pid_file, 5)  # left over from a supervisor that was killed
        check_port()

    def start(self):
        began = time.monotonic()
        say("提案系统（演示）正在启动，按 Ctrl-C 停止。")
        processes.record(self.pid_file, os.getpid())
        (self.run_dir / "address").write_text(f"http://{shown_host()}:{PORT}/")
        (settings.VAR_DIR / "log").mkdir(parents=True, exist_ok=True)
        settings.EMBEDDED.ensure()
        self.run_prepare()
        for child in self.children:
            child.start()
        self.wait_for_page()
        say(f"\n已就绪（{time.monotonic() - began:.0f} 秒）。请用浏览器打开：  http://{shown_host()}:{PORT}/\n")
        with contextlib.suppress(OSError):
            say((settings.VAR_DIR / "accounts.txt").read_text())
        say(f"日志：{shown(settings.VAR_DIR / 'log')}/    停止：Ctrl-C    清空重来：make reset")

    def run_prepare(self):
        """A child of its own, so that Django and the demo year's memory do not stay with the supervisor."""
        command = [sys.executable, "-m", "cppcc.prepare"]
        process = subprocess.Popen(command, cwd=settings.BASE_DIR, start_new_session=True)
        processes.record(self.prepare_file, process.pid)
        while process.poll() is None:
            self.pause(0.1)
        self.prepare_file.unlink(missing_ok=True)
        if process.returncode:
            raise GiveUp(f"准备数据没有成功，原因见上；记录：{shown(settings.VAR_DIR / 'log/prepare.log')}")

    def wait_for_page(self):
        end = time.monotonic() + PATIENCE
        while status("/healthz") != 200:
            if time.monotonic() > end:
                raise GiveUp(f"网页服务 {PATIENCE} 秒内没有应答，原因见 {shown(self.children[0].log)}")
            self.pause(0.1)
            self.round()
        if (status("/") or 500) >= 500:
            say(f"! 首页出错，原因见 {shown(self.children[0].log)}")

    def round(self):
        for child in self.children:
            child.look_after()
        if not settings.EMBEDDED.running():
            say("! 内置数据库或消息队列意外停止，正在重新启动")
            settings.EMBEDDED.ensure()

    def stop(self):
        processes.end_family(self.prepare_file)
        for child in self.children:  # first all at once, then one by one
            processes.ask_to_end(child.pid_file)
        for child in self.children:
            child.stop()
        settings.EMBEDDED.stop()
        for name in ("demo.pid", "address"):
            (self.run_dir / name).unlink(missing_ok=True)


def shown_host():
    return "127.0.0.1" if HOST in ("0.0.0.0", "::") else HOST  # noqa: S104 - compares, does not bind


def status(path):
    """HTTP status of a page of ours, or None while nobody answers."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection(shown_host(), int(PORT), timeout=20)
        connection.request("GET", path, headers={"Host": "127.0.0.1"})
        return connection.getresponse().status
    return None


def check_port():
    if not PORT.isdigit() or not 0 < int(PORT) < 65536:
        raise GiveUp(f"PORT={PORT} 无效：请给出 1 到 65535 之间的端口号。")
    with socket.socket(socket.AF_INET6 if ":" in HOST else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(PORT)))
        except PermissionError:
            raise GiveUp(f"没有权限使用端口 {PORT}，请换一个 1024 以上的：make demo PORT=8001") from None
        except OSError as trouble:
            why = "已被其他程序占用" if trouble.errno == errno.EADDRINUSE else f"不可用（{trouble.strerror}）"
            raise GiveUp(f"端口 {PORT} {why}，请换一个，例如：make demo PORT=8001") from None


def stop():
    """Only what this checkout started: pid files checked against /proc, servers by their data folders."""
    var = settings.VAR_DIR
    for name in ("demo", "prepare", "web", "worker", "beat"):
        if processes.leader(var / f"run/{name}.pid") or processes.family(var / f"run/{name}.pid"):
            processes.end_family(var / f"run/{name}.pid", 30)
    for base in (var, var / "test"):
        Services(base).stop()
    say("已停止。")


def reset():
    if os.environ.get("YES") != "1":
        if not sys.stdin.isatty():
            sys.exit("没有确认，什么也没有删除。若确定：make reset YES=1")
        if input(f"将删除 {settings.VAR_DIR} 中的全部数据，无法恢复。确定请输入 yes：").strip().lower() != "yes":
            sys.exit("没有确认，什么也没有删除。")
    stop()
    for base in (settings.VAR_DIR / "test", settings.VAR_DIR):
        Services(base).remove()
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
    say("已清空。")


if __name__ == "__main__":
    command = sys.argv[1] if len(sys.argv) > 1 else "run"
    if command == "run":
        sys.exit(Supervisor().run())
    {"stop": stop, "reset": reset}[command]()
