"""Short hyphenated words and ranges of numbers hold together, nothing else changes, markup stays escaped."""

import pytest

from common.templatetags.typography import unbroken


@pytest.mark.parametrize("word", ["e-mail", "3-2-1", "E-mails", "13:00–17:00"])
def test_short_words_and_ranges_hold_together(word):
    assert unbroken(f"Tên miền và {word}, đủ") == f'Tên miền và <span class="nowrap">{word}</span>, đủ'


@pytest.mark.parametrize("text", ["two-factor sign-in-page", "8:00 – 12:00", "bảo mật", "-mail e-"])
def test_other_text_stays(text):
    assert unbroken(text) == text


def test_markup_is_escaped():
    assert unbroken('<b title="e-x">') == '&lt;b title=&quot;<span class="nowrap">e-x</span>&quot;&gt;'
