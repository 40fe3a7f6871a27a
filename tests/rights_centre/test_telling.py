"""What people are told of recipients and readers, and what nobody may be told of."""

import datetime as dt
import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from incidents import services as incidents
from rights import erasure, services
from rights.centre import holdings
from tests.incidents import builders as make
from tests.rights import builders
from tests.rights_centre.visiting import archive, enter, main, page, post
from vault import services as vault
from vault.models import ReadLog, SealedRecord

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    builders.declare_purposes("rights", "news", recipients=[("mailer", ["rights"])])
    return builders.person()


def taken(client):
    """(data.json, index.html) of the archive."""
    post(client, "privacy_centre_archive")
    opened = archive(post(client, "privacy_centre_take"))
    return json.loads(opened.read("data.json")), opened.read("index.html").decode()


def of_item(response, reference):
    [card] = [each for each in main(response).select("#held article") if reference in each.get_text()]
    return card.get_text(" ")


def handed_over(person, by):
    """A demand for the person's data, answered."""
    one = make.with_paper(make.demand(by, person), by)
    incidents.approve(one, by=by)
    incidents.approve(one, by=make.approver())
    incidents.seal_bundle(one, by=by)
    incidents.hand_over(one, by=by)
    return one


def test_the_recipients_that_the_policy_names_are_told(person):
    request = builders.ask("view", person)
    client = enter(builders.EMAIL, "en")
    shown = of_item(page(client, language="en"), request.reference)
    assert "Mailer" in shown and "nobody" not in shown.lower()
    data, text = taken(client)
    [held] = [each for each in data["held"] if request.reference in each["what"]]
    assert (held["recipients"], held["sent_to"]) == (["Mailer"], [])
    assert "Mailer" in text


def test_a_transfer_that_a_room_knows_of_is_told_beside_them(person, monkeypatch):
    from dataclasses import replace

    from privacy.personal_data import sources

    request = builders.ask("view", person)
    source = sources["rights"]
    held = source.held(person)
    monkeypatch.setattr(source, "held", lambda of: [replace(one, sent_to=("courier",)) for one in held])
    shown = of_item(page(enter(builders.EMAIL, "en"), language="en"), request.reference)
    assert "Mailer" in shown and "courier" in shown


def test_where_the_policy_names_no_recipient_the_page_says_just_that():
    builders.declare_purposes("rights")
    request = builders.ask("view", builders.person())
    client = enter(builders.EMAIL, "en")
    assert "names none" in of_item(page(client, language="en"), request.reference)
    officer = Client()
    officer.force_login(builders.officer())
    text = officer.get(reverse("people:person", args=[request.person_id])).content.decode()
    assert "nobody" not in text.lower().replace("nobody yet", "") and "không ai" not in text.lower()


@pytest.mark.django_db(transaction=True)
def test_a_disclosure_is_told_to_officers_and_to_nobody_else(person):
    builders.ask("view", person)
    client = enter(builders.EMAIL)
    before = taken(client)[0]["readings"]
    one = handed_over(person, make.officer())
    assert SealedRecord.objects.filter(kind="disclosure").exists()
    assert ReadLog.objects.filter(person=person, reason__startswith=one.code).exists()
    data, text = taken(client)
    assert data["readings"] == before, "their own only"
    for shown in (str(data), text, page(client).content.decode()):
        assert one.code not in shown and one.authority_name not in shown

    rights_officer, both = Client(), Client()
    rights_officer.force_login(builders.officer())
    both.force_login(builders.colleague(*builders.OFFICER, "incidents.manage_incidents"))
    screen = reverse("people:person", args=[person.pk])
    link = reverse("incidents:disclosure", args=[one.code])
    assert link in both.get(screen).content.decode()
    assert link not in rights_officer.get(screen).content.decode()


def test_opening_one_s_own_data_often_hides_no_colleague_s_reading(person):
    request = builders.ask("view", person)
    officer = builders.officer()
    vault.reveal(request.record, by=officer, reason="to answer")
    ReadLog.objects.bulk_create(
        ReadLog(
            actor_name=vault.THEMSELVES, person=person, record=request.record, fields=["text"], reason="seen"
        )
        for _ in range(400)
    )
    client = enter(builders.EMAIL)
    lines = [each.get_text(" ") for each in main(page(client)).select("#readings li")]
    assert len(lines) == 2 and sum(request.reference in line for line in lines) == 1
    data, text = taken(client)
    assert any(request.reference in each["what"] for each in data["readings"])
    assert text.count("<li>") < 50


def test_the_archive_s_readings_go_back_to_the_first(person, monkeypatch):
    monkeypatch.setattr(holdings, "MOST_READINGS", 3)
    officer = builders.officer()
    asked = [builders.ask("complain", person, received_at=timezone.now()) for _ in range(1)]
    for kind in ("view", "protect", "copy", "correct"):
        asked.append(builders.ask(kind, person))
    for request in asked:
        vault.reveal(request.record, by=officer, reason="to answer")
    client = enter(builders.EMAIL)
    assert len(main(page(client)).select("#readings li")) == 3
    data, _text = taken(client)
    assert sum(each.reference in str(data["readings"]) for each in asked) == 5


def test_a_reading_is_named_after_what_was_read(person):
    request, officer = builders.ask("view", person), builders.officer()
    gone = vault.store(person, kind="privacy_letter", data={"subject": "a", "body": "b"}, masks={})
    for record in (request.record, gone, vault.identity_record(person)):
        vault.reveal(record, by=officer, reason="to answer")
    gone.delete()
    lines = main(page(enter(builders.EMAIL, "en"), language="en")).select("#readings li")
    words = [" ".join(line.get_text(" ").split()) for line in lines]
    assert any(request.reference in line for line in words)
    assert sum("no longer held" in line for line in words) == 1
    assert sum("Name and contact details" in line for line in words) == 1


def test_a_colleague_whose_account_is_gone_is_no_machine(person):
    officer = builders.officer()
    vault.reveal(vault.identity_record(person), by=officer, reason="to answer")
    name = officer.username
    line = ReadLog.objects.get()
    assert (line.actor_name, line.actor_roles) == (name, [])
    shown = {"actor_id": None, "actor_name": name, "actor_roles": []}
    assert holdings._role(shown) != holdings._role({**shown, "actor_name": "rights.letters"})


def test_the_archive_names_no_colleague(person):
    from privacy import calls

    officer = builders.officer(first_name="Lan", last_name="Bí Mật")
    [question] = [one for one in calls.questions(person, "vi") if one.code == "news"]
    calls.record_call(
        person=person,
        purpose="news",
        decision="given",
        language="vi",
        digest=question.digest,
        by=officer,
        relation="mẹ",
    )
    services.carry_out(builders.ask("withdraw", person, by=officer), by=officer)
    data, text = taken(enter(builders.EMAIL))
    given, withdrawn = data["consents"]
    assert given["actor"]["relation"] == "mẹ" and given["actor"]["recorded_by"]
    assert withdrawn["evidence"]["request"] and withdrawn["evidence"]["staff"]
    for shown in (json.dumps(data, ensure_ascii=False), text):
        assert officer.username not in shown and "Bí Mật" not in shown


def test_drafts_and_notes_for_colleagues_stay_with_the_colleagues(person):
    officer = builders.officer()
    request = builders.ask("view", person, text="marker-asked")
    for body in ("marker-draft", "marker-sent"):
        letter = services.save_letter(
            request, kind="information", language="vi", subject="Về", body=body, by=officer
        )
    services.note_printed(letter, by=officer)
    services.extend(
        request,
        until=(request.due_at + dt.timedelta(days=3)).date(),
        reason="complex",
        by=officer,
        words="marker-note",
    )
    client = enter(builders.EMAIL)
    html = main(post(client, "privacy_centre_reveal", {"item": "all"})).get_text()
    data, text = taken(client)
    for shown in (html, json.dumps(data), text):
        assert "marker-asked" in shown and "marker-sent" in shown
        assert "marker-draft" not in shown and "marker-note" not in shown
    erasure.erase(person)
    assert not SealedRecord.objects.filter(person=person).exists()
