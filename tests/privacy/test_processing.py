"""The register of processing: from the version in force, in both languages, safe to open in a spreadsheet."""

import csv
import datetime as dt
import html
import io
import json

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from privacy import declared, processing, sheets
from privacy.models import Purpose
from tests.forms_app import builders as forms
from tests.privacy.builders import (
    declare,
    make_item,
    make_purpose,
    make_recipient,
)
from tests.staff.builders import make_staff
from vault.models import Person

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 11, 1)


@pytest.fixture
def officer(client):
    client.force_login(make_staff("Privacy officer"))
    return client


def test_it_says_what_was_published_and_not_what_is_being_written():
    make_purpose(name="Bản tin")
    Purpose.objects.update(name="Chưa công bố")
    assert [each["name"] for each in processing.build("vi")["purposes"]] == ["Bản tin"]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_it_names_the_forms_and_their_fields_for_each_purpose(language):
    forms.make_purposes()
    forms.make_form() if language == "vi" else None
    purposes = {each["code"]: each for each in processing.build(language)["purposes"]}
    assert purposes["enquiry"]["name"] == f"enquiry ({language})"
    assert purposes["enquiry"]["categories"] and purposes["enquiry"]["retention"]
    if language == "vi":
        assert "Nội dung" in purposes["enquiry"]["forms"][0]["fields"]
        assert purposes["callback"]["forms"] == []


@pytest.mark.parametrize(
    "fields, today, state",
    [
        ({"country": "VN", "first_transfer_on": FIRST}, FIRST, "none"),
        ({"country": "US"}, FIRST, "none"),
        ({"country": "US", "first_transfer_on": FIRST}, FIRST, "running"),
        ({"country": "US", "first_transfer_on": FIRST}, dt.date(2026, 12, 11), "soon"),
        ({"country": "US", "first_transfer_on": FIRST}, dt.date(2026, 12, 31), "soon"),
        ({"country": "US", "first_transfer_on": FIRST}, dt.date(2027, 1, 1), "late"),
        (
            {"country": "US", "first_transfer_on": FIRST, "dossier_filed_on": FIRST},
            dt.date(2027, 1, 1),
            "filed",
        ),
    ],
)
def test_the_dossier_of_a_transfer_abroad_is_due_after_sixty_days(fields, today, state):
    make_recipient(**fields)
    assert bool(processing.dossiers_due(today)) is (state in {"soon", "late"})
    entry = declared.current().any_language("recipient")["google"]
    found = processing.dossier(entry, today)
    assert found["dossier_state"] == state
    if state in {"running", "soon", "late"}:
        assert found["dossier_due"] == "2026-12-31"


def test_the_number_of_people_warns_at_the_share_of_the_limit(settings, officer):
    settings.PRIVACY_SUBJECTS_LIMIT = 5
    declare()
    for _n in range(3):
        Person.objects.create()
    assert not processing.subjects()["is_near"]
    Person.objects.create()
    assert processing.subjects()["is_near"]
    assert "help-warning" in officer.get(reverse("privacy_processing")).content.decode()


def test_a_spreadsheet_takes_no_cell_for_a_formula(officer):
    make_purpose(name='=HYPERLINK("http://evil.example")', description="@SUM(1)", legal_reference="-1+2")
    make_recipient(name="+cmd|' /C calc'!A0", reason=" =1")
    response = officer.get(reverse("privacy_processing_csv"), {"language": "vi"})
    assert response["Content-Disposition"].startswith("attachment")
    text = response.content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells) and any("cmd|" in cell for cell in cells)
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_same_as_json(officer):
    make_purpose()
    register = json.loads(officer.get(reverse("privacy_processing_json"), {"language": "vi"}).content)
    assert register["purposes"][0]["code"] == "news" and register["measures"]
    assert register["policy_version"]


@pytest.fixture
def filled(officer):
    """A register with something in every field."""
    forms.make_purposes()
    forms.make_form()
    Purpose.objects.filter(code="callback").update(subjects="Người hẹn gọi lại", channel="điện thoại")
    make_item()
    make_recipient(
        country="US",
        first_transfer_on=FIRST,
        safeguards="Điều khoản hợp đồng mẫu",
        hosts="mail.example.com",
        purposes=["enquiry"],
    )
    return officer


def texts_of(value):
    """Every text in a register, wherever it stands."""
    if isinstance(value, dict):
        return [text for each in value.values() for text in texts_of(each)]
    if isinstance(value, list):
        return [text for each in value for text in texts_of(each)]
    return [value] if isinstance(value, str) and value else []


def test_page_csv_and_json_say_the_same_and_all_of_it(filled):
    register = json.loads(filled.get(reverse("privacy_processing_json"), {"language": "vi"}).content)
    text = filled.get(reverse("privacy_processing_csv"), {"language": "vi"}).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    page = html.unescape(filled.get(reverse("privacy_processing"), {"language": "vi"}).content.decode())
    assert all(len(line) == 4 for line in lines)
    values = "\n".join(line[3] for line in lines)
    # Written at another second, and told in words.
    del register["generated_at"]
    for each in register["recipients"]:
        assert each.pop("dossier_state")
    for each in register["storage"]:
        assert each.pop("surface")
    # Files keep the machine's dates, the page writes them for people.
    dates = {register["effective_at"], *(each["dossier_due"] for each in register["recipients"]), str(FIRST)}
    with translation.override("vi"):
        written = {each: sheets.date_words(each) for each in dates}
    for each in texts_of(register):
        assert each in values or f"'{each}" in values, each
        assert written.get(each, each) in page, each
    assert register["effective_at"] not in page
    for section in sheets.sections(processing.build("vi")):
        for item in section.items:
            assert all(label in page and str(label) in text for label, _text in item.rows)


def test_it_says_whose_data_it_is(filled):
    purposes = {each["code"]: each for each in processing.build("vi")["purposes"]}
    assert purposes["callback"]["subjects"] == ["Người hẹn gọi lại"]
    (derived,) = purposes["enquiry"]["subjects"]
    assert purposes["enquiry"]["forms"][0]["title"] in derived


def test_the_safeguards_of_a_transfer_are_registered_and_published(filled):
    (recipient,) = processing.build("vi")["recipients"]
    assert recipient["safeguards"] == "Điều khoản hợp đồng mẫu" and recipient["hosts"] == ["mail.example.com"]
    entries = declared.current().recipients("vi").values()
    template = "privacy/blocks/registers/recipients.html"
    assert "Điều khoản hợp đồng mẫu" in render_to_string(template, {"entries": entries})


def test_a_version_from_before_these_fields_is_still_registered(filled):
    in_force = declared.current()
    for name, fields in (("purpose", ["subjects"]), ("recipient", ["safeguards"])):
        for entry in in_force.any_language(name).values():
            for each in fields:
                delattr(entry, each)
    try:
        assert sheets.as_csv(processing.build("vi"))
    finally:
        declared._known.clear()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_is_in_the_language_that_was_asked_for(filled, language):
    page = filled.get(reverse("privacy_processing"), {"language": language}).content.decode()
    assert f'<div class="board" lang="{language}">' in page
    assert ("Transfer" in page or "transfers" in page) is (language == "en")


def test_an_unknown_language_is_that_of_the_admin(officer):
    declare()
    assert officer.get(reverse("privacy_processing"), {"language": "../x"}).status_code == 200


def test_before_the_first_version_there_is_no_file(officer):
    assert officer.get(reverse("privacy_processing_json")).status_code == 404
    assert officer.get(reverse("privacy_processing")).status_code == 200


@pytest.mark.parametrize("name", ["privacy_processing_csv", "privacy_processing_json"])
def test_files_are_for_the_officer_alone(client, name):
    declare()
    client.force_login(make_staff("Editor", "Administrator", is_superuser=True))
    assert client.get(reverse(name)).status_code == 404
