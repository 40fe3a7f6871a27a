"""Consents taken over from elsewhere: with what they prove, and no more."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from privacy import gate, identities, importing, proving
from privacy import services as privacy
from privacy.models import ConsentEvent
from tests.privacy.builders import CLAUSE, decide, make_form_version, make_purpose, make_recipient, record
from vault import services as vault
from vault.errors import VaultLocked
from vault.models import BlindIndex, Person, SealedRecord

pytestmark = pytest.mark.django_db

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
