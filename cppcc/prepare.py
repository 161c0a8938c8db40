"""What `make demo` does between "servers are up" and "web is up", in one process: tables, static files, demo year.

Says one line per step that has something to do; details go to var/log/prepare.log.
"""

import hashlib
import os
import sys
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cppcc.settings")


def migrate(log):
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("· 建立数据表 ……")
        call_command("migrate", interactive=False, stdout=log)


def static_signature():
    from django.contrib.staticfiles.finders import get_finders

    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen = os.stat(storage.path(path))
            found.update(f"{path} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return found.hexdigest()


def collect_static(log):
    """Compressing takes seconds, so only when a file changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp, signature = settings.VAR_DIR / "static.signature", static_signature()
    if not stamp.exists() or stamp.read_text() != signature:
        say("· 整理样式与脚本 ……")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=log)
        stamp.write_text(signature)


def demo_year(log):
    """The seed command speaks for itself; it returns at once when there is data."""
    from django.conf import settings
    from django.core.management import call_command, get_commands

    if "seed_demo" in get_commands():
        call_command("seed_demo", if_empty=True)
    if "demo_accounts" in get_commands():
        with open(settings.VAR_DIR / "accounts.txt", "w") as accounts:  # printed by the supervisor at the end
            call_command("demo_accounts", stdout=accounts)


def say(sentence):
    print(sentence, flush=True)


def main():
    django.setup()
    from django.conf import settings
    from django.core.management import CommandError
    from django.db.utils import DatabaseError

    (settings.VAR_DIR / "log").mkdir(parents=True, exist_ok=True)
    with open(settings.VAR_DIR / "log/prepare.log", "a") as log:
        for step in (migrate, collect_static, demo_year):
            start = time.monotonic()
            try:
                step(log)
            except (DatabaseError, CommandError) as trouble:
                sys.exit(f"准备数据时出错：{trouble}")
            print(f"{step.__name__} {time.monotonic() - start:.1f} s", file=log, flush=True)


if __name__ == "__main__":
    main()
