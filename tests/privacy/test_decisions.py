"""Decisions outside forms: withdrawals at once, consents that run out, consents taken over from elsewhere."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from io import StringIO
from threading import Barrier, Thread

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone, translation

from common.sweeps import sweeps
from privacy import decisions, gate, identities, importing, proving, receipts, usage
from privacy import services as privacy
from privacy.errors import Undeclared
from privacy.models import ConsentEvent, Receipt
from tests.privacy.builders import CLAUSE, make_form_version, make_purpose, make_recipient, record
from vault import services as vault
from vault.errors import VaultLocked
from vault.models import BlindIndex, Person, SealedRecord

pytestmark = pytest.mark.django_db


def decide(person, decision, **fields):
    fields = {"purpose": "news", "language": "vi", "method": "privacy_centre", **fields}
    return privacy.record_decision(person=person, decision=decision, **fields)


# Withdrawing


def test_a_withdrawal_is_about_what_was_agreed_to():
    make_purpose()
    person, version = Person.objects.create(), make_form_version()
    given = record(person, version)[0]
    make_purpose("other")  # the policy goes on
    event = decide(person, "withdrawn")
    assert (event.notice_version, event.wording, event.form_version_sha256) == (
        given.notice_version,
        given.wording,
        version.sha256,
    )
    assert event.previous_record_id == given.record_id
    assert gate.may_use(person, "news").reason == "withdrawn"
    assert privacy.verify_ledger().ok


def test_a_decision_names_what_its_own_purpose_is_about():
    make_recipient("mailer", name="Mailer", country="SG", purposes=["news"])
    make_recipient("lab", country="US", purposes=["research"])
    make_purpose(data_categories=["contact_details"])
    event = decide(Person.objects.create(), "given")
    assert event.data_types == ["contact_details"]
    assert event.recipients == [{"code": "mailer", "name": "Mailer", "country": "SG"}]
    assert event.storage_countries == ["VN", "SG"]


def test_withdrawing_twice_is_withdrawing_once():
    make_purpose()
    person = Person.objects.create()
    decide(person, "given")
    first = decide(person, "withdrawn")
    assert decide(person, "withdrawn") == first
    assert decide(person, "given").seq == first.seq + 1
    assert decide(person, "withdrawn").seq == first.seq + 2
    assert privacy.verify_ledger().ok


@pytest.mark.django_db(transaction=True)
def test_two_withdrawals_at_once():
    make_purpose()
    person = Person.objects.create()
    decide(person, "given")
    start, events, failures = Barrier(3), [], []

    def withdraw():
        start.wait()
        try:
            events.append(decide(person, "withdrawn"))
            assert not gate.may_use(person, "news"), "it holds before the call returns"
        except Exception as error:  # noqa: BLE001 (a thread's failure is shown by the assertion below)
            failures.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=withdraw) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len({event.pk for event in events}) == 1
    assert ConsentEvent.objects.filter(decision="withdrawn").count() == 1
    assert privacy.verify_ledger().ok


def test_what_the_policy_does_not_have_can_be_withdrawn_and_not_given():
    make_purpose()
    person = Person.objects.create()
    with pytest.raises(Undeclared):
        decide(person, "given", purpose="research")
    with pytest.raises(ValueError, match="telepathy"):
        decide(person, "given", method="telepathy")
    assert not ConsentEvent.objects.exists()


def test_a_withdrawal_is_the_last_word_whatever_the_clocks_say():
    make_purpose()
    person, now = Person.objects.create(), timezone.now()
    given = decide(person, "given", at=now + timedelta(minutes=5))  # by a clock that is fast
    for at in (None, now - timedelta(days=1)):
        event = decide(person, "withdrawn", at=at)
        assert event.event_time >= given.event_time
        assert gate.may_use(person, "news").reason == "withdrawn"


def test_decisions_have_one_order_everywhere():
    """The consent came in first; the refusal before it waited sealed and was written down after it."""
    purpose = make_purpose()
    person, now = Person.objects.create(), timezone.now()
    decide(person, "given", at=now - timedelta(days=2), valid_until=now - timedelta(days=1))
    decide(person, "refused", at=now - timedelta(days=3))
    assert gate.given_purposes(person.pseudonym) == ["news"]
    assert [use for use in usage.uses_of(purpose) if use.holds], "the register refuses to delete it"
    assert [proof.event.decision for proof in proving.prove(person.pseudonym, "news")] == ["given", "refused"]
    assert decisions.expire() == 1
    assert gate.latest_event(person.pseudonym, "news").decision == "expired"
    assert gate.given_purposes(person.pseudonym) == []


def test_a_decision_by_a_link_in_a_mail_has_its_evidence_and_a_receipt():
    make_purpose()
    person, token = Person.objects.create(), receipts.new_token()
    event = privacy.record_with_receipt(
        person=person,
        purpose="news",
        decision="given",
        language="vi",
        method="email_link",
        token=token,
        evidence={"act": "link_followed", "message": "2026-11-chao"},
    )
    assert (event.channel, event.evidence["method"]) == ("email_link", "email_link")
    assert event.evidence["message"] == "2026-11-chao" and gate.may_use(person, "news")
    receipt = receipts.by_token(token)
    assert (receipt.number, receipt.subject_id) == (event.receipt, person.pseudonym)
    assert [each["event_hash"] for each in receipt.document["records"]] == [event.hash]
    with translation.override("en"):
        (proof,) = proving.prove(person.pseudonym, "news")
        assert proof.ok and proof.method == "Link in an e-mail" and "link" in proof.act
    for _again in range(2):
        last = privacy.record_with_receipt(
            person=person, purpose="news", decision="withdrawn", language="vi", method="email_link"
        )
    assert Receipt.objects.count() == 2, "withdrawing what is withdrawn makes no second receipt"
    assert Receipt.objects.get(number=last.receipt) and privacy.verify_ledger().ok


# Running out


def test_a_consent_lasts_unless_a_period_is_set(settings):
    make_purpose()
    person = Person.objects.create()
    assert decide(person, "given").valid_until is None
    settings.PRIVACY_CONSENT_VALID_DAYS = {"news": 30}
    at = datetime(2026, 11, 1, tzinfo=UTC)
    assert decide(person, "given", at=at).valid_until == at + timedelta(days=30)
    assert decide(person, "refused", at=at).valid_until is None
    settings.PRIVACY_CONSENT_VALID_DAYS = {"*": 10}
    assert record(person, make_form_version())[0].valid_until is not None


def test_a_consent_that_ran_out_is_written_down_once():
    make_purpose()
    person, other = Person.objects.create(), Person.objects.create()
    now = timezone.now()
    given = decide(person, "given", at=now - timedelta(days=3), valid_until=now - timedelta(days=1))
    decide(other, "given", valid_until=now + timedelta(days=1))
    assert gate.may_use(person, "news").reason == "expired"
    sweeps["privacy_expiry"]()
    sweeps["privacy_expiry"]()
    event = ConsentEvent.objects.get(decision="expired")
    assert (event.subject_id, event.previous_record_id) == (person.pseudonym, given.record_id)
    assert (event.event_time, event.actor) == (given.valid_until, {"type": "system"})
    assert not gate.may_use(person, "news")
    assert gate.may_use(other, "news")
    assert privacy.verify_ledger().ok


def test_a_consent_that_was_renewed_or_withdrawn_does_not_run_out():
    make_purpose()
    now = timezone.now()
    for decision in ("given", "withdrawn"):
        person = Person.objects.create()
        decide(person, "given", at=now - timedelta(days=3), valid_until=now - timedelta(days=1))
        decide(person, decision)
    assert decisions.expire() == 0
    assert not ConsentEvent.objects.filter(decision="expired").exists()


# Taking over from elsewhere

ROW = {
    "source": "old-newsletter",
    "source_id": "1001",
    "purpose": "news",
    "decision": "given",
    "event_time": "2024-03-01T09:30:00+07:00",
    "language": "vi",
    "wording": CLAUSE,
    "method": "paper",
    "notice": "Chính sách ngày 01/01/2024",
    "name": "Nguyễn Văn Marka",
    "email": "marka.zq81@example.com",
    "phone": "",
    "proof": "scan-0017.pdf",
}


def written(path, rows):
    """A CSV file of these rows."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return str(path)


def take_over(path, **options):
    """What the command says: (exit code, output, errors)."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_consents", path, stdout=out, stderr=err, **options)
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_consent_comes_with_its_original_metadata(tmp_path, form):
    make_purpose()
    if form == "csv":
        path = written(tmp_path / "old.csv", [ROW])
    else:
        (tmp_path / "old.json").write_text(json.dumps([ROW]))
        path = str(tmp_path / "old.json")
    code, out, err = take_over(path)
    assert (code, err) == (0, "") and "Taken over: 1." in out
    event = ConsentEvent.objects.get()
    assert event.event_time == datetime(2024, 3, 1, 2, 30, tzinfo=UTC)
    assert (event.wording, event.channel, event.decision) == (CLAUSE, "import", "given")
    assert (event.notice_version, event.notice_sha256) == (None, ""), "they were shown another notice"
    evidence = event.evidence
    assert (evidence["source"], evidence["source_id"]) == ("old-newsletter", "1001")
    assert (evidence["original_method"], evidence["original_notice"]) == ("paper", ROW["notice"])
    assert evidence["proof"] == "scan-0017.pdf"
    person = vault.find(email=ROW["email"]).get()
    assert gate.may_use(person, "news").reason == "consent"
    assert "marka" not in json.dumps([evidence, event.actor])
    assert privacy.verify_ledger().ok


def test_an_imported_consent_claims_nothing_of_today_s_policy(tmp_path):
    make_recipient("mailer", purposes=["news"])
    make_purpose(data_categories=["contact_details"])
    take_over(written(tmp_path / "old.csv", [ROW]))
    event = ConsentEvent.objects.get()
    assert (event.data_types, event.recipients, event.storage_countries) == ([], [], [])
    assert (event.retention_days, event.controller, event.jurisdiction) == (0, {}, "")
    assert event.withdrawal_url == "" and set(event.evidence["unknown"]) == set(importing.TOLD)
    person = vault.find(email=ROW["email"]).get()
    ends = identities.consent_ends([person.pseudonym])[person.pseudonym]
    assert ends == {"news": event.event_time + timedelta(days=730)}, "kept no longer than we declare"
    with translation.override("en"):
        (proof,) = proving.prove(person.pseudonym, "news")
        assert (proof.recipients, proof.retention, proof.ok) == ("Not known", "Not known", True)


def test_what_people_were_told_then_comes_with_it(tmp_path):
    make_purpose()
    told = {
        "data_types": "email; name",
        "recipients": "Old Mailer (US); Print Shop (VN)",
        "storage_countries": "VN; US",
        "retention_days": "400",
        "controller": "WEBSCLOUD cũ",
        "jurisdiction": "VN",
    }
    assert take_over(written(tmp_path / "old.csv", [{**ROW, **told}]))[0] == 0
    event = ConsentEvent.objects.get()
    assert event.data_types == ["email", "name"] and event.retention_days == 400
    assert event.recipients == [
        {"name": "Old Mailer", "country": "US"},
        {"name": "Print Shop", "country": "VN"},
    ]
    assert (event.storage_countries, event.controller) == (["VN", "US"], {"name": "WEBSCLOUD cũ"})
    assert event.evidence["unknown"] == [] and privacy.verify_ledger().ok


def test_an_imported_consent_does_not_cover_what_came_later(tmp_path):
    make_purpose()
    take_over(written(tmp_path / "old.csv", [ROW]))
    person = vault.find(email=ROW["email"]).get()
    assert ConsentEvent.objects.get().evidence["policy_at_import"] == 1
    assert gate.may_use(person, "news")
    make_recipient("broker", purposes=["news"])
    assert gate.may_use(person, "news").reason == "ask_again"
    decide(person, "given")
    assert gate.may_use(person, "news")


def test_a_file_that_is_read_again_changes_nothing(tmp_path):
    make_purpose()
    path = written(tmp_path / "old.csv", [ROW, {**ROW, "source_id": "1002", "email": "b@example.com"}])
    assert take_over(path)[1].startswith("Taken over: 2. Known already: 0.")
    assert take_over(path)[1].startswith("Taken over: 0. Known already: 2.")
    assert ConsentEvent.objects.count() == 2


def test_a_dry_run_writes_nothing(tmp_path):
    make_purpose()
    before = Person.objects.count()
    code, out, _err = take_over(written(tmp_path / "old.csv", [ROW]), dry_run=True)
    assert code == 0 and out.startswith("Would be taken over: 1.")
    assert not ConsentEvent.objects.exists() and Person.objects.count() == before
    assert not BlindIndex.objects.exists() and not SealedRecord.objects.exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        *(({name: ""}, f"lacks {name}") for name in importing.REQUIRED),
        ({"email": ""}, "names nobody"),
        ({"email": "no address"}, "names nobody"),
        ({"phone": "12"}, "email or phone is none"),
        ({"event_time": "2024-03-01T09:30:00"}, "no time with a zone"),
        ({"event_time": "yesterday"}, "no time with a zone"),
        ({"event_time": "2024-13-41T09:30:00+07:00"}, "no time with a zone"),
        ({"event_time": "2999-01-01T00:00:00+07:00"}, "in the future"),
        ({"decision": "assumed"}, "its decision is none"),
        ({"method": "silence"}, "its method is none"),
        ({"language": "fr"}, "its language is none"),
        ({"purpose": "research"}, "does not declare"),
        ({"retention_days": "soon"}, "no number of days"),
        ({"retention_days": "0"}, "no number of days"),
        ({"recipients": "everybody"}, "its recipients are not"),
        ({"storage_countries": "Vietnam"}, "its storage_countries are not"),
    ],
    ids=lambda value: "-".join(f"{k}:{v}" for k, v in value.items()) if isinstance(value, dict) else "",
)
def test_a_row_that_proves_too_little_is_refused(tmp_path, change, reason):
    make_purpose()
    rows = [{**dict.fromkeys(change, ""), **ROW, **each} for each in (change, {"source_id": "1002"})]
    path = written(tmp_path / "old.csv", rows)
    code, out, err = take_over(path)
    assert code == 1 and "Taken over: 1." in out and "Refused: 1." in out
    assert err.startswith("Row 1 is refused") and reason in err
    assert "marka" not in err, "the log names rows, not people"


def test_a_guardian_s_consent_says_whose_guardian(tmp_path):
    make_purpose()
    rows = [
        {**ROW, "actor": "guardian", "relation": ""},
        {**ROW, "source_id": "2", "actor": "guardian", "relation": "mẹ"},
    ]
    assert "relation" in take_over(written(tmp_path / "old.csv", rows))[2]
    assert ConsentEvent.objects.get().actor == {"type": "guardian", "relation": "mẹ"}


def test_an_old_consent_never_undoes_a_later_withdrawal(tmp_path):
    make_purpose()
    person = vault.person_for(vault.Identifiers(email=ROW["email"]))
    decide(person, "given")
    decide(person, "withdrawn")
    for options in ({"dry_run": True}, {}):
        code, _out, err = take_over(written(tmp_path / "old.csv", [ROW]), **options)
        assert code == 1 and "later decision" in err
    assert not gate.may_use(person, "news")


def test_a_box_left_empty_meanwhile_keeps_no_withdrawal_out(tmp_path):
    make_purpose()
    assert take_over(written(tmp_path / "old.csv", [ROW]))[0] == 0
    person = vault.find(email=ROW["email"]).get()
    record(person, make_form_version(), given=False, at=timezone.now())
    row = {**ROW, "source_id": "9", "decision": "withdrawn", "event_time": "2025-01-01T00:00:00Z"}
    assert take_over(written(tmp_path / "new.csv", [row]))[0] == 0
    assert gate.may_use(person, "news").reason == "withdrawn"


def test_rows_are_taken_in_order_of_time(tmp_path):
    make_purpose()
    later = {**ROW, "source_id": "9", "decision": "withdrawn", "event_time": "2025-01-01T00:00:00Z"}
    assert take_over(written(tmp_path / "old.csv", [later, ROW]))[0] == 0
    assert [e.decision for e in ConsentEvent.objects.order_by("seq")] == ["given", "withdrawn"]


def test_it_runs_only_where_the_private_keys_are(tmp_path, settings):
    make_purpose()
    path = written(tmp_path / "old.csv", [ROW])
    settings.VAULT_PRIVATE_KEYS_FILE = None
    with pytest.raises(VaultLocked):
        call_command("import_consents", path)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "old.json").write_text("{")
    for name in ("old.json", "nothing.csv"):
        with pytest.raises(CommandError, match="can't be read"):
            call_command("import_consents", str(tmp_path / name))
