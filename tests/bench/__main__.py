"""``python -m tests.bench [--size 100000] [--only searching …]``; see ``make bench``."""

import argparse
import os
import platform
from importlib import import_module

import django

MEASURES = ("searching", "listing", "likeness", "desk")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--size", type=int, default=100_000)
    options.add_argument("--only", nargs="*", choices=MEASURES, default=MEASURES)
    asked = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cppcc.settings")
    django.setup()

    from django.conf import settings
    from django.core.management import call_command

    settings.EMBEDDED.ensure()
    try:
        call_command("migrate", verbosity=0)
        from tests.bench import filling, timing

        filling.fill(asked.size)
        print(f"{asked.size} proposals, {platform.machine()}, {os.cpu_count()} cores, milliseconds")
        with timing.served() as bench:
            for name in asked.only:
                print(f"\n## {name} (load of the machine: {os.getloadavg()[0]:.1f})\n")
                timing.report(import_module(f"tests.bench.{name}").measure(bench))
    finally:
        settings.EMBEDDED.stop()


if __name__ == "__main__":
    main()
