"""Each field type over HTTP: what it takes, in which form it is stored, and what it refuses."""

from datetime import timedelta

import pytest
from django.utils import timezone

from forms_app.text import clean_text
from vault.models import Envelope

from .builders import accepted, ask, errors, make_form, make_question, refused, sealed, send, soup, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]

OPTIONS = [{"label": f"Lựa chọn {n}", "key": f"c{n}"} for n in range(1, 4)]


FILE_OPTIONS = {"kinds": ["pdf"], "max_files": 1, "max_size_mb": 1}


MANY = [{"label": f"Lựa chọn {n}", "key": f"c{n}"} for n in range(1, 10)]


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Đặng Thị Ửng ", "Đặng Thị Ửng"),
        ("Đặng Thi\u0323 U\u031b\u0309ng", "Đặng Thị Ửng"),
        ("王小明", "王小明"),
        ("أحمد بن علي", "أحمد بن علي"),
        ("O’Brien-Smith, Jr.", "O’Brien-Smith, Jr."),
        ("N" * 120, "N" * 120),
    ],
)
def test_names_in_any_script(client, typed, stored):
    assert accepted(client, "full_name", typed, required=True) == stored


@pytest.mark.parametrize("typed", ["", "   ", "N" * 121, "a" + "\u0301" * 20])
def test_names_that_are_none(client, typed):
    assert refused(client, "full_name", typed, required=True)


@pytest.mark.parametrize("typed", ["ung@visitor.example", "ung@thử.example", "a.b+c@sub.visitor.vn"])
def test_emails(client, typed):
    assert accepted(client, "email", typed, required=True) == typed


@pytest.mark.parametrize("typed", ["ung", "ung@", "@visitor.example", "a b@visitor.example", "a@b"])
def test_emails_that_are_none(client, typed):
    assert refused(client, "email", typed, required=True)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0912 345 678", "+84912345678"),
        ("0912.345.678", "+84912345678"),
        ("+84 (0) 912 345 678", "+84912345678"),
        ("84912345678", "+84912345678"),
        ("028 3822 1234", "+842838221234"),
        ("1800 1234", "+8418001234"),
        ("1900 558868", "+841900558868"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("０９１２３４５６７８", "+84912345678"),
    ],
)
def test_phones(client, typed, stored):
    assert accepted(client, "phone", typed, required=True) == stored


@pytest.mark.parametrize("typed", ["0169 123 4567", "12345", "0912 345 67", "gọi tôi", "0912 345 678 ext 5"])
def test_phones_that_are_none(client, typed):
    assert refused(client, "phone", typed, required=True)


def test_address_keeps_its_lines(client):
    assert accepted(client, "address", "12 Lê Lợi\r\nPhường Sài Gòn") == "12 Lê Lợi\nPhường Sài Gòn"


def test_text_of_one_line_loses_line_breaks(client):
    assert accepted(client, "text", "một\r\nhai", key="note", label="Ghi chú") == "một hai"


def test_text_has_the_limit_the_editor_set(client):
    assert "10" in refused(client, "text", "x" * 11, key="note", label="Ghi chú", max_length=10)


def test_an_optional_question_may_stay_open(client):
    response, key = ask(client, "text", "", key="note", label="Ghi chú")
    assert response.status_code == 303
    assert key not in sealed()[0]["answers"]


def test_choice_stores_the_key(client):
    page = make_question("choice", key="topic", label="Chủ đề", choices=OPTIONS, required=True)
    assert len(soup(client.get(url(page))).select("main input[type=radio][data-field=topic]")) == 3
    assert send(client, page, {"topic": "c2", "consent-research": "on"}).status_code == 303
    assert sealed()[0]["answers"]["topic"] == "c2"


def test_many_choices_are_a_list(client):
    page = make_question("choice", key="topic", label="Chủ đề", choices=MANY)
    assert soup(client.get(url(page))).select_one("main select[data-field=topic]")


@pytest.mark.parametrize("answer", ["c9", "Lựa chọn 1", "\u0000"])
def test_choice_that_was_not_offered(client, answer):
    response, _key = ask(client, "choice", answer, key="topic", label="Chủ đề", choices=OPTIONS)
    assert response.status_code in {400, 422}
    assert not Envelope.objects.exists()


def test_choices_store_keys(client):
    assert accepted(client, "choices", ["c1", "c3"], key="used", label="Đang dùng", choices=OPTIONS) == [
        "c1",
        "c3",
    ]


def test_choices_that_were_not_offered(client):
    assert refused(client, "choices", ["c1", "x"], key="used", label="Đang dùng", choices=OPTIONS)


@pytest.mark.parametrize(("typed", "stored"), [("12", "12"), ("0012", "12"), ("100", "100")])
def test_whole_numbers(client, typed, stored):
    assert accepted(client, "number", typed, key="boxes", label="Số hộp", whole=True) == stored


@pytest.mark.parametrize(
    ("typed", "words", "options"),
    [
        ("1.5", "Please write a whole number, such as 12.", {}),
        ("1,5", "Please write a whole number, such as 12.", {}),
        ("-1", "Please write 0 or more.", {"minimum": 0}),
        ("101", "Please write 100 or less.", {"maximum": 100}),
        ("1" * 30, "This number is too long: at most 18 digits before the decimal point.", {}),
        ("1e999999", "This number is too long: at most 18 digits before the decimal point.", {}),
        ("1e-999999", "Please write a whole number, such as 12.", {}),
        (
            "1.00000000000000000000000000000001",
            "This number is too exact: at most 6 digits after the decimal point.",
            {"whole": False},
        ),
        ("năm", "Please write a number in digits.", {}),
        ("nan", "Please write a number in digits.", {}),
    ],
)
def test_numbers_are_refused_in_plain_words(client, typed, words, options):
    response, _key = ask_in_english("number", typed, client, **options)
    assert errors(response) == [words]


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        ("number", "", "Please fill this in."),
        ("date", "", "Please choose a day."),
        ("date", "2026-13-45", "Please write the date as day/month/year, such as 25/11/2026."),
        ("choice", "", "Please choose an answer."),
        ("choice", "forged", "Please choose one of the answers offered."),
        ("choices", "forged", "Please choose among the answers offered."),
        ("file", "", "Please choose a file."),
        ("callback_slot", "", "Please choose a time."),
    ],
)
def test_no_message_speaks_like_a_machine(client, kind, typed, words):
    options = {"choice": {"choices": OPTIONS}, "choices": {"choices": OPTIONS}, "file": FILE_OPTIONS}
    response, _key = ask_in_english(kind, typed, client, required=True, **options.get(kind, {}))
    assert errors(response) == [words]


def ask_in_english(kind, typed, client, **options):
    consent = ("consent", {"purpose": "research", "required": True})
    key = kind if kind == "callback_slot" else "asked"
    value = {"label": "Asked", **({} if kind == "callback_slot" else {"key": key}), **options}
    if kind == "number":
        value.setdefault("whole", True)
    page = make_form(
        [(kind, value), consent],
        language="en",
        channel="survey",
        main_purpose="research",
        title="Survey",
        slug="survey",
    )
    return send(client, page, {key: typed, "consent-research": "on"}), key


def test_decimal_comma(client):
    assert accepted(client, "number", "1,50", key="boxes", label="Số", whole=False) == "1.5"


@pytest.mark.parametrize("typed", ["mười", "1.5", "0", "101", "NaN", "Infinity", "1e9", "9" * 400])
def test_numbers_that_are_none(client, typed):
    assert refused(client, "number", typed, key="boxes", label="Số", whole=True, minimum=1, maximum=100)


@pytest.mark.parametrize("typed", ["2026-12-25", "25/12/2026", "25.12.2026"])
def test_dates(client, typed):
    assert accepted(client, "date", typed, key="start", label="Ngày") == "2026-12-25"


@pytest.mark.parametrize("typed", ["2026-13-45", "hôm qua", "31/02/2026"])
def test_dates_that_are_none(client, typed):
    assert refused(client, "date", typed, key="start", label="Ngày")


def test_dates_on_the_wrong_side_of_today(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    assert refused(client, "date", yesterday.isoformat(), key="start", label="Ngày", when="future")


def test_characters_that_reorder_text_are_left_out():
    assert clean_text("Tên \u202egnp.exe\u202c \u2066An\u2069\u200f", max_length=80) == "Tên gnp.exe An"
