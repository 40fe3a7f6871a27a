"""The rules of the house, held by reading the code: who may know whom, what each page and block has."""

import ast
import re
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import models
from django.urls import get_resolver
from django.utils import translation
from wagtail import hooks
from wagtail.admin.viewsets import viewsets
from wagtail.blocks import StreamBlock
from wagtail.models import Page, get_page_models

ROOT = Path(settings.ROOT)

# The diagram. A room may know those on the lines below its own; rooms on one line are strangers.
STOREYS = [
    {"website"},
    {"forms_app", "home", "staff"},
    {"inbox"},
    {"rights", "incidents"},
    {"privacy"},
    {"vault"},
    {"common"},
]
FOLDERS = {
    room: ROOT / ("site/website" if room == "website" else room) for storey in STOREYS for room in storey
}
ROOMS = sorted(FOLDERS)
# Markup that is safe by construction says so here: (template, why).
SAFE_FILTER_ALLOWED = {
    # Help texts of form fields are HTML by Django's own convention and come from code, never from people.
    "staff/templates/allauth/elements/fields.html",
}
# Shown when nothing else works, so both languages stand in the file, each marked by `lang`.
BOTH_LANGUAGES = {"site/website/templates/500.html"}


def may_know(room):
    """The rooms that `room` may import from and point at."""
    level = next(n for n, storey in enumerate(STOREYS) if room in storey)
    return {room}.union(*STOREYS[level + 1 :])


def python_files(room):
    return [path for path in FOLDERS[room].rglob("*.py") if "__pycache__" not in path.parts]


def imported_rooms(path):
    """(room, line) for each import of one of our rooms; relative imports stay inside their own."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module]
        for name in names:
            if name.split(".")[0] in FOLDERS:
                yield name.split(".")[0], node.lineno


def templates():
    return sorted(
        path for room in ROOMS for path in FOLDERS[room].rglob("*.html") if "templates" in path.parts
    )


def names(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


def all_blocks():
    """Every block an editor can pick in a stream of ours, once per class."""
    found = {}

    def visit(block):
        if isinstance(block, StreamBlock):
            for child in block.child_blocks.values():
                found.setdefault((type(child), child.name), child)
                visit(child)
        for child in getattr(block, "child_blocks", {}).values():
            visit(child)
        if hasattr(block, "child_block"):
            visit(block.child_block)

    for model in apps.get_models():
        if model._meta.app_label in FOLDERS:
            for field in model._meta.get_fields():
                if hasattr(field, "stream_block"):
                    visit(field.stream_block)
    return [block for (kind, _name), block in found.items() if kind.__module__.split(".")[0] in FOLDERS]


def own_page_types():
    return [model for model in get_page_models() if model._meta.app_label in FOLDERS]


def test_every_room_has_its_storey():
    packages = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert packages - {"tests"} <= set(FOLDERS)


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_down(room):
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {other}"
        for path in python_files(room)
        for other, line in imported_rooms(path)
        if other not in may_know(room)
    ]
    assert not wrong, "\n".join(wrong)


def test_foreign_keys_point_down():
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        if room not in FOLDERS:
            continue
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                target = field.related_model._meta.app_label
                if target in FOLDERS and target not in may_know(room):
                    wrong.append(f"{model._meta.label}.{field.name} points at {target}")
    assert not wrong, "\n".join(wrong)


def test_common_has_no_tables():
    assert not list(apps.get_app_config("common").get_models())


@pytest.mark.parametrize("model", own_page_types(), ids=lambda model: model._meta.label)
def test_page_types_have_rules_and_a_description(model):
    assert str(model.page_description).strip()
    own = vars(model)
    assert "parent_page_types" in own and "subpage_types" in own
    assert Page not in model.allowed_subpage_models()


@pytest.mark.parametrize("block", all_blocks(), ids=lambda block: f"{type(block).__name__}-{block.name}")
def test_blocks_show_editors_what_they_are(block):
    assert block.meta.icon not in (None, "", "placeholder")
    assert str(block.meta.label or "").strip()
    assert str(getattr(block.meta, "description", "")).strip()
    assert block.is_previewable


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_keep_a_strict_policy(path):
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)
    assert not re.search(r"<style\b", text), "inline style sheet"
    assert not re.search(r"\sstyle\s*=", text), "inline style"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "inline event handler"
    for attributes in re.findall(r"<script\b([^>]*(?:{{[^}]*}}[^>]*|{%[^%]*%}[^>]*)*)>", text):
        assert "src=" in attributes or "application/" in attributes, "inline script"
    if re.search(r"\|\s*safe\b|{%\s*autoescape\s+off", text):
        assert str(path.relative_to(ROOT)) in SAFE_FILTER_ALLOWED, "unescaped output"


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(ROOT)))
def test_template_words_can_be_translated(path):
    """Words outside tags belong into translate or blocktranslate."""
    text = path.read_text()
    if str(path.relative_to(ROOT)) in BOTH_LANGUAGES:
        assert 'lang="en"' in text
        return
    for pattern in (
        r"{%\s*block \w*(?:class|bodyclass)\w*\s*%}.*?{%\s*endblock\s*%}",
        r"<code\b.*?</code>",
        r"{%\s*comment.*?endcomment\s*%}",
        r"{%\s*blocktrans.*?endblocktrans(?:late)?\s*%}",
        r"<svg\b.*?</svg>",
        r"{#.*?#}",
        r"{%.*?%}",
        r"{{.*?}}",
        r"<!--.*?-->",
        r"<[^<>]+>",
        r"&[a-z#0-9]+;",
    ):
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    words = re.findall(r"[^\W\d_]{3,}", text)
    assert not words, f"not marked for translation: {words[:10]}"


@pytest.mark.parametrize("room", ROOMS)
def test_model_words_can_be_translated(room):
    """Field names and help texts are lazy translations, so that the admin speaks the editor's language."""
    wrong = []
    for model in apps.get_app_config(room).get_models():
        if model._meta.proxy or not issubclass(model, Page) and "wagtail" not in str(model.__mro__):
            continue
        for field in model._meta.local_fields:
            if (
                field.auto_created
                or not field.editable
                or field.remote_field
                and field.remote_field.parent_link
            ):
                continue
            if type(field.help_text) is str and field.help_text:
                wrong.append(f"{model._meta.label}.{field.name}: help text")
            if type(field._verbose_name) is str:
                wrong.append(f"{model._meta.label}.{field.name}: name")
    assert not wrong, "\n".join(wrong)


def own_forms():
    """Every class of form that our rooms define."""
    found, waiting = [], [forms.BaseForm]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        found += [each for each in subclasses if each.__module__.split(".")[0] in FOLDERS]
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_stands_beside_a_box_begins_with_a_capital(language):
    get_resolver().url_patterns  # noqa: B018 - views and their forms load with the addresses
    with translation.override(language):
        labels = {
            (kind.__name__, name): str(field.label)
            for kind in own_forms()
            for name, field in kind.base_fields.items()
            if field.label
        }
        labels |= {
            (type(block).__name__, name): str(child.label)
            for block in all_blocks()
            for name, child in getattr(block, "child_blocks", {}).items()
        }
        low = {where: label for where, label in labels.items() if label[0].islower()}
    assert not low


def test_every_icon_of_the_admin_exists():
    there = []
    for hook in hooks.get_hooks("register_icons"):
        there = hook(there)
    there = {Path(path).stem for path in there}
    named = {(type(block).__name__, block.name): block.meta.icon for block in all_blocks()}
    for viewset in viewsets.viewsets:
        if type(viewset).__module__.split(".")[0] in FOLDERS:
            for name in ("icon", "menu_icon"):
                if icon := getattr(viewset, name, ""):
                    named[type(viewset).__name__, name] = icon
    assert not {where: icon for where, icon in named.items() if icon not in there}
