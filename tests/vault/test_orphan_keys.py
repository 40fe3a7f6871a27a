"""Keys whose person never came to be are removed, and no other key ever is."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from common.sweeps import sweeps
from tests.vault.builders import make_person, make_reader, make_record
from vault import services as vault
from vault.models import PersonKey
from vault.services import person_keys

pytestmark = pytest.mark.django_db


def make_key(*, person_id=None, days):
    """A key made so many days ago."""
    person_id = person_id or uuid.uuid4()
    if not PersonKey.objects.filter(pk=person_id).exists():
        person_keys.create_person_key(person_id)
    PersonKey.objects.filter(pk=person_id).update(created_at=timezone.now() - dt.timedelta(days=days))
    return person_id


@pytest.fixture
def known():
    """Three people whose keys are old."""
    people = [make_person(f"{name}@example.com") for name in ("an", "binh", "chi")]
    for person in people:
        make_key(person_id=person.pk, days=30)
    return people


def test_an_old_key_without_a_person_is_removed(known):
    orphan = make_key(days=2)
    record = make_record(known[0])
    assert person_keys.remove_orphan_keys() == 1
    assert not PersonKey.objects.filter(pk=orphan).exists()
    assert vault.reveal(record, by=make_reader(), reason="answer")["full_name"] == "Nguyễn Văn An"
    assert PersonKey.objects.count() == 3


def test_a_fresh_key_waits_for_its_person(known):
    """Its intake may not have been committed yet."""
    make_key(days=0)
    assert person_keys.remove_orphan_keys() == 0
    assert PersonKey.objects.count() == 4


def test_keys_of_another_database_are_left_alone(known, caplog):
    for _n in range(4):
        make_key(days=2)
    assert person_keys.remove_orphan_keys() == 0
    assert PersonKey.objects.count() == 7
    assert "KEYS_DATABASE_URL" in caplog.text


def test_the_worker_sweeps_and_not_all_the_time(known, monkeypatch):
    monkeypatch.setattr(person_keys, "_last_sweep", None)
    make_key(days=2)
    sweeps["vault"]()
    assert PersonKey.objects.count() == 3
    make_key(days=2)
    sweeps["vault"]()
    assert PersonKey.objects.count() == 4


def test_a_web_process_does_not_sweep(known, monkeypatch, settings):
    monkeypatch.setattr(person_keys, "_last_sweep", None)
    settings.HOLDS_PRIVATE_KEYS = False
    make_key(days=2)
    sweeps["vault"]()
    assert PersonKey.objects.count() == 4
