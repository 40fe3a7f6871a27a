"""What somebody sent before their erasure does not make them known again: waiting, failed, or arriving."""

import datetime as dt
import json
import threading

import pytest
from django.db import connections
from django.utils import timezone

from inbox import services
from inbox.models import Enquiry
from inbox.services import intake
from privacy.models import ConsentEvent, FormVersion, Receipt
from privacy.personal_data import chores
from rights import erasure
from tests.rights.builders import at_once
from vault import erasure_list
from vault import services as vault
from vault.models import Envelope, ForgottenIdentifier, Person, SealedRecord

from . import factories as make
from .screens import enquiry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]

CONTRACT = {"clauses": ()}


@pytest.fixture(autouse=True)
def own_list(settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "erasures.log"


def waiting(**answers):
    """The envelope of a submission that nobody has taken in yet."""
    return Envelope.objects.get(receipt=make.receive(**answers))


def nobody_is_known():
    return not vault.find(email=make.EMAIL).exists() and not Enquiry.objects.exists()


@pytest.mark.parametrize("state", [Envelope.State.SEALED, Envelope.State.FAILED])
def test_what_waits_dies_with_the_person_and_only_theirs(state):
    person = enquiry().person
    theirs, other = waiting(), waiting(email="other@example.com", phone="")
    Envelope.objects.update(state=state)
    Envelope.objects.filter(receipt=theirs.receipt).update(next_try=timezone.now() + dt.timedelta(hours=1))
    done = erasure.erase(person)
    assert done.counts["envelopes"] == 1
    assert services.take_in(theirs.pk) is None and nobody_is_known()
    assert services.take_in(other.pk).receipt == other.receipt


def test_what_does_not_open_at_that_time_is_thrown_away_when_it_does(monkeypatch):
    person, theirs = enquiry().person, waiting()
    with monkeypatch.context() as patched:
        patched.setattr(FormVersion.objects, "get", lambda **_: 1 / 0)
        erasure.erase(person)
    assert Envelope.objects.filter(pk=theirs.pk).exists()
    assert services.take_in(theirs.pk) is None
    assert not Envelope.objects.filter(pk=theirs.pk).exists() and nobody_is_known()
    assert Person.objects.count() == 1


def test_by_number_where_no_address_is_known():
    person = enquiry(email="").person
    with_address = waiting()
    by_number = waiting(email="")
    erasure.erase(person)
    assert not Envelope.objects.filter(pk=by_number.pk).exists()
    # Somebody else's, by the rule that an address is never led to by a number.
    assert services.take_in(with_address.pk) is not None


def test_who_writes_after_the_erasure_is_taken_in():
    person = enquiry().person
    erasure.erase(person)
    new = services.take_in(waiting().pk)
    assert new.person != person and list(vault.find(email=make.EMAIL)) == [new.person]


def test_a_backup_in_which_it_still_waits_does_not_bring_it_back():
    person, theirs = enquiry().person, waiting()
    kept = Envelope.objects.get(pk=theirs.pk)
    erasure.erase(person)
    ForgottenIdentifier.objects.all().delete()
    kept.save(force_insert=True)
    assert erasure.replay().envelopes == 1
    assert not Envelope.objects.filter(pk=theirs.pk).exists()


def test_the_digests_go_when_nothing_older_can_wait():
    person = enquiry().person
    other = waiting(email="other@example.com")
    erasure.erase(person)
    assert ForgottenIdentifier.objects.count() == 1
    later = timezone.now() + dt.timedelta(days=2)
    assert chores["forgotten"](later) == 0
    services.take_in(other.pk)
    assert chores["forgotten"](timezone.now()) == 0
    assert chores["forgotten"](later) == 1


def test_a_submission_without_a_consent_box_is_known_to_the_replay():
    """The form's purpose rests on a contract: a receipt, and nothing in the ledger."""
    version = make.form_version(**CONTRACT)
    one = enquiry(version=version, consents={})
    assert not ConsentEvent.objects.exists() and Receipt.objects.filter(number=one.receipt).exists()
    erasure.erase(one.person)
    vault.seal({"v": 1}, receipt=one.receipt + "X", channel="contact")
    Envelope.objects.filter(receipt=one.receipt).delete()
    vault.seal({"v": 1}, receipt=one.receipt, channel="contact")
    assert erasure.replay().envelopes == 1
    assert Envelope.objects.get().receipt == one.receipt + "X"


def test_the_line_of_a_thrown_away_submission_names_nobody():
    person = enquiry().person
    theirs = waiting()
    erasure.erase(person)
    lines = [json.loads(line) for line in erasure_list.path().read_text().splitlines()]
    assert [line["person"] is None for line in lines] == [True, False]
    assert theirs.receipt not in erasure_list.path().read_text()


# At the same time


@pytest.mark.django_db(transaction=True)
def test_an_intake_during_an_erasure_leaves_nobody_behind():
    person, theirs = enquiry().person, waiting()
    results = at_once(lambda: erasure.erase(person), lambda: services.take_in(theirs.pk))
    assert not isinstance(results[0], Exception)
    # An intake that was overtaken failed, and comes again.
    Envelope.objects.filter(state=Envelope.State.FAILED).update(next_try=timezone.now())
    services.sweep()
    services.take_in(theirs.pk)
    assert nobody_is_known() and not SealedRecord.objects.exists()
    assert Person.objects.filter(erased_at=None).count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("before", ["open_envelope", "person_for", "note_identity", "store"])
def test_wherever_in_the_intake_the_erasure_falls(before, monkeypatch):
    """The erasure begins at each step of an intake that is going on; it may have to wait for its end."""
    person, theirs = enquiry().person, waiting()
    outcome = []

    def erase():
        try:
            outcome.append(erasure.erase(Person.objects.get(pk=person.pk)))
        finally:
            connections.close_all()

    thread, step = threading.Thread(target=erase), getattr(intake.vault, before)

    def interrupted(*args, **kwargs):
        if not thread.ident:
            thread.start()
            thread.join(1)
        return step(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(intake.vault, before, interrupted)
        services.take_in(theirs.pk)
    thread.join(30)
    assert outcome and not outcome[0].again
    services.take_in(theirs.pk)
    assert nobody_is_known() and not SealedRecord.objects.exists()
