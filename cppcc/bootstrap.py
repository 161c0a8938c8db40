"""Makes .venv from requirements.lock. Runs with the machine's own Python, before anything is installed:

    python3 -I cppcc/bootstrap.py

So: standard library only, and no import of this project. Does nothing when .venv already fits.
"""

import fcntl
import hashlib
import re
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV, LOCK = ROOT / ".venv", ROOT / "requirements.lock"
PYTHON, STAMP, LOG = VENV / "bin/python", VENV / "installed", ROOT / "var/log/install.log"


def say(text, end="\n"):
    print(text, end=end, flush=True)


def wanted():
    """What a fitting .venv was made from: these packages, this Python, this folder (its scripts hold the path)."""
    return "{} {}.{} {}".format(hashlib.sha256(LOCK.read_bytes()).hexdigest(), *sys.version_info[:2], ROOT)


def fits():
    try:
        return STAMP.read_text() == wanted() and subprocess.run([PYTHON, "-c", ""]).returncode == 0
    except OSError:
        return False


def usable():
    """An older .venv of the same Python and folder only needs its packages brought up to date."""
    try:
        return STAMP.read_text().split(" ", 1)[1] == wanted().split(" ", 1)[1] and PYTHON.exists()
    except OSError:
        return False


def fail(sentence, tail=""):
    say("")
    if tail:
        say(tail)
    sys.exit(sentence)


def make_venv():
    say("· 建立独立的 Python 环境 .venv ……")
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True)
    if done.returncode:
        fail(
            "无法建立 .venv：请先安装 venv（Debian：apt-get install python3-venv），再运行一次。",
            done.stdout + done.stderr,
        )


def install():
    total = len(re.findall(r"^[a-zA-Z0-9]", LOCK.read_text(), re.MULTILINE))
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "-r", LOCK]
    command += ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]
    LOG.parent.mkdir(parents=True, exist_ok=True)
    seen, live = 0, sys.stdout.isatty()
    if not live:
        say(f"· 安装软件包（约 {total} 个，首次约半分钟到几分钟）……")
    with open(LOG, "w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in process.stdout:
            log.write(line)
            if line.startswith(("Collecting", "Requirement already")):
                seen += 1
            if live:
                what = "正在写入" if line.startswith("Installing") else "下载"
                say(f"\r· 安装软件包：{what} {min(seen, total)}/{total} ", end="")
        if process.wait():
            tail = "".join(LOG.read_text().splitlines(keepends=True)[-8:])
            fail(f"软件包没有装好（网络不通或磁盘已满？）。完整记录：{LOG.relative_to(ROOT)}", tail)
    if live:
        say("")


def main():
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python gets to read
        sys.exit("需要 Python 3.11 或更高版本。若已另外安装：make demo PYTHON=python3.11")
    with open(LOCK) as held:
        fcntl.flock(held, fcntl.LOCK_EX)  # two first starts at once: the second waits, then finds everything there
        if fits():
            return
        start = time.monotonic()
        if not usable():
            make_venv()
        install()
        STAMP.write_text(wanted())
        say(f"· 环境就绪（{time.monotonic() - start:.0f} 秒）")


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\n已中断。再运行一次会继续。")
