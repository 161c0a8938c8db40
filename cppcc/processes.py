"""Which processes are ours, answered from /proc: servers by their data folder, the demo's children by pid files.

A pid file also holds start time and command line, so that another process with the same number is never taken for ours.
"""

import contextlib
import json
import os
import signal
import time
from pathlib import Path


def process_state(pid):
    """'' when gone; 'Z' for a zombie, to which kill(pid, 0) still answers."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return ""


def wait_gone(pids, seconds):
    end = time.monotonic() + seconds
    while any(process_state(pid) not in ("", "Z", "X") for pid in pids):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def servers_in(folder, *names):
    """Pids of the named programs whose working folder is `folder`, also when it was deleted under them.

    Both servers change into their data folder, so this finds ours and only ours, with or without a pid file.
    """
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                cwd = os.readlink(entry / "cwd").removesuffix(" (deleted)")
                if cwd == str(folder) and (entry / "comm").read_text().strip() in names:
                    found.append(int(entry.name))
    return found


def end_processes(pids, polite, seconds):
    """Ask, wait, insist: a server that cannot save refuses the polite signal for ever."""
    for stop_with in (polite, signal.SIGKILL):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, stop_with)
        if wait_gone(pids, seconds):
            return


def command_line(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    return ""


def _stat(pid):
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return []


def start_time(pid):
    fields = _stat(pid)
    return int(fields[19]) if fields else None  # clock ticks since boot


def in_session(session):
    """The leader and everything it started: our children each lead a session of their own."""
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if (fields := _stat(pid)) and fields[0] not in "ZX" and int(fields[3]) == session]


def boot_id():
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def record(path, pid):
    while not command_line(pid) and process_state(pid) not in ("", "Z", "X"):
        time.sleep(0.001)  # the kernel fills it in a moment after the start is reported
    path.parent.mkdir(parents=True, exist_ok=True)
    identity = {"pid": pid, "started": start_time(pid), "command": command_line(pid), "boot": boot_id()}
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps(identity))
    draft.replace(path)


def read(path):
    with contextlib.suppress(OSError, ValueError):
        identity = json.loads(path.read_text())
        if identity["boot"] == boot_id() and identity["started"] is not None:
            return identity
    return None


def leader(path):
    """The recorded process, if it still is that one and not another that got its number."""
    identity = read(path)
    if identity and process_state(identity["pid"]) not in ("", "Z", "X"):
        if start_time(identity["pid"]) == identity["started"] and command_line(identity["pid"]) == identity["command"]:
            return identity["pid"]
    return None


def family(path):
    """The recorded process and what is left of its session, even when the leader itself was killed.

    While any member lives the kernel does not give the session's number to a new process; the comparison of
    command lines (workers are forks and keep their leader's) and start times guards against later reuse.
    """
    identity = read(path)
    if not identity:
        return []
    return [
        pid
        for pid in in_session(identity["pid"])
        if command_line(pid) == identity["command"] and (start_time(pid) or 0) >= identity["started"]
    ]


def ask_to_end(path):
    head = leader(path)
    if head:
        _signal([head], signal.SIGTERM)
    return head


def end_family(path, seconds=10):
    """Ask the leader to end (it ends its workers), then insist with everyone who is left."""
    if ask_to_end(path):
        _wait(path, seconds)
    for stop_with in (signal.SIGTERM, signal.SIGKILL):
        if not family(path):
            break
        _signal(family(path), stop_with)
        _wait(path, 2)
    path.unlink(missing_ok=True)


def _signal(pids, number):
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _wait(path, seconds):
    end = time.monotonic() + seconds
    while family(path) and time.monotonic() < end:
        time.sleep(0.05)
