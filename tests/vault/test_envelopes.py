"""The sealed drop box: what the web process writes, only the key's holder reads, and only unchanged."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from tests.vault.builders import PAYLOAD
from vault import keys
from vault import services as vault
from vault.errors import Unreadable, VaultLocked
from vault.models import Envelope, EnvelopeAttachment

pytestmark = pytest.mark.django_db


def seal(receipt="AAAA-BBBB-CCCC", attachments=()):
    return vault.seal(PAYLOAD, receipt=receipt, channel="contact", attachments=attachments)


def flip(raw, position=-1):
    changed = bytearray(raw)
    changed[position] ^= 1
    return bytes(changed)


def test_what_was_sealed_opens_whole():
    envelope = seal(attachments=[b"first", b""])
    stored = Envelope.objects.get(pk=envelope.pk)
    assert vault.open_envelope(stored) == (PAYLOAD, [b"first", b""])
    assert (stored.state, stored.key_id) == ("sealed", keys.public().envelope_current)


def test_sealing_needs_no_private_key(settings):
    settings.VAULT_PRIVATE_KEYS_FILE = None
    envelope = seal(attachments=[b"file"])
    with pytest.raises(VaultLocked):
        vault.open_envelope(envelope)


def test_nothing_of_the_payload_is_in_the_row():
    row = Envelope.objects.values().get(pk=seal().pk)
    for value in row.values():
        assert "Nguyễn".encode() not in (
            bytes(value) if isinstance(value, memoryview) else str(value).encode()
        )


def test_the_length_of_a_short_answer_does_not_show():
    lengths = {
        len(vault.seal({"a": "x" * n}, receipt=f"R{n}", channel="contact").payload) for n in (1, 50, 300)
    }
    assert len(lengths) == 1


@pytest.mark.parametrize("position", [0, 1, 2, 40, -1])
def test_a_flipped_byte_is_refused(position):
    envelope = seal()
    envelope.payload = flip(envelope.payload, position)
    with pytest.raises(Unreadable):
        vault.open_envelope(envelope)


def test_a_truncated_envelope_is_refused():
    envelope = seal()
    for length in (0, 1, 2, 10):
        envelope.payload = envelope.payload[:length]
        with pytest.raises(Unreadable):
            vault.open_envelope(envelope)


def test_a_payload_moved_to_another_envelope_is_refused():
    first, second = seal("R1"), seal("R2")
    first.payload = second.payload
    with pytest.raises(Unreadable):
        vault.open_envelope(first)


def test_attachments_cannot_be_swapped_dropped_or_added():
    envelope = seal(attachments=[b"one", b"two"])
    one, two = envelope.attachments.all()
    one.payload, two.payload = two.payload, one.payload
    with transaction.atomic():
        EnvelopeAttachment.objects.bulk_update([one, two], ["payload"])
        with pytest.raises(Unreadable):
            vault.open_envelope(envelope)
        transaction.set_rollback(True)
    envelope.attachments.filter(position=1).delete()
    with pytest.raises(Unreadable):
        vault.open_envelope(envelope)


def test_another_private_key_does_not_open(tmp_path, settings):
    envelope = seal()
    keys.generate(tmp_path)
    settings.VAULT_PRIVATE_KEYS_FILE = tmp_path / "private.json"
    with pytest.raises(Unreadable):
        vault.open_envelope(envelope)


def test_a_missing_envelope_key_is_named(settings):
    envelope = seal()
    envelope.key_id = "e99"
    with pytest.raises(VaultLocked, match="e99"):
        vault.open_envelope(envelope)


def test_a_receipt_number_is_given_once():
    seal("SAME")
    with pytest.raises(IntegrityError), transaction.atomic():
        seal("SAME", attachments=[b"file"])
    assert EnvelopeAttachment.objects.count() == 0


def test_an_envelope_is_empty_after_intake():
    envelope = seal(attachments=[b"file"])
    vault.mark_taken(envelope)
    stored = Envelope.objects.get(pk=envelope.pk)
    assert (stored.state, stored.payload, stored.attachments.count()) == ("taken", None, 0)
    with pytest.raises(Unreadable):
        vault.open_envelope(stored)


def test_a_web_process_has_no_way_to_read(tmp_path):
    """In a process of its own with PROCESS_ROLE=web: no private keys, no key store, by settings."""
    keys.generate(tmp_path / "keys")
    script = """
import json, django
django.setup()
from django.conf import settings
from django.core.checks import run_checks
from vault import keys, services
from vault.errors import VaultLocked
locked = []
for call in (
    keys.private,
    lambda: services.find(email="an@example.com").count(),
    lambda: services.person_for(services.Identifiers(email="an@example.com")),
    services.rewrap_person_keys,
):
    try:
        call()
    except VaultLocked:
        locked.append(True)
print(json.dumps({
    "databases": sorted(settings.DATABASES),
    "private": str(settings.VAULT_PRIVATE_KEYS_FILE),
    "locked": len(locked),
    "public": keys.public().envelope_current,
    "problems": [c.id for c in run_checks(tags=["security"]) if c.id.startswith("vault.")],
}))
"""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("VAULT_")},
        "PROCESS_ROLE": "web",
        "SITE_DATA": str(tmp_path),
        "KEYS_DIRECTORY": str(tmp_path / "keys"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "website.settings.dev",
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "site")]),
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "databases": ["default"],
        "private": "None",
        "locked": 4,
        "public": "e1",
        "problems": [],
    }
