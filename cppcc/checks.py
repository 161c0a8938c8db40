"""`make check`: every static check in turn, one line each; what failed shows its output at the end. Changes nothing.

Standard library only; each check is a command of its own, so one that cannot even start is a failure like any other.
"""

import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv/bin"
PYTHON = str(BIN / "python")
MANAGE = [PYTHON, "manage.py"]

PRODUCTION = {  # invented values that production accepts; `check` connects to nothing
    "CPPCC_ENV": "production",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "ALLOWED_HOSTS": "example.org",
    "DATABASE_URL": "postgresql://nobody@localhost/none",
    "REDIS_URL": "redis://localhost:1",
}


def checks():
    yield "代码风格（ruff check）", [str(BIN / "ruff"), "check", "--quiet", "."], {}
    yield "代码格式（ruff format）", [str(BIN / "ruff"), "format", "--check", "--quiet", "."], {}
    pages = sorted(str(page) for page in (ROOT / "templates").rglob("*.html"))
    if pages:
        yield "模板格式（djade）", [str(BIN / "djade"), "--check", "--target-version", "5.2", *pages], {}
    yield "语法（compileall）", [PYTHON, "-m", "compileall", "-q", "-f", "cppcc", "proposals", "tests"], {}
    yield "分层（import-linter）", [str(BIN / "lint-imports"), "--no-logo"], {}
    yield "系统检查", [*MANAGE, "check", "--fail-level", "WARNING"], {}
    yield "生产环境检查", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION
    yield "迁移齐全", [*MANAGE, "makemigrations", "--check", "--dry-run"], {}
    if list(ROOT.glob("proposals/*/management/commands/lifecycle_docs.py")):
        yield "生成的文档", [*MANAGE, "lifecycle_docs", "--check"], {}


def main():
    failed = []
    for name, command, extra in checks():
        start = time.monotonic()
        environment = os.environ | {"CPPCC_ENV": "test", "PYTHONPYCACHEPREFIX": str(ROOT / "var/test/pyc")} | extra
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        print(f"{'✗' if done.returncode else '✓'} {name}  {time.monotonic() - start:.1f} 秒", flush=True)
        if done.returncode:
            failed.append((name, done.stdout + done.stderr))
    for name, output in failed:
        print(f"\n── {name} ──\n{output.strip()}")
    if failed:
        sys.exit(f"\n{len(failed)} 项检查未通过。格式问题可用 make fix 自动整理。")
    print("全部检查通过。")


if __name__ == "__main__":
    main()
