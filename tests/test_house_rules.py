"""The house's order, as DESIGN and README describe it: each rule fails when somebody breaks it."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import DraftStateMixin

from tillit import catalogues
from tillit.pagecache.models import Public

ROOT = Path(__file__).resolve().parent.parent
CODE = ("articles", "events", "tillit")

LEAVES = {
    *(
        "tillit.converters",
        "tillit.links",
        "tillit.text",
        "tillit.exports",
        "tillit.pagecache",
        "tillit.sealed",
        "tillit.personal_data",
    ),
    "tillit.logs",
}
PEOPLE = LEAVES | {"tillit.people"}
SHARED = PEOPLE | {"tillit.outbox", "tillit.search", "tillit.editorial"}
MAY_IMPORT = {
    **{leaf: set() for leaf in LEAVES},
    # Below those who are found: each of them writes itself into the index.
    "tillit.search": LEAVES,
    "tillit.people": LEAVES | {"tillit.search"},
    "tillit.outbox": PEOPLE,
    "tillit.editorial": PEOPLE | {"tillit.search"},
    "tillit.review": PEOPLE | {"tillit.search", "tillit.outbox", "tillit.editorial"},
    "articles": SHARED,
    "events": SHARED | {"articles"},
    "tillit.following": SHARED | {"articles", "events"},
    "tillit.open_data": SHARED | {"articles", "events"},
}


def python_files(part):
    path = ROOT / part.replace(".", "/")
    files = path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]
    return [file for file in files if file.exists() and "migrations" not in file.parts]


def imported_names(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(module):
    parts = [part for part in [*MAY_IMPORT, "tillit"] if f"{module}.".startswith(f"{part}.")]
    return max(parts, key=len, default=None)


def forbidden_imports(part, files):
    used = {part_of(name) for path in files for name in imported_names(path)} - {None, part}
    if "tillit" in used and not any(
        re.match(r"tillit\.\w", n) and part_of(n) == "tillit" for f in files for n in imported_names(f)
    ):
        used.discard("tillit")  # `from tillit import links` names the package and then the part
    return used - MAY_IMPORT[part]


@pytest.mark.parametrize("part", sorted(MAY_IMPORT))
def test_parts_import_only_what_they_may(part):
    assert forbidden_imports(part, python_files(part)) == set()


def test_import_rule_catches_a_breach(tmp_path):
    breach = tmp_path / "views.py"
    breach.write_text("from events.models import Event\nfrom tillit.views import start\n")

    assert forbidden_imports("articles", [breach]) == {"events", "tillit"}


def all_python():
    return [path for part in (*CODE, "tests") for path in python_files(part)]


def functions(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_imports_inside_functions():
    inside = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for part in CODE
        for path in python_files(part)
        for function in functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert inside == []


def test_nothing_is_called_utils():
    names = {path.stem for path in all_python()} | {path.parent.name for path in all_python()}

    assert names & {"utils", "common", "helpers", "core", "misc"} == set()


def test_files_and_functions_stay_small():
    long_files = [
        f"{p.relative_to(ROOT)}: {n}" for p in all_python() if (n := len(p.read_text().splitlines())) > 400
    ]
    long_functions = [
        f"{p.relative_to(ROOT)}: {f.name}"
        for p in all_python()
        for f in functions(p)
        if f.end_lineno - f.lineno > 50
    ]
    long_templates = [
        str(p) for p in (ROOT / "templates").rglob("*.html") if len(p.read_text().splitlines()) > 200
    ]

    assert (long_files, long_functions, long_templates) == ([], [], [])


def test_templates_have_no_inline_script_or_style():
    guilty = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\sstyle=|\son[a-z]+=\"|<script>|<style|\|safe\b", path.read_text())
    ]

    assert guilty == []


def test_every_template_is_used():
    used_by_django = {
        "403_csrf.html",
        "400.html",
        "404.html",
        "429.html",
        "500.html",
        "django/forms/field.html",
    }
    libraries = [
        Path(app.path) / "templates"
        for app in apps.get_app_configs()
        if ROOT / "tillit" not in Path(app.path).parents
    ]
    text = "\n".join(p.read_text() for p in [*all_python(), *(ROOT / "templates").rglob("*.*")])
    unused = [
        name
        for path in (ROOT / "templates").rglob("*.*")
        if (name := str(path.relative_to(ROOT / "templates"))) not in used_by_django and name not in text
        and not any((library / name).exists() for library in libraries)  # ours instead of the library's
        and not ("/mail/" in name and re.search(rf'["._]{path.stem}"', text))
        and not (name.startswith("editorial/blocks/") and f'template("{path.stem}")' in text)
    ]  # fmt: skip

    assert unused == []


def test_blocktranslate_is_trimmed():
    untrimmed = [
        str(path) for path in (ROOT / "templates").rglob("*.html")
        for tag in re.findall(r"{% blocktranslate[^%]*%}", path.read_text()) if "trimmed" not in tag
    ]  # fmt: skip

    assert untrimmed == []


def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_are_named_by_hand():
    automatic = [
        str(p) for part in CODE for p in (ROOT / part).rglob("migrations/0*.py") if "_auto_" in p.name
    ]

    assert automatic == []


@pytest.mark.parametrize("code", catalogues.TRANSLATED_INTO)
def test_every_text_is_translated(code):
    assert catalogues.untranslated(code) == []


@pytest.mark.parametrize(
    ("code", "domain"),
    [("sv", "django"), ("sv", "djangojs"), *[(code, "django") for code in catalogues.TRANSLATED_INTO]],
)
def test_compiled_catalogue_is_that_of_the_source(code, domain):
    compiled = catalogues.po_file(code, domain).with_suffix(".mo").read_bytes()

    assert compiled == catalogues.compiled(catalogues.read(code, domain))


@pytest.mark.parametrize("code", catalogues.TRANSLATED_INTO)
def test_translations_keep_the_placeholders(code):
    def placeholders(text):
        return sorted(re.findall(r"%\(\w+\)[sd]|</?\w+>", text))

    wrong = []
    for message in catalogues.read(code):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id and any(placeholders(s) != placeholders(ids[-1]) for s in strings):
            wrong.append(ids[0])

    assert wrong == []


PRIVATE = {
    *("User", "Change", "ImportedDocument", "PublishedAddress", "AccessibilityReport", "Rendition"),
    *(
        "Comment",
        "DraftLink",
        "NewsFeed",
        "PublishedVersion",
        "ReaderAnswer",
        "ReviewRequest",
    ),  # only the staff sees them
    # Written with what it is about, which tells itself; what readers miss is for the staff.
    *("SearchEntry", "SearchName", "SearchReference", "SearchWord", "Missed"),
    # Who follows what is her own business.
    *("Subscription", "Told"),
    # What people do with seats shows on few pages, which ask `events.pages.seats_version`.
    *("Registration", "Group", "Choice", "Answer", "SensitiveAnswer", "Entry", "Seats", "Message"),
}


def own_models():
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in CODE and not m._meta.auto_created]


def test_every_model_that_pages_show_tells_when_it_changes():
    silent = {model.__name__ for model in own_models() if not issubclass(model, Public)}

    assert silent == PRIVATE


def test_relations_of_a_draft_are_parental():
    """A plain many-to-many of a page with drafts loses what an editor changes on a published page."""
    plain = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        if issubclass(model, DraftStateMixin)
        for field in model._meta.many_to_many
        if isinstance(field, models.ManyToManyField) and not isinstance(field, ParentalManyToManyField)
    ]

    assert plain == []


def test_every_ordering_ends_in_something_unique():
    loose = [
        model.__name__
        for model in own_models()
        if model._meta.ordering and model._meta.ordering[-1] not in ("pk", "-pk", "sort_order", "key")
    ]

    assert loose == []


def test_every_setting_from_the_environment_is_explained():
    read = set(re.findall(r'env(?:\.\w+)?\("(\w+)"', (ROOT / "tillit" / "settings.py").read_text()))
    read |= set(re.findall(r'environ\.get\("(\w+)"', (ROOT / "tillit/management/commands/up.py").read_text()))

    for name in (".env.example", "README.md"):
        text = (ROOT / name).read_text()
        assert [variable for variable in sorted(read) if variable not in text] == [], name


def test_map_in_the_readme_is_true():
    readme = (ROOT / "README.md").read_text()
    folders = [p for part in ("articles", "tillit") for p in (ROOT / part).iterdir() if p.is_dir()]
    known = {"__pycache__", "migrations", "templatetags", "locale", "formats"}
    missing = [p.name for p in folders if p.name not in known and f"{p.name}/" not in readme]
    named = re.findall(r"(\w+\.py)\b", readme.split("## Karta över koden")[1].split("## Vad som används")[0])
    files = {p.name for p in all_python()} | {"manage.py"}

    assert missing == []
    assert [name for name in named if name not in files] == []
