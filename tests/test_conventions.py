"""The house rules, as far as a machine can check them (docs/architecture.md, CONTRIBUTING.md)."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import URLPattern, get_resolver
from django.utils.functional import Promise

ROOT = Path(settings.BASE_DIR)
PRODUCT = ROOT / "proposals"
APPS = [app.removeprefix("proposals.") for app in settings.INSTALLED_APPS if app.startswith("proposals.")]


def sources(*folders):
    """Our own Python files, without migrations."""
    for folder in folders or ("proposals", "cppcc"):
        yield from (p for p in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in p.parts)


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def short(path):
    return str(path.relative_to(ROOT))


def tree(path):
    return ast.parse(path.read_text())


def functions(path):
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(node):
    return node.end_lineno - node.lineno + 1


def dotted(node):
    """``a.b.c`` of an attribute chain, or ''."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


# -- one word, four places --------------------------------------------------------------------------------------------

#: answer by going somewhere else, so they have no page of their own
WITHOUT_PAGE = {
    "accounts:sign_out", "accounts:switch_role", "accounts:elder", "notices:read", "report:recompute", "response:send",
    "submission:detach", "submission:download",
    "submission:draft_key", "submission:restore", "accounts:roster_template",
}  # fmt: skip
#: hand over a file
WITHOUT_PAGE |= {"submission:paper_docx", "submission:collection_docx", "tracking:export"}
WITHOUT_PAGE |= {"tracking:open_view"}  # goes on to the list
#: whoever opens these need not be signed in
PUBLIC = {
    "accounts:sign_in", "accounts:sign_out", "accounts:elder", "accounts:forgot_password", "accounts:set_password",
    "healthz",
}  # fmt: skip


def urls():
    """{"assignment:accept": URLPattern} of the product, the admin left out."""
    found = {}

    def walk(patterns, namespace):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                found[f"{namespace}:{pattern.name}" if namespace else pattern.name] = pattern
            elif pattern.namespace != "admin":
                walk(pattern.url_patterns, pattern.namespace or namespace)

    walk(get_resolver().url_patterns, "")
    return found


URLS = urls()


def test_every_address_has_a_name_of_its_own():
    assert None not in URLS
    patterns = [str(pattern.pattern) for pattern in URLS.values()]
    assert sorted(patterns) == sorted(set(patterns))


@pytest.mark.parametrize("name", sorted(URLS))
def test_name_view_and_template_are_one_word(name):
    namespace, _colon, word = name.rpartition(":")
    view = URLS[name].callback
    if namespace:
        assert view.__module__.startswith(f"proposals.{namespace}.views") or hasattr(view, "view_class")
        assert getattr(sys.modules[f"proposals.{namespace}.views"], word) is view
    if not hasattr(view, "view_class"):
        assert view.__name__ == word
    if namespace and name not in WITHOUT_PAGE:
        pages = {path.name for path in (ROOT / "templates" / namespace).glob("*.html")}
        assert f"{word}.html" in pages or any(page.startswith(f"{word}_") for page in pages)  # home_member.html …


@pytest.mark.parametrize("name", sorted(URLS))
def test_every_address_needs_a_login_or_is_declared_public(name):
    assert getattr(URLS[name].callback, "login_required", True) is (name not in PUBLIC)


def test_no_address_carries_a_sequential_key():
    assert [name for name, pattern in URLS.items() if "<int:" in str(pattern.pattern)] == []


def test_only_declared_addresses_have_no_page():
    assert WITHOUT_PAGE | PUBLIC <= set(URLS)


# -- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("limit", "files"), [(300, list(sources())), (150, templates())], ids=["module", "template"])
def test_files_are_short(limit, files):
    long = {short(path): len(path.read_text().splitlines()) for path in files}
    assert {name: lines for name, lines in long.items() if lines > limit} == {}


def is_view(path, node):
    return "views" in path.parts[-2:] + (path.stem,) and node.args.args and node.args.args[0].arg == "request"


def test_functions_are_short():
    long = {
        f"{short(path)}:{node.name}": length(node)
        for path in sources()
        for node in functions(path)
        if length(node) > 30
    }
    assert long == {}


def test_views_are_short():
    """What has an address and takes a request: fetch, form, action, answer."""
    views = {pattern.callback.__name__ for pattern in URLS.values()}
    long = {
        f"{short(path)}:{node.name}": length(node)
        for path in sources("proposals")
        if path.stem == "views" or path.parent.name == "views"
        for node in functions(path)
        if node.name in views and is_view(path, node) and length(node) > 15
    }
    assert long == {}


# -- where things may be said -----------------------------------------------------------------------------------------


def web_modules():
    for path in sources("proposals"):
        if path.stem in ("views", "tasks") or path.parent.name in ("views", "homes"):
            yield path


def test_queries_have_names():
    """No ad-hoc filters in views and tasks: what is asked has a name on the model's QuerySet."""
    found = [
        f"{short(path)}:{node.lineno}"
        for path in web_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in ("filter", "exclude", "raw", "extra")
    ]
    assert found == []


def test_views_ask_neither_status_nor_write():
    """Views call actions; they never save, create or move anything themselves."""
    banned = {"save", "create", "bulk_create", "delete", "update_or_create", "get_or_create"}
    allowed = {("accounts/views/account.py", "delete_cookie")}
    found = [
        (short(path).removeprefix("proposals/"), node.func.attr)
        for path in web_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in banned
    ]
    assert set(found) - allowed == set()


def test_only_the_corridor_writes_a_status():
    """``trail.move()``; the history import enters rows that already have one."""
    writers = set()
    for path in sources("proposals"):
        for node in ast.walk(tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if any(isinstance(t, ast.Attribute) and t.attr == "status" for t in targets):
                writers.add(short(path))
            if isinstance(node, ast.Call) and dotted(node.func).endswith((".update", "bulk_update")):
                named = {keyword.arg for keyword in node.keywords}
                texts = {n.value for arg in node.args for n in ast.walk(arg) if isinstance(n, ast.Constant)}
                if "status" in named | texts:
                    writers.add(short(path))
    assert writers - {"proposals/trail/actions.py"} == set()


def test_no_other_clock_than_the_requests():
    """``timezone.now()`` once a request or as the default of ``now=``; never the machine's local time."""
    banned = ("datetime.now", "date.today", "datetime.utcnow", "datetime.today", "time.time")
    found = [
        f"{short(path)}:{node.lineno}"
        for path in sources("proposals")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func).endswith(banned)
    ]
    assert found == []


def test_views_take_the_moment_of_the_request():
    found = [
        f"{short(path)}:{node.lineno}"
        for path in sources("proposals")
        if path.stem == "views" or path.parent.name == "views"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and dotted(node.func) == "timezone.now"
    ]
    assert found == []


def test_no_signals():
    found = [
        short(path)
        for path in sources("proposals")
        if re.search(r"django\.dispatch|models\.signals|@receiver", path.read_text())
    ]
    assert found == []


def test_tasks_are_never_sent_into_the_future():
    """What is due stands in the database; a task with an ETA would be lost with the broker."""
    found = [
        f"{short(path)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and {"eta", "countdown"} & {keyword.arg for keyword in node.keywords}
    ]
    assert found == []


def test_tasks_are_thin():
    long = {
        f"{short(path)}:{node.name}": length(node)
        for path in sources("proposals")
        if path.stem == "tasks"
        for node in functions(path)
        if length(node) > 10
    }
    assert long == {}


def test_actions_take_who_and_when_by_name():
    """An act is a verb with keyword-only ``by`` and ``now``."""
    wrong = []
    for app in APPS:
        actions = PRODUCT / app / "actions"
        init = actions / "__init__.py"
        if not init.exists():
            continue
        public = {
            element.value
            for node in ast.walk(tree(init))
            if isinstance(node, ast.Assign) and dotted(node.targets[0]) == "__all__"
            for element in node.value.elts
        }
        for path in actions.glob("*.py"):
            for node in functions(path):
                positional = {argument.arg for argument in node.args.args}
                if node.name in public - {"check_shares"} and {"by", "now"} & positional:  # it only looks
                    wrong.append(f"{short(path)}:{node.name}")
    assert wrong == []


# -- templates --------------------------------------------------------------------------------------------------------

COMMENTS = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}|<!--.*?-->", re.DOTALL)


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a role", r"{%[^%]*\buser\.role\b(?!_label)"),
        ("unescaped text", r"\|\s*safe\b|autoescape\s+off|mark_safe"),
        ("an inline style", r"\sstyle\s*="),
        ("an inline handler", r"\son[a-z]+\s*="),
        ("an inline script", r"<script(?![^>]*\ssrc=)[^>]*>\s*\S"),
        ("a style element", r"<style\b"),
        ("another site", r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//"""),
        ("a query", r"\.objects\b|\.filter\b"),
    ],
)
def test_no_template_contains(what, pattern):
    found = [short(path) for path in templates() if re.search(pattern, COMMENTS.sub("", path.read_text()))]
    assert (what, found) == (what, [])


def test_no_code_marks_text_as_safe():
    """HTML is made by templates; the tag library escapes with format_html."""
    found = [short(path) for path in sources("proposals") if re.search(r"\bmark_safe\b", path.read_text())]
    assert set(found) <= {f"proposals/ui/{name}.py" for name in ("forms", "lists", "marks", "formats", "__init__")}


#: Latin words a person may read on a page
LATIN = {"A", "B", "C", "Word", "Excel", "PDF", "JSON", "CSV", "Enter", "Ctrl", "Esc", "OK", "Apache", "ID", "xlsx"}
LATIN |= {"OFD", "JPG", "PNG", "doc", "docx", "WPS", "MB", "KB"}  # kinds and sizes of files
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|<(script|style|svg|code|kbd|pre)\b.*?</\1>|<[^>]*>|&[#\w]+;", re.DOTALL)
SPOKEN = re.compile(r'\b(?:alt|title|aria-label|placeholder|data-l|data-label)="([^"{}<>]*)"')


def visible_text(source):
    source = COMMENTS.sub(" ", source)
    source = re.sub(r"{% block \w*class %}.*?{% endblock[^%]*%}", " ", source, flags=re.DOTALL)
    return TAGS.sub(" ", source) + " " + " ".join(SPOKEN.findall(re.sub(r"{[%{].*?[%}]}", "", source)))


def test_pages_speak_chinese():
    found = {}
    for path in templates():
        if "styleguide" in str(path):
            continue
        words = set(re.findall(r"[A-Za-z]{2,}", visible_text(path.read_text()))) - LATIN
        if words:
            found[short(path)] = sorted(words)
    assert found == {}


def lazy_strings():
    """(file, line, text) of every string given to a translation function."""
    for path in sources("proposals"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and dotted(node.func) in ("_", "gettext", "gettext_lazy", "ngettext"):
                for argument in node.args:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield path, node.lineno, argument.value


def test_words_for_people_are_chinese():
    found = []
    for path, line, text in lazy_strings():
        plain = re.sub(r"%\(\w+\)\d*[sd]|%[-\d]*[sd]|[\w/.-]+\.(?:py|md)|[\w-]+=[\w-]+|/\w+/|\w+_\w+", "", text)
        words = set(re.findall(r"[A-Za-z]{3,}", plain)) - LATIN
        commands = {"make", "fix", "demo", "reset", "manage", "seed_demo", "csv"}
        if words - commands:
            found.append((f"{short(path)}:{line}", text))
    assert found == []


def test_every_choice_has_a_chinese_label():
    from django.apps import apps

    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("proposals.") or hasattr(model, "pgh_tracked_model"):
            continue
        names = [model._meta.verbose_name, model._meta.verbose_name_plural]
        names += [label for field in model._meta.concrete_fields for _value, label in field.flatchoices]
        names += [
            field.verbose_name for field in model._meta.concrete_fields if isinstance(field.verbose_name, Promise)
        ]
        wrong += [f"{model._meta.label}: {name}" for name in names if re.search("[a-z]{3,}", str(name))]
    assert wrong == []


def test_every_application_has_a_chinese_name():
    from django.apps import apps

    for app in APPS:
        assert re.search("[\u4e00-\u9fff]", str(apps.get_app_config(app).verbose_name)), app


# -- generated and shipped files --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_lifecycle_page_is_fresh():
    call_command("lifecycle_docs", "--check")


def shipped():
    """Text files under version control, or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    if listed.returncode:
        pytest.skip("没有 git")
    kinds = {".py", ".md", ".html", ".css", ".js", ".toml", ".txt", ".json", ".lock", ".csv", ".yml", ".svg", ""}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in kinds and path.is_file():
            yield path


def test_nothing_shipped_names_a_machine():
    """No home folders, no addresses of somebody's workshop, no package server."""
    places = ["/home/", "/root/", "/Users/", "://localhost:5432"]
    found = [
        f"{short(path)}: {place}"
        for path in shipped()
        if path.name != "LICENSE" and path != Path(__file__)
        for text in [path.read_text(errors="ignore")]
        for place in places
        if place in text
    ]
    assert found == []


def test_layers_hold():
    program = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([str(program), "--no-logo"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
