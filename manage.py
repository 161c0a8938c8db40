#!/usr/bin/env python3
"""Django's command line. Commands that need a database start the embedded servers first, unless real ones are set."""

import os
import sys

WITHOUT_DATABASE = {
    "collectstatic", "compilemessages", "diffsettings", "findstatic", "help", "lifecycle_docs", "makemessages",
    "startapp", "startproject", "version",
}  # fmt: skip


def needs_database(arguments):
    command = next((word for word in arguments if not word.startswith("-")), "help")
    if command in WITHOUT_DATABASE or {"--help", "-h", "--version"} & set(arguments):
        return False
    return command != "check" or "--database" in arguments


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cppcc.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        embedded = settings.EMBEDDED
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    if needs_database(sys.argv[1:]):
        embedded.ensure()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
