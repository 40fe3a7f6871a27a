"""Who is affected: from the read log, the keys, the store, the ledger, and lists of receipts."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from incidents import services
from incidents.forms import AffectedForm
from incidents.models import AffectedPerson
from incidents.views.disclosures import find
from privacy import receipts
from privacy.models import ConsentEvent
from vault import services as vault
from vault.models import Person, PersonKey, ReadLog, SealedRecord

from . import builders as make

pytestmark = pytest.mark.django_db


def read(person, by, record=None):
    ReadLog.objects.create(
        actor=by,
        actor_name=by.get_username(),
        person=person,
        record=record or person.records.filter(kind="enquiry").get(),
        reason="test",
    )


def preview(kind, **params):
    return services.preview(kind=kind, params=params)


def event(person, receipt, purpose="news", channel="newsletter", at=None):
    number = ConsentEvent.objects.count() + 1
    return ConsentEvent.objects.create(
        schema_version="1",
        subject_id=person.pseudonym,
        purpose_code=purpose,
        decision="given",
        event_time=at or timezone.now(),
        clause_sha256="0" * 64,
        wording="w",
        language="vi",
        is_sensitive=False,
        legal_basis="consent",
        retention_days=1,
        jurisdiction="VN",
        channel=channel,
        receipt=receipt,
        seq=number,
        previous_hash="0" * 64,
        hash=uuid.uuid4().hex * 2,
    )


def test_what_a_colleague_read_in_a_window():
    thief, other = make.colleague("vault.open_vault"), make.colleague("vault.open_vault")
    one, two = make.person(), make.person("b@example.com")
    read(one, thief)
    read(two, other)
    now = timezone.now()
    found = preview("reader", user=thief.pk, since=(now - dt.timedelta(hours=1)).isoformat())
    assert set(found.people) == {one.pk} and found.records == 1
    assert not preview("reader", user=thief.pk, until=(now - dt.timedelta(hours=1)).isoformat()).people
    assert not preview("reader", user=thief.pk, record_kind="identity").people
    with pytest.raises(ValueError, match="Whose"):
        preview("reader")


def test_everything_a_master_key_opened():
    one, two = make.person(), make.person("b@example.com")
    PersonKey.objects.filter(pk=two.pk).update(master_id="m9")
    found = preview("key", master=PersonKey.objects.get(pk=one.pk).master_id)
    assert set(found.people) == {one.pk}
    assert found.people[one.pk] == set(SealedRecord.objects.filter(person=one).values_list("pk", flat=True))
    assert set(preview("key", master="m9").people) == {two.pk}


def test_who_was_in_the_store_at_a_moment():
    one, two = make.person(), make.person("b@example.com")
    early = timezone.now() - dt.timedelta(days=3)
    Person.objects.filter(pk=one.pk).update(created_at=early)
    until = (timezone.now() - dt.timedelta(days=1)).isoformat()
    assert set(preview("store", until=until).people) == {one.pk}
    assert set(preview("store").people) == {one.pk, two.pk}


def test_who_was_erased_before_was_not_in_the_store_and_who_was_erased_later_was():
    before, later, still = (make.person(f"{n}@example.com") for n in range(3))
    now = timezone.now()
    Person.objects.update(created_at=now - dt.timedelta(days=9))
    Person.objects.filter(pk=before.pk).update(erased_at=now - dt.timedelta(days=4))
    Person.objects.filter(pk=later.pk).update(erased_at=now - dt.timedelta(days=2))
    until = (now - dt.timedelta(days=3)).isoformat()
    assert set(preview("store", until=until).people) == {later.pk, still.pk}
    assert set(preview("store").people) == {still.pk}


def test_a_record_that_is_deleted_since_was_read_all_the_same():
    thief, someone = make.colleague("vault.open_vault"), make.person()
    record = vault.store(someone, kind="enquiry-note", data={"text": "x"}, masks={})
    read(someone, thief, record=record)
    assert set(preview("reader", user=thief.pk, record_kind="enquiry-note").people) == {someone.pk}
    record.delete()
    assert set(preview("reader", user=thief.pk, record_kind="enquiry-note").people) == {someone.pk}


def test_who_decided_on_a_purpose_by_channel_and_time():
    one, two = make.person(), make.person("b@example.com")
    event(one, "R1")
    event(two, "R2", purpose="enquiry", channel="contact")
    assert set(preview("ledger", purpose="news").people) == {one.pk}
    assert set(preview("ledger", channel="contact").people) == {two.pk}
    with pytest.raises(ValueError, match="purpose"):
        preview("ledger")


def test_a_list_of_receipts_tells_which_are_unknown():
    one = make.person()
    event(one, "WC-1")
    found = preview("receipts", receipts=["WC-1", "WC-404"])
    assert set(found.people) == {one.pk} and found.unknown == ["WC-404"]


@pytest.fixture
def unasked():
    """Somebody whose form asked for no consent, with the number of the receipt."""
    someone, number = make.person(), "AB12-CD34-EF56"
    receipts.issue(person=someone, number=number, token="", language="vi", events=[])
    return someone, number


TYPED = ["AB12-CD34-EF56", "ab12cd34ef56", " AB12 CD34 EF56 "]


@pytest.mark.parametrize("typed", TYPED)
def test_a_receipt_of_a_form_without_consents_is_known_however_it_is_typed(unasked, typed):
    someone, _number = unasked
    found = preview("receipts", receipts=[typed])
    assert set(found.people) == {someone.pk} and not found.unknown
    form = AffectedForm({"kind": "receipts", "receipts": f"{typed}\nWC-1 WC-2"})
    assert form.is_valid() and form.params["receipts"] == ["AB12-CD34-EF56", "WC-1", "WC-2"]
    assert find(typed) == [someone]


def test_asking_again_adds_and_never_takes_away():
    one, by = make.incident(), make.officer()
    first = make.person()
    _query, new = services.save_affected(one, by=by, kind="store", params={})
    assert new == 1
    make.person("b@example.com")
    assert services.rerun(one, by=by) == 1
    # A query that finds nobody leaves everybody.
    services.save_affected(one, by=by, kind="key", params={"master": "m404"})
    assert one.affected.count() == 2
    assert services.rerun(one, by=by) == 0
    assert AffectedPerson.objects.filter(incident=one, person=first).count() == 1


def test_records_found_later_join_those_found_before():
    one, by = make.incident(), make.officer()
    thief, someone = make.colleague("vault.open_vault"), make.person()
    read(someone, thief)
    services.save_affected(one, by=by, kind="reader", params={"user": thief.pk})
    assert services.affected_figures(one) == {"people": 1, "records": 1, "erased": 0}
    read(someone, thief, record=someone.records.get(kind="identity"))
    services.rerun(one, by=by)
    assert services.affected_figures(one)["records"] == 2


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        preview("store", until="2026-11-22T08:00")


def test_asking_takes_as_many_queries_for_many(django_assert_max_num_queries):
    for n in range(8):
        make.person(f"p{n}@example.com")
    with django_assert_max_num_queries(4):
        assert len(preview("store").people) == 8
