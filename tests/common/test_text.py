"""Text helpers, icons and the admin's slug field."""

import json
import re

import pytest

from common.icons import ICONS
from common.structured import plain, script
from common.templatetags.icons import icon
from common.text import fold, slug_for
from common.widgets import SlugInput


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Bảo  Mật", "bao mat"), ("ĐẶT LỊCH", "dat lich"), ("Ba\u0309o ma\u0323\u0302t", "bao mat"), ("", "")],
)
def test_folding(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("title", "slug"),
    [("Đặt lịch tư vấn", "dat-lich-tu-van"), ("Giá: 59.000 đ/tháng", "gia-59000-dthang"), ("!", "")],
)
def test_slugs(title, slug):
    assert slug_for(title) == slug


def test_the_slug_field_brings_vietnamese_letters_along():
    formatters = json.loads(SlugInput().attrs["data-w-slug-formatters-value"])
    text = "Đặt lịch tư vấn ở Huế, Ỹ"
    for pattern, replacement in formatters:
        body = pattern[0] if isinstance(pattern, list) else pattern
        text = re.sub(body, replacement, text)
    assert text == "dat lich tu van o Hue, y"


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_is_drawn_and_hidden_from_screen_readers(name):
    svg = icon(name)
    assert svg.startswith("<svg")
    assert 'aria-hidden="true"' in svg
    assert "currentColor" in svg


def test_an_unknown_icon_is_left_out():
    assert icon("retired") == ""
    assert icon("") == ""


def test_structured_data_cannot_leave_its_element():
    html = script([{"name": "</script><!--&"}])
    assert html.count("</script>") == 1
    assert "<!--" not in html
    data = re.sub(r"^<script[^>]*>|</script>$", "", html)
    assert json.loads(data)["@graph"][0]["name"] == "</script><!--&"


def test_plain_text_of_rich_text():
    assert plain("<p>Một</p><p>hai</p>") == "Một hai"
