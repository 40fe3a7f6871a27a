"""A received submission becomes exactly one enquiry, whatever happens in between."""

import datetime as dt
import logging
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from common.receipts import normalise_receipt
from inbox import services
from inbox.errors import UnknownChannel
from inbox.models import Enquiry, EnquiryEvent, Notification
from inbox.services import intake
from privacy.models import ConsentEvent
from vault import keys
from vault import services as vault
from vault.errors import VaultLocked
from vault.models import Envelope, Person, SealedRecord

from . import factories as make

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
pytestmark = pytest.mark.django_db


def test_a_submission_arrives(unrun_tasks):
    colleague = make.sales(email="sales@example.com")
    version = make.form_version(clauses=("enquiry", "news"))
    content = b"%PDF-1.7 marker"
    file = {"field": "file", "name": "hồ sơ.pdf", "content_type": "application/pdf", "content": content}
    receipt = make.receive(version, files=[file], consents={"enquiry": True, "news": False})

    assert normalise_receipt(receipt) == receipt
    envelope = Envelope.objects.get(receipt=receipt)
    enquiry = services.take_in(envelope.pk)

    assert (enquiry.receipt, enquiry.channel, enquiry.locale) == (receipt, "contact", "vi")
    assert enquiry.status == "new" and not enquiry.quarantined
    assert enquiry.form_version == version
    assert [event.kind for event in enquiry.events.all()] == [EnquiryEvent.Kind.RECEIVED]
    assert [n.user for n in enquiry.notifications.all()] == [colleague]
    decisions = ConsentEvent.objects.filter(receipt=receipt).values_list("purpose_code", "decision")
    assert dict(decisions) == {"enquiry": "given", "news": "refused"}

    reading = services.read(enquiry, by=colleague, reason="answer")
    assert reading.answers["full_name"] == make.NAME
    assert reading.answers["message"] == make.MESSAGE
    assert services.read_file(enquiry, 0, by=colleague, reason="answer") == ("hồ sơ.pdf", content)

    envelope.refresh_from_db()
    assert envelope.state == Envelope.State.TAKEN
    assert envelope.payload is None
    assert not envelope.attachments.exists()


def test_only_the_id_reaches_the_task_table(worker_queue):
    make.sales(email="sales@example.com")
    make.receive()
    envelope = Envelope.objects.get()
    ours = DBTaskResult.objects.filter(task_path__startswith="inbox.")
    task = ours.get()
    assert task.args_kwargs == {"args": [str(envelope.pk)], "kwargs": {}}
    services.take_in(envelope.pk)
    arguments = ours.exclude(pk=task.pk).values_list("args_kwargs", flat=True)
    assert list(arguments) == [{"args": [Notification.objects.get().pk], "kwargs": {}}]


def test_an_unknown_channel_is_refused():
    version = make.form_version(channel="pigeon")
    with pytest.raises(UnknownChannel):
        make.receive(version)
    assert not Envelope.objects.exists()


def test_taking_in_twice_makes_one_enquiry(unrun_tasks):
    make.receive()
    envelope = Envelope.objects.get()
    assert services.take_in(envelope.pk)
    assert services.take_in(str(envelope.pk)) is None
    assert Enquiry.objects.count() == 1
    assert ConsentEvent.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_taking_in_at_once_makes_one_enquiry(unrun_tasks):
    version = make.form_version()
    for _ in range(3):
        make.receive(version)
    ids = list(Envelope.objects.values_list("pk", flat=True)) * 4

    def take(envelope_id):
        try:
            return services.take_in(envelope_id)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        taken = [enquiry for enquiry in pool.map(take, ids) if enquiry]
    assert len(taken) == Enquiry.objects.count() == 3
    assert Person.objects.count() == 1, "three enquiries of one address are of one person"
    assert ConsentEvent.objects.count() == 3
    assert not Envelope.objects.exclude(attempts=0).exists()


def test_a_failure_is_kept_without_its_text_and_tried_again(unrun_tasks, monkeypatch, caplog):
    make.receive()
    envelope = Envelope.objects.get()

    def fail(**kwargs):
        raise RuntimeError(f"cannot index {make.EMAIL}")

    with monkeypatch.context() as broken, caplog.at_level(logging.DEBUG):
        broken.setattr(intake, "record_consents", fail)
        assert services.take_in(envelope.pk) is None
        first = Envelope.objects.get()
        assert (first.state, first.attempts, first.error_class) == ("failed", 1, "RuntimeError")
        assert first.payload is not None
        services.take_in(envelope.pk)
    second = Envelope.objects.get()
    assert second.attempts == 2
    assert second.next_try - timezone.now() > first.next_try - timezone.now() + dt.timedelta(seconds=30)
    assert make.EMAIL not in caplog.text
    assert not Enquiry.objects.exists() and not Notification.objects.exists()
    assert not SealedRecord.objects.exists() and not ConsentEvent.objects.exists()
    assert services.health()["failed_envelopes"] == 1

    services.sweep()
    assert not Enquiry.objects.exists(), "its next try is not due yet"
    Envelope.objects.update(next_try=timezone.now())
    services.sweep()
    assert Enquiry.objects.get().receipt == envelope.receipt
    assert services.health()["failed_envelopes"] == 0


def test_one_bad_envelope_stops_no_other(unrun_tasks):
    version = make.form_version()
    make.receive(version)
    Envelope.objects.update(payload=b"damaged")
    good = make.receive(version)
    Envelope.objects.update(created_at=timezone.now() - dt.timedelta(minutes=10))
    assert services.health()["stuck_envelopes"] == 2
    services.sweep()
    assert [enquiry.receipt for enquiry in Enquiry.objects.all()] == [good]
    assert Envelope.objects.exclude(receipt=good).get().error_class == "Unreadable"


def test_the_sweep_finds_what_no_task_took(unrun_tasks):
    make.receive()
    services.sweep()
    assert not Enquiry.objects.exists(), "a fresh envelope is left to its task"
    Envelope.objects.update(created_at=timezone.now() - dt.timedelta(minutes=1))
    services.sweep()
    assert Enquiry.objects.count() == 1


def test_a_web_process_receives_and_cannot_take_in(unrun_tasks, settings):
    version = make.form_version()
    private_file = settings.VAULT_PRIVATE_KEYS_FILE
    settings.VAULT_PRIVATE_KEYS_FILE, settings.HOLDS_PRIVATE_KEYS = None, False
    forget_keys()
    try:
        make.receive(version)
        before = Envelope.objects.values().get()
        with pytest.raises(VaultLocked):
            services.take_in(before["id"])
        services.sweep()
        assert Envelope.objects.values().get() == before
    finally:
        settings.VAULT_PRIVATE_KEYS_FILE, settings.HOLDS_PRIVATE_KEYS = private_file, True
        forget_keys()
    assert services.take_in(before["id"])


def forget_keys():
    for cached in (keys.public, keys.private):
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()


def test_suspected_spam_is_held_not_announced_and_not_lost(unrun_tasks):
    make.sales(email="sales@example.com")
    make.receive(signals=["honeypot"])
    enquiry = services.take_in(Envelope.objects.get().pk)
    assert enquiry.quarantined and enquiry.signals == ["honeypot"]
    assert not Notification.objects.exists()
    assert services.figures() == {"unread": 0, "overdue": 0, "held": 1}

    services.release(enquiry, by=make.lead())
    enquiry.refresh_from_db()
    assert not enquiry.quarantined and enquiry.status == "new"
    assert Notification.objects.count() == 1


def test_a_callback_is_due_at_its_slot(unrun_tasks):
    version = make.form_version(channel="callback")
    make.receive(version, slot="2026-11-24T09:30:00+07:00/2026-11-24T10:00:00+07:00")
    enquiry = services.take_in(Envelope.objects.get().pk)
    assert enquiry.due_at == dt.datetime(2026, 11, 24, 9, 30, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("sent", "due"),
    [
        # Four open hours, with a lunch break from 12:00 to 13:30.
        ("2026-11-23T08:00", "2026-11-23T12:00"),
        ("2026-11-23T10:00", "2026-11-23T15:30"),
        # Friday afternoon goes on on Saturday morning, Saturday noon on Monday.
        ("2026-11-27T16:30", "2026-11-28T11:00"),
        ("2026-11-28T13:00", "2026-11-30T12:00"),
    ],
)
def test_a_contact_is_due_within_open_hours(sent, due, monkeypatch):
    from common.hours import DEFAULT_HOURS

    monkeypatch.setattr(intake, "opening_hours", lambda: DEFAULT_HOURS)
    sent = dt.datetime.fromisoformat(sent).replace(tzinfo=HANOI)
    due = dt.datetime.fromisoformat(due).replace(tzinfo=HANOI)
    assert intake.due_time("contact", sent, {"fields": []}, {}) == due
    assert intake.due_time("newsletter", sent, {"fields": []}, {}) is None


def test_two_enquiries_of_one_address_are_of_one_person(unrun_tasks):
    version = make.form_version()
    make.receive(version)
    make.receive(version, email=make.EMAIL.upper(), full_name="N. V. Marka")
    for envelope in Envelope.objects.all():
        services.take_in(envelope.pk)
    assert Person.objects.count() == 1
    assert Enquiry.objects.count() == 2


def test_a_form_attaches_no_number_to_somebody_else_s_record(unrun_tasks):
    version = make.form_version()
    make.receive(version, phone="")
    make.receive(version, phone="0987 654 321", full_name="Kẻ Gian")
    for envelope in Envelope.objects.order_by("created_at"):
        services.take_in(envelope.pk)
    person = Person.objects.get()
    assert not vault.find(phone="0987654321") and not vault.find(name="Gian")
    record = vault.identity_record(person)
    masks = vault.masked_own(person, [record])[record.pk]
    assert "phone" not in masks
    # Sales still sees the number, masked, in the enquiry that it came with.
    by = make.sales()
    shown = [vault.masked([one.record_id], by=by)[one.record_id] for one in person.enquiries.all()]
    assert sorted("phone" in each for each in shown) == [False, True]


def test_tables_hold_no_plaintext(worker_queue):
    make.sales(email="sales@example.com")
    make.receive()
    services.take_in(Envelope.objects.get().pk)
    assert Enquiry.objects.exists()
    for alias in connections:
        with connections[alias].cursor() as cursor:
            for table in connections[alias].introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
                for row in cursor.fetchall():
                    text = " ".join(
                        bytes(v).decode("latin-1") if isinstance(v, bytes | memoryview) else str(v)
                        for v in row
                    )
                    for marker in ("marka.zq81", "Marka", "912345678", "marker-zq81"):
                        assert marker not in text, f"{marker} in {alias}.{table}"
