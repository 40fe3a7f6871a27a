"""The ledger's screens: who may look, what a look leaves behind, what the proof says, calls."""

import json
import uuid
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from privacy import calls, checkpoints, gate, receipts
from privacy.decisions import record_decision
from privacy.models import ConsentEvent, Purpose, Receipt
from tests.inbox.factories import colleague
from tests.inbox.screens import sign_in
from tests.privacy.behind import TOKEN, guard_again, run_unguarded
from tests.privacy.builders import CLAUSE, declare, make_form_version, make_policy, make_purpose, record
from vault import services as vault
from vault.models import Person, ReadLog

pytestmark = pytest.mark.django_db
ADMIN = "wagtailadmin.access_admin"
EMAIL, PHONE, NAME = "marka.zq81@example.com", "+84912345678", "Nguyễn Văn Marka"
NUMBER = "AAAA-BBBB-CCCC"


@pytest.fixture(autouse=True)
def triggers_again():
    yield
    guard_again()


@pytest.fixture
def officer(client):
    user = colleague(ADMIN, "privacy.see_ledger", "vault.open_vault")
    sign_in(client, user)
    return user


@pytest.fixture
def sales(client):
    user = colleague(ADMIN, "vault.open_vault", "inbox.work_enquiries")
    sign_in(client, user)
    return user


@pytest.fixture
def person():
    make_purpose(withdrawal_text="Gọi cho chúng tôi.")
    person = vault.person_for(vault.Identifiers(email=EMAIL, phone=PHONE, name=NAME))
    vault.note_identity(person, name=NAME, email=EMAIL, phone=PHONE, language="vi")
    version = make_form_version()
    events = record(person, version, receipt=NUMBER)
    receipts.issue(
        person=person, number=NUMBER, token=TOKEN, language="vi", form_version=version, events=events
    )
    return person


def screen(name, *arguments):
    return reverse(f"privacy_ledger:{name}", args=arguments)


def main(response):
    return BeautifulSoup(response.content, "html.parser").select_one("main") or response


def text_of(response):
    return main(response).get_text(" ", strip=True)


def proof_of(person):
    return screen("proof", person.pseudonym, "news")


# Who may


def test_who_may_not_see_the_ledger_finds_no_door(client, person):
    checkpoints.take()
    sign_in(client, colleague(ADMIN, "vault.see_read_log"))
    for name, arguments in (
        ("home", ()),
        ("verify", ()),
        ("find", ()),
        ("proof", (person.pseudonym, "news")),
        ("checkpoint", (1,)),
        ("caller", ()),
        ("call", (person.pk,)),
    ):
        assert client.get(screen(name, *arguments)).status_code == 404, name
        assert client.post(screen(name, *arguments)).status_code in {404, 405}, name


def test_a_superuser_is_nobody_here(client, person):
    user = colleague(ADMIN)
    user.is_superuser = True
    user.save()
    sign_in(client, user)
    for name in ("home", "caller"):
        assert client.get(screen(name)).status_code == 404


def test_sales_records_calls_and_sees_no_ledger(client, sales, person):
    assert client.get(screen("home")).status_code == 404
    assert client.get(proof_of(person)).status_code == 404
    assert client.get(screen("caller")).status_code == 200


# Looking up


@pytest.mark.parametrize("term", [EMAIL, "0912 345 678", NUMBER, "aaaa bbbb cccc", EMAIL.upper()])
def test_a_person_is_found(client, officer, person, term):
    response = client.post(screen("find"), {"term": term})
    links = [a["href"] for a in main(response).select(".ledger-person a")]
    assert links == [proof_of(person)]
    assert EMAIL not in response.content.decode().replace(term, "")
    assert "no-store" in response["Cache-Control"]
    line = ReadLog.objects.get(person=person)
    assert (line.actor, line.fields, line.record) == (officer, ["consents"], None)


def test_a_look_that_finds_nobody_leaves_a_trace_too(client, officer, person):
    client.post(screen("find"), {"term": "nobody-zq@example.com"})
    assert not ReadLog.objects.exists()
    entry = ModelLogEntry.objects.get(action="privacy.looked_up")
    assert entry.user == officer and entry.data == {"kind": "email", "found": 0}
    assert "nobody-zq" not in json.dumps(entry.data) + entry.label


def test_looking_up_is_a_post(client, officer, person):
    assert client.get(screen("find"), {"term": EMAIL}).status_code == 302
    assert not ReadLog.objects.exists()
    assert client.post(screen("find"), {"term": " "}).status_code == 422


# The proof


def test_the_proof_says_what_was_shown_when_how_and_what_proves_it(client, officer, person):
    checkpoints.take()
    event = ConsentEvent.objects.get()
    response = client.get(proof_of(person))
    said = text_of(response)
    for expected in (
        "Tôi đồng ý nhận bản tin.",
        "Họ và tên, Email",
        event.hash,
        event.previous_hash,
        event.clause_sha256,
        event.notice_sha256,
        str(event.form_version_id),
        str(event.record_id),
        NUMBER,
        str(person.pseudonym),
    ):
        assert expected in said, expected
    assert "Everything fits." in said or "Mọi thứ đều khớp" in said
    assert main(response).select(".ledger-check--good") and not main(response).select(".ledger-check--bad")
    assert EMAIL not in said and NAME not in said
    assert "no-store" in response["Cache-Control"]
    assert ReadLog.objects.filter(person=person, actor=officer).count() == 1


def test_the_proof_is_headed_in_the_reader_s_language(client, officer, person):
    Purpose.objects.filter(code="news", locale__language_code="vi").update(name="Bản tin")
    make_purpose(language="en", name="Newsletter of ours")
    for language, name in (("vi", "Bản tin"), ("en", "Newsletter of ours")):
        UserProfile.objects.update_or_create(user=officer, defaults={"preferred_language": language})
        heading = main(client.get(proof_of(person))).select_one(".ledger-proof-head h2")
        assert heading.get_text(" ", strip=True) == f"{name} news"
        assert heading.select_one("code.ledger-quiet").get_text() == "news"


def test_the_proof_links_to_the_policy_version_that_was_shown(client, officer):
    make_purpose()
    page = make_policy()
    person = Person.objects.create()
    event = record(person, make_form_version())[0]
    link = main(client.get(proof_of(person))).select_one(
        f'a[href*="{page.get_url()}"][href$="/{event.notice_version}/"]'
    )
    assert client.get(urlsplit(link["href"]).path).status_code == 200


def test_the_proof_of_an_erased_person_stands(client, officer, person):
    vault.destroy_person_key(person)
    said = text_of(client.get(proof_of(person)))
    assert ConsentEvent.objects.get().hash in said and str(person.pseudonym) in said
    response = client.post(screen("find"), {"term": NUMBER})
    assert main(response).select(f'a[href="{proof_of(person)}"]')


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE privacy_consentevent SET decision = 'refused'",
        "UPDATE privacy_consentevent SET wording = 'x'",
        "UPDATE privacy_consentevent SET previous_hash = 'x'",
        "UPDATE privacy_formversion SET declared = '{}'",
        "UPDATE privacy_policytext SET html = 'x'",
        "UPDATE privacy_policyversion SET kind = 'x'",
        "UPDATE privacy_receipt SET signature = 'x'",
    ],
)
def test_the_proof_says_what_does_not_fit(client, officer, person, statement):
    run_unguarded(statement)
    assert main(client.get(proof_of(person))).select(".ledger-check--bad")


def test_the_proof_of_a_decision_without_a_form_checks_the_policy_too(client, officer):
    make_purpose()
    caller = Person.objects.create()
    record_decision(person=caller, purpose="news", decision="given", language="vi", method="paper")
    assert not main(client.get(proof_of(caller))).select(".ledger-check--bad")
    run_unguarded("UPDATE privacy_policytext SET html = 'x'")
    assert main(client.get(proof_of(caller))).select(".ledger-check--bad")


def test_there_is_no_proof_of_what_was_never_decided(client, officer, person):
    assert client.get(screen("proof", person.pseudonym, "research")).status_code == 404
    assert client.get(screen("proof", uuid.uuid4(), "news")).status_code == 404


def test_a_number_of_decisions_costs_no_more_queries(client, officer, person, django_assert_max_num_queries):
    for n in range(12):
        record(person, make_form_version(), given=n % 2 == 0, receipt=NUMBER)
    with django_assert_max_num_queries(60):
        client.get(proof_of(person))


def test_checking_now_says_what_it_found(client, officer, person):
    assert main(client.post(screen("verify"))).select(".help-info")
    run_unguarded("UPDATE privacy_consentevent SET decision = 'refused'")
    response = client.post(screen("verify"))
    assert "Event 1 was altered" in text_of(response)


def test_a_checkpoint_can_be_taken_away(client, officer, person):
    taken = checkpoints.take()
    response = client.get(screen("checkpoint", taken.pk))
    assert json.loads(response.content) == checkpoints.record_of(taken)
    assert client.get(screen("checkpoint", 99)).status_code == 404


# Calls


def question(person, language="vi"):
    return next(each for each in calls.questions(person, language) if each.code == "news")


def say(client, person, decision, **changes):
    data = {
        "purpose": "news",
        "language": "vi",
        "wording": question(person).digest,
        "decision": decision,
        "read_out": "on",
        "call": "REC-2026-118",
        "speaker": "self",
        **changes,
    }
    return client.post(
        screen("call", person.pk), {name: value for name, value in data.items() if value is not None}
    )


def test_a_consent_on_the_phone_is_recorded_with_its_words_and_who_took_the_call(client, sales):
    make_purpose(withdrawal_text="Gọi cho chúng tôi.", is_sensitive=True)
    caller = Person.objects.create()
    shown = main(client.get(screen("call", caller.pk))).select_one("blockquote").get_text(" ", strip=True)
    assert "Tôi đồng ý nhận bản tin." in shown and "Gọi cho chúng tôi." in shown
    assert say(client, caller, "given").status_code == 302
    event = ConsentEvent.objects.get()
    assert (event.decision, event.channel, event.language) == ("given", "phone_call", "vi")
    assert event.wording.startswith(CLAUSE) and "Gọi cho chúng tôi." in event.wording
    assert event.evidence == {"method": "phone_call", "act": "said_on_the_phone", "call": "REC-2026-118"}
    receipt = Receipt.objects.get(number=event.receipt)
    assert [each["event_hash"] for each in receipt.document["records"]] == [event.hash]
    assert event.receipt in main(client.get(screen("call", caller.pk))).get_text(), "to be read out"
    assert event.actor == {"type": "self", "recorded_by": sales.get_username()}
    assert gate.may_use(caller, "news")


def test_a_withdrawal_on_the_phone_needs_no_words_and_holds_at_once(client, sales, person):
    assert say(client, person, "withdrawn", read_out=None, wording="").status_code == 302
    assert gate.may_use(person, "news").reason == "withdrawn"


@pytest.mark.parametrize(
    "changes",
    [
        {"read_out": None},
        {"decision": "expired"},
        {"decision": ""},
        {"wording": "0" * 64},
        {"purpose": "research"},
        {"speaker": "guardian", "relation": " "},
    ],
    ids=lambda changes: "-".join(changes),
)
def test_what_was_not_said_properly_is_not_recorded(client, sales, changes):
    make_purpose()
    caller = Person.objects.create()
    response = say(client, caller, **{"decision": "given", **changes})
    assert response.status_code == 422
    assert not ConsentEvent.objects.exists()


def test_words_that_changed_during_the_call_are_read_out_anew(client, sales):
    purpose = make_purpose()
    caller = Person.objects.create()
    digest = question(caller).digest
    purpose.consent_text = "<p>Những lời khác.</p>"
    purpose.save()
    declare()
    response = say(client, caller, "given", wording=digest)
    assert response.status_code == 422 and "Những lời khác." in text_of(response)
    assert not ConsentEvent.objects.exists()


def test_a_guardian_is_named_by_relation(client, sales):
    make_purpose()
    caller = Person.objects.create()
    say(client, caller, "given", speaker="guardian", relation="mẹ")
    assert ConsentEvent.objects.get().actor["relation"] == "mẹ"


def test_a_caller_is_looked_up_and_the_look_is_logged(client, sales, person):
    response = client.post(screen("caller"), {"term": "0912345678"})
    assert response["Location"] == screen("call", person.pk)
    assert ReadLog.objects.get(person=person).actor == sales


def test_a_new_caller_is_entered(client, sales):
    make_purpose()
    response = client.post(screen("caller"), {"term": EMAIL})
    assert main(response).select_one("[name=email]")["value"] == EMAIL
    response = client.post(screen("caller"), {"name": NAME, "email": EMAIL, "phone": ""})
    caller = vault.find(email=EMAIL).get()
    assert response["Location"] == screen("call", caller.pk)
    assert client.post(screen("caller"), {"name": NAME, "email": "", "phone": "x"}).status_code == 422


def test_entering_a_known_address_and_looking_at_the_caller_are_logged(client, sales, person):
    response = client.post(screen("caller"), {"name": "Ai Đó", "email": EMAIL, "phone": "0987654321"})
    assert response["Location"] == screen("call", person.pk)
    assert ReadLog.objects.filter(person=person, actor=sales).count() == 1
    assert not vault.find(phone="0987654321")
    client.get(response["Location"])
    assert ReadLog.objects.filter(person=person, actor=sales).count() == 2


def test_an_erased_person_cannot_be_called_back_to_life(client, sales, person):
    vault.destroy_person_key(person)
    assert client.get(screen("call", person.pk)).status_code == 404
