"""Work by the officer's screens: from entering a request to its end."""

import datetime as dt

import pytest
from django.urls import reverse

from rights import clocks
from rights.models import PrivacyRequest
from vault.models import Person

from . import builders as make
from .screens import step, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks", "own_list")]


def test_from_proof_to_completion(client, officer):
    one = make.ask("complain", verified=False)
    assert "verify" in client.get(url("request", one)).content.decode()
    step(client, one, "complete")
    assert one.status == "unverified"
    step(client, one, "verify")
    step(client, one, "take")
    step(client, one, "replied")
    assert one.status == "open" and one.assignee == officer and one.ack_sent_at
    step(client, one, "complete")
    assert one.outcome == "fulfilled"
    page = client.get(url("request", one)).content.decode()
    assert url("write", one) in page
    with pytest.raises(AssertionError):
        assert 'value="complete"' in page


def test_a_withdrawal_takes_effect_with_one_button(client, officer):
    make.declare_purposes("news", recipients=[("mailer", ["news"])])
    person = make.person()
    make.agree(person, "news")
    one = make.ask("withdraw", of=person)
    step(client, one, "carry_out")
    assert one.executed_at and one.is_open
    step(client, one, "complete")
    assert one.is_open
    task = one.tasks.get()
    client.post(url("finish_task", one, task.pk), {"note": "xong"})
    step(client, one, "complete")
    assert one.outcome == "fulfilled"


def test_an_erasure_has_no_short_cut(client, officer):
    one = make.ask("delete")
    for name in ("complete", "carry_out"):
        assert step(client, one, name).status_code == 404
    assert one.is_open


def test_extending(client, officer):
    one = make.ask("view")
    latest = clocks.local_day(clocks.latest_extension("view", one.due_at))
    assert latest.isoformat() in client.get(url("extend", one)).content.decode()
    too_late = {"until": (latest + dt.timedelta(days=1)).isoformat(), "reason": "complex"}
    assert client.post(url("extend", one), too_late).status_code == 422
    response = client.post(url("extend", one), {"until": latest.isoformat(), "reason": "complex"})
    assert response["Location"].startswith(url("write", one))
    one.refresh_from_db()
    assert clocks.local_day(one.extended_until) == latest
    letter = client.get(response["Location"]).content.decode()
    assert f"{latest:%d/%m/%Y}" in letter


def test_refusing(client, officer):
    one = make.ask("delete")
    assert client.post(url("refuse", one), {"ground": "other_law"}).status_code == 422
    assert client.post(url("refuse", one), {"ground": "whim"}).status_code == 422
    data = {"ground": "other_law", "reference": "Luật Kế toán, Điều 41", "words": "xem hồ sơ 12"}
    response = client.post(url("refuse", one), data)
    one.refresh_from_db()
    assert one.outcome == "refused"
    assert "Luật Kế toán, Điều 41" in client.get(response["Location"]).content.decode()
    assert "xem hồ sơ 12" not in client.get(url("request", one)).content.decode()
    assert "xem hồ sơ 12" in client.post(url("read", one)).content.decode()
    assert client.get(url("refuse", one)).status_code == 404


def test_adding_a_recipient(client, officer):
    make.declare_purposes("news", recipients=[("mailer", ["news"])])
    one = make.ask("view")
    assert client.post(url("add_task", one), {"recipient": "stranger", "what": "stop"}).status_code == 404
    client.post(url("add_task", one), {"recipient": "mailer", "what": "stop"})
    assert one.tasks.get().recipient == "mailer"


def test_correcting(client, officer):
    from vault import services as vault

    one = make.ask("correct", of=make.person(phone=make.PHONE))
    assert client.post(url("correct", one), {"name": "", "email": "", "phone": ""}).status_code == 422
    assert client.post(url("correct", one), {"phone": "abc"}).status_code == 422
    response = client.post(url("correct", one), {"email": "new@example.com"})
    assert response["Location"] == url("request", one)
    assert list(vault.find(email="new@example.com")) == [one.person]
    assert not vault.find(email=make.EMAIL).exists()
    assert vault.find(phone=make.PHONE).exists()
    one.refresh_from_db()
    assert one.executed_at and one.is_open
    assert client.get(url("correct", one)).status_code == 404
    step(client, one, "complete")
    assert one.outcome == "fulfilled"


def test_only_a_proven_request_to_correct_corrects(client, officer):
    for one in (make.ask("correct", verified=False), make.ask("view", of=make.person("b@example.com"))):
        assert client.get(url("correct", one)).status_code == 404
        assert client.post(url("correct", one), {"name": "Khác"}).status_code == 404


def entry(**fields):
    return {
        "kind": "view",
        "source": "phone",
        "received_at": "2026-11-20T16:30",
        "email": make.EMAIL,
        "phone": "",
        "name": make.NAME,
        "locale": "vi",
        "text": make.TEXT,
        **fields,
    }


def test_entering_finds_the_person_and_counts_from_the_receipt(client, officer):
    known = make.person()
    assert client.get(reverse("rights:enter")).status_code == 200
    response = client.post(reverse("rights:enter"), entry())
    one = PrivacyRequest.objects.get()
    assert response["Location"] == url("request", one)
    assert one.person == known and one.status == "unverified"
    assert one.received_at == make.on(2026, 11, 20, 16) + dt.timedelta(minutes=30)
    assert clocks.local_day(one.ack_due) == dt.date(2026, 11, 24)
    assert one.events.get().actor == officer


def test_entering_makes_a_person_of_somebody_new(client, officer):
    client.post(reverse("rights:enter"), entry(verified="on"))
    one = PrivacyRequest.objects.get()
    assert one.status == "open"
    assert "T. T. M." in client.get(url("request", one)).content.decode()


def test_an_unproven_caller_gets_no_number_attached_to_somebody_else(client, officer):
    known = make.person()
    client.post(reverse("rights:enter"), entry(phone="0912345678", name="Kẻ khác"))
    assert PrivacyRequest.objects.get().person == known
    assert set(known.index_entries.values_list("kind", flat=True)) == {"email", "name"}
    from vault import services as vault

    assert not vault.find(phone="0912345678").exists()
    assert not vault.find(name="Kẻ khác").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "", "phone": ""},
        {"email": "nobody"},
        {"email": "", "phone": "abc"},
        {"received_at": "2099-01-01T00:00"},
        {"kind": "nonsense"},
        {"source": "centre"},
        {"locale": "xx"},
    ],
)
def test_what_makes_no_sense_is_not_entered(client, officer, wrong):
    response = client.post(reverse("rights:enter"), entry(**wrong))
    assert response.status_code == 422
    assert not PrivacyRequest.objects.exists() and not Person.objects.exists()


def test_the_same_again_is_said(client, officer):
    first = make.ask("view")
    response = client.post(reverse("rights:enter"), entry(), follow=True)
    assert first.reference in response.content.decode()
    assert PrivacyRequest.objects.exclude(pk=first.pk).get().duplicate_of == first
