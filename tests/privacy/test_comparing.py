"""What differs between two versions: the words, the registers, safely and without growing beyond measure."""

import time

import pytest
from django.utils import translation

from privacy.comparing import (
    ADDED,
    CHANGED,
    REMOVED,
    SAME,
    blocks_of,
    diff_registers,
    diff_texts,
    diff_words,
    in_one_line,
    likeness,
    meaning_changes,
)

PURPOSE = {
    "code": "news",
    "name": "Newsletter",
    "description": "Sends price lists and offers.",
    "data_categories": ["contact"],
    "legal_basis": "consent",
    "legal_reference": "",
    "retention_days": 365,
    "is_sensitive": False,
    "is_marketing": True,
    "channel": "e-mail",
    "frequency": "monthly",
    "consent_text": "<p>I agree.</p>",
    "withdrawal_text": "",
}
RECIPIENT = {
    "code": "google",
    "name": "Google",
    "country": "US",
    "reason": "Spam",
    "purposes": ["news"],
    "data_categories": [],
    "first_transfer_on": None,
    "dossier_filed_on": None,
    "hosts": "www.google.com\nwww.gstatic.com",
    "script_hosts": "",
    "frame_hosts": "",
    "image_hosts": "",
    "connect_hosts": "",
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def registers(*purposes, recipients=()):
    return {
        "purpose": {"en": {each["code"]: each for each in purposes}},
        "recipient": {"en": {each["code"]: each for each in recipients}},
        "datacategory": {"en": {"contact": {"code": "contact", "name": "Contact details"}}},
    }


def changes(before, after):
    return diff_registers(before, after, "en")


# Words


def test_words_that_differ_are_marked_and_the_others_are_not():
    assert diff_words("kept for 12 months here", "kept for 24 months here") == [
        (SAME, "kept for"),
        (REMOVED, "12"),
        (ADDED, "24"),
        (SAME, "months here"),
    ]


def test_likeness_is_of_words():
    assert likeness("a b c d", "a b c e") == 0.75
    assert likeness("", "") == 0


def test_blocks_are_read_in_order_as_plain_text():
    html = (
        "<div><p>One <b>two</b></p></div><h2 id='x'>Head</h2><ul><li>first<ul><li>inner</li></ul></li></ul>"
        "<table><caption>Who</caption><tr><th>A<span>b</span></th><td>C<br>d</td></tr></table>&lt;script&gt;"
    )
    assert blocks_of(html) == [
        ("text", "One two"),
        ("heading", "Head"),
        ("item", "first"),
        ("item", "inner"),
        ("caption", "Who"),
        ("row", "A b · C d"),
        ("text", "<script>"),
    ]


def test_a_changed_paragraph_stands_beside_what_it_was():
    rows = diff_texts(
        "<p>Same.</p><p>We keep your data for 12 months and no longer.</p><p>Gone for good.</p>",
        "<p>Same.</p><p>We keep your data for 24 months and no longer.</p><p>Quite another matter.</p>",
    )
    assert [row.state for row in rows] == [SAME, CHANGED, REMOVED, ADDED]
    assert (REMOVED, "12") in rows[1].parts and (ADDED, "24") in rows[1].parts
    assert rows[1].before == [part for part in rows[1].parts if part[0] != ADDED]


def test_equal_texts_have_no_difference():
    html = "<h2>A</h2><p>b</p>"
    assert {row.state for row in diff_texts(html, html)} == {SAME}


@pytest.mark.parametrize("make", [lambda n: f"word{n}", lambda n: "same"], ids=["different", "repeated"])
def test_a_text_without_end_is_compared_in_time(make):
    before = "".join(f"<p>{' '.join(make(n * m) for m in range(60))}</p>" for n in range(400))
    after = "".join(f"<p>{' '.join(make(n * m + 7) for m in range(60))} x</p>" for n in range(400))
    started = time.process_time()
    rows = diff_texts(before, after)
    assert time.process_time() - started < 10
    assert rows


def test_one_paragraph_without_end_is_compared_in_time():
    started = time.process_time()
    diff_words(" ".join(f"a{n % 7}" for n in range(20_000)), " ".join(f"b{n % 5}" for n in range(20_000)))
    assert time.process_time() - started < 5


# Registers


def test_a_longer_period_reads_as_one_line():
    before, after = registers(PURPOSE), registers({**PURPOSE, "retention_days": 730})
    (change,) = changes(before, after)
    assert change.means and change.state == CHANGED
    assert in_one_line(change) == "“Newsletter” (purpose): kept for 12 months → 24 months"
    assert meaning_changes(before, after) == [in_one_line(change)]


def test_codes_read_as_names():
    before = registers(PURPOSE, recipients=[RECIPIENT])
    after = registers(
        {**PURPOSE, "data_categories": []}, recipients=[{**RECIPIENT, "data_categories": ["contact"]}]
    )
    found = {change.code: change for change in changes(before, after)}
    assert found["news"].fields[0].before == "Contact details" and found["news"].fields[0].after == ""
    assert found["google"].fields[0].after == "Contact details"


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "News"},
        {"description": "Sends offers."},
        {"consent_text": "<p>I do agree.</p>"},
        {"legal_reference": "L9"},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_words_alone_change_no_meaning(fields):
    before, after = registers(PURPOSE), registers({**PURPOSE, **fields})
    assert len(changes(before, after)) == 1
    assert not meaning_changes(before, after)


@pytest.mark.parametrize(
    "fields", [{"channel": "SMS"}, {"frequency": "daily"}], ids=lambda fields: str(fields)
)
def test_how_and_how_often_is_what_people_agreed_to_in_marketing(fields):
    assert meaning_changes(registers(PURPOSE), registers({**PURPOSE, **fields}))
    plain = {**PURPOSE, "is_marketing": False}
    assert not meaning_changes(registers(plain), registers({**plain, **fields}))


def test_a_wording_is_compared_as_people_read_it():
    (change,) = changes(
        registers({**PURPOSE, "consent_text": "<p>Kept for {retention}.</p>"}),
        registers({**PURPOSE, "consent_text": "<p>Kept for {retention}, no longer.</p>"}),
    )
    assert change.fields[0].before == "Kept for 12 months." and "{" not in change.fields[0].after


@pytest.mark.parametrize(
    "fields",
    [{"hosts": "www.gstatic.com www.google.com"}, {"purposes": ["news"]}],
    ids=lambda fields: next(iter(fields)),
)
def test_order_and_white_space_are_no_difference(fields):
    before = registers(PURPOSE, recipients=[RECIPIENT])
    assert not changes(before, registers(PURPOSE, recipients=[{**RECIPIENT, **fields}]))


def test_a_new_host_and_a_new_recipient_change_the_meaning():
    before = registers(PURPOSE, recipients=[RECIPIENT])
    wider = {**RECIPIENT, "script_hosts": "www.google.com"}
    assert meaning_changes(before, registers(PURPOSE, recipients=[wider]))
    assert meaning_changes(registers(PURPOSE), before) == ["“Google” (recipient): added"]
    assert meaning_changes(before, registers(PURPOSE)) == ["“Google” (recipient): removed"]


def test_an_unknown_register_of_an_old_version_is_nothing():
    assert changes({}, registers(PURPOSE))[0].state == ADDED


def test_what_changes_is_said_in_the_reader_s_language():
    def in_both(**fields):
        entry = {**PURPOSE, **fields}
        return {"purpose": {"en": {"news": entry}, "vi": {"news": {**entry, "name": "Bản tin"}}}}

    before, after = in_both(), in_both(retention_days=730)
    with translation.override("vi"):
        (line,) = meaning_changes(before, after)
    assert "Bản tin" in line and "Newsletter" not in line
    (line,) = meaning_changes(before, after)
    assert "Newsletter" in line
