"""Each field type over HTTP: what it takes, in which form it is stored, and what it refuses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation
from django.utils.translation import trans_real

from common.hours import opening_hours
from forms_app import slots
from forms_app.text import clean_text
from vault.models import Envelope

from .builders import ask, docx, errors, make_form, make_question, png, sealed, send, soup, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]

OPTIONS = [{"label": f"Lựa chọn {n}", "key": f"c{n}"} for n in range(1, 4)]
FILE_OPTIONS = {"kinds": ["pdf"], "max_files": 1, "max_size_mb": 1}
MANY = [{"label": f"Lựa chọn {n}", "key": f"c{n}"} for n in range(1, 10)]


def accepted(client, kind, answer, **value):
    response, key = ask(client, kind, answer, **value)
    assert response.status_code == 303, errors(response)
    return sealed()[0]["answers"][key]


def refused(client, kind, answer, **value):
    response, _key = ask(client, kind, answer, **value)
    assert response.status_code == 422
    assert not Envelope.objects.exists()
    (message,) = errors(response)
    return message


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


def test_slot_on_offer(client):
    page = make_question("callback_slot", required=True)
    options = soup(client.get(url(page))).select("main select[name=callback_slot] optgroup option")
    chosen = options[-1]["value"]
    response = send(client, page, {"callback_slot": chosen, "consent-research": "on"})
    assert response.status_code == 303
    stored = datetime.fromisoformat(sealed()[0]["answers"]["callback_slot"])
    assert stored == datetime.fromisoformat(chosen) and stored.utcoffset() == timedelta(hours=7)
    assert opening_hours().is_open(stored)


def next_weekday(weekday, hour, minute=0):
    zone = opening_hours().zone
    day = timezone.localdate() + timedelta(days=7)
    day += timedelta(days=(weekday - day.weekday()) % 7)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    "moment",
    [
        lambda: timezone.now() - timedelta(days=1),
        lambda: next_weekday(6, 10),
        lambda: next_weekday(1, 3),
        lambda: next_weekday(1, 9, 7),
        lambda: next_weekday(1, 9) + timedelta(days=70),
    ],
    ids=["past", "sunday", "night", "between slots", "too far ahead"],
)
def test_slots_not_on_offer(client, moment):
    assert refused(client, "callback_slot", moment().isoformat(), required=True)


@pytest.mark.parametrize("junk", ["tomorrow", "2026-99-99T10:00", "x" * 500])
def test_slots_that_are_none(client, junk):
    assert refused(client, "callback_slot", junk, required=True)


def test_a_stale_list_is_offered_anew(client):
    page = make_question("callback_slot", required=True)
    old = (timezone.now() - timedelta(days=30)).isoformat()
    response = send(client, page, {"callback_slot": old, "consent-research": "on"})
    fresh = soup(response).select("main select[name=callback_slot] optgroup option")
    assert response.status_code == 422
    assert (
        send(client, page, {"callback_slot": fresh[0]["value"], "consent-research": "on"}).status_code == 303
    )


def test_slots_need_half_an_hour_of_notice():
    opens = next_weekday(1, 8).astimezone(UTC)
    first = slots.free_slots(days_ahead=1, now=opens)[0]
    assert first.start == opens + slots.NOTICE


def test_fresh_slots_for_scripts(client):
    answer = client.get("/forms/slots/en/14")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    assert slots.find_slot(answer.json()["groups"][0]["slots"][0]["value"], days_ahead=14)


@pytest.mark.parametrize("language", ["fr", "vi-VN", "xx", "EN", "vi_VN"])
def test_slots_speak_the_sites_languages_alone(client, language):
    translations = trans_real._translations
    client.get("/forms/slots/vi/14")
    known = set(translations)
    assert client.get(f"/forms/slots/{language}/14", follow=True).status_code == 404
    assert set(translations) - known <= {"vi", "en"}


def upload(name, content, kind="application/octet-stream"):
    return SimpleUploadedFile(name, content, kind)


def test_file_is_sealed_with_its_real_type(client):
    response, _key = ask(
        client,
        "file",
        upload("../../Ảnh <1>.png", png(), "text/html"),
        key="brief",
        label="Tệp",
        kinds=["images"],
    )
    assert response.status_code == 303, errors(response)
    payload, (content,) = sealed()
    (file,) = payload["files"]
    assert (file["field"], file["name"], file["content_type"]) == ("brief", "Ảnh _1_.png", "image/png")
    assert content == png()
    assert "brief" not in payload["answers"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7\n%%EOF"), ("a.docx", docx()), ("a.txt", "Xin chào".encode()), ("A.PNG", png())],
)
def test_files_of_accepted_kinds(client, name, content):
    response, _key = ask(
        client,
        "file",
        upload(name, content),
        key="brief",
        label="Tệp",
        kinds=["pdf", "images", "office", "text"],
    )
    assert response.status_code == 303, errors(response)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ\x90\x00"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.png", b"<svg onload=alert(1)>"),
        ("a.png", png()[:40]),
        ("a.pdf", png()),
        ("a.txt", b"<html><script>alert(1)</script>"),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.docx", docx(macros=True)),
        ("a.docm", docx(macros=True)),
        ("a.docx", b"PK\x03\x04nonsense"),
        ("a.png", b""),
        ("png", png()),
    ],
)
def test_files_that_are_not_accepted(client, name, content):
    response, _key = ask(
        client,
        "file",
        upload(name, content),
        key="brief",
        label="Tệp",
        kinds=["pdf", "images", "office", "text"],
        required=True,
    )
    assert response.status_code == 422
    assert not Envelope.objects.exists()


def test_a_file_that_is_too_large(client):
    big = upload("a.png", png() + b"\0" * (5 * 1024 * 1024 + 1))
    response, _key = ask(client, "file", big, key="brief", label="Tệp", kinds=["images"])
    assert response.status_code == 422
    assert "5 MB" in errors(response)[0]
    assert not Envelope.objects.exists()


def test_more_files_than_asked_for(client):
    files = [upload(f"{n}.png", png()) for n in range(3)]
    assert refused(client, "file", files, key="brief", label="Tệp", kinds=["images"], max_files=2)


def test_files_never_touch_the_disk(client, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("A visitor's file was written to the temporary directory.")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", forbidden)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", forbidden)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", forbidden)
    big = upload("a.png", png() + b"\0" * (4 * 1024 * 1024))
    response, _key = ask(client, "file", big, key="brief", label="Tệp", kinds=["images"])
    assert response.status_code == 303


def test_after_a_mistake_files_are_to_be_chosen_again(client):
    page = make_question("file", key="brief", label="Tệp", kinds=["images"])
    response = send(client, page, {"brief": upload("a.png", png())})
    assert response.status_code == 422
    assert len(soup(response).select("main [role=alert] > p")) == 1


def test_characters_that_reorder_text_are_left_out():
    assert clean_text("Tên \u202egnp.exe\u202c \u2066An\u2069\u200f", max_length=80) == "Tên gnp.exe An"


@pytest.mark.parametrize(("most", "several"), [(1, False), (3, True)])
def test_file_dialog_offers_as_many_files_as_are_taken(client, most, several):
    page = make_question("file", key="brief", label="Tệp", kinds=["images"], max_files=most)
    chooser = soup(client.get(url(page))).select_one("main [data-field='brief']")
    assert chooser.has_attr("multiple") is several


def test_days_are_written_as_in_the_visitors_language():
    monday = datetime(2026, 11, 23, 1, tzinfo=UTC)
    for language, written in {"vi": "Thứ Hai, 23/11/2026", "en": "Monday, 23 November 2026"}.items():
        with translation.override(language):
            assert slots.slot_groups(days_ahead=0, now=monday)[0][0] == written
