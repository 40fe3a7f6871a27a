"""The visitors' style sheet: one file, complete, small, and within what the content policy allows."""

import re

import pytest
from django.conf import settings

from website.storage import IMPORT, inlined, squeezed

pytestmark = pytest.mark.django_db(databases="__all__")

FOLDER = settings.ROOT / "static"
RULES = re.compile(r"[{}]")


def read(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def test_imports_are_put_in_place_each_in_its_layer():
    text = inlined("css/site.css", read)
    assert not IMPORT.search(text)
    for name, layer in re.findall(r'url\("(\w+\.css)"\) layer\((\w+)\)', read("css/site.css")):
        assert f"@layer {layer} {{\n{read(f'css/{name}')}\n}}" in text


def test_squeezing_keeps_every_rule():
    text = inlined("css/site.css", read)
    small = squeezed(text)
    assert len(small) < 0.95 * len(text)
    assert "/*" not in small
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    assert RULES.findall(small) == RULES.findall(without_comments)
    assert re.sub(r"\s", "", small) == re.sub(r"\s", "", without_comments)


def test_no_style_sheet_of_ours_uses_data_addresses():
    for sheet in (FOLDER / "css").glob("*.css"):
        assert "data:" not in sheet.read_text(encoding="utf-8"), sheet.name
