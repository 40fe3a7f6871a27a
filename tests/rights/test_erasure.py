"""Erasure takes everything, once and again, and what forbids it or comes with it."""

import json
import stat

import pytest
from django.core import mail
from django.utils import timezone

from privacy.models import ConsentEvent, LegalHold
from rights import erasure, services
from rights.errors import Held, LetterNotSent, NotPossible, StillSending
from rights.models import Letter, PrivacyRequest
from rights.services import letters
from vault import erasure_list
from vault import services as vault
from vault.errors import KeyDestroyed
from vault.models import Tombstone

from . import builders as make
from .builders import NOTE, Notes, nothing_is_left, someone

pytestmark = pytest.mark.usefixtures("notes", "own_list")


@pytest.mark.django_db
@pytest.mark.usefixtures("unrun_tasks")
class TestErasing:
    def test_the_preview_says_what_goes_and_reads_nothing(self):
        make.declare_purposes("news")
        person = someone()
        make.agree(person, "news")
        one = make.ask("delete", of=person)
        found = erasure.preview(person)
        assert {part.code: len(part.held) for part in found.parts if part.code in {"notes", "rights"}} == {
            "notes": 1,
            "rights": 1,
        }
        assert (found.records, found.consents, found.readings) == (3, 1, 0)
        assert not found.is_held and not found.is_erased
        assert one.reference in next(part for part in found.parts if part.code == "rights").held[0].label

    def test_everything_goes_and_the_proof_stays(self):
        make.declare_purposes("news")
        person, officer = someone(), make.officer()
        make.agree(person, "news")
        one = make.ask("delete", of=person)
        done = services.complete(one, by=officer)
        person.refresh_from_db()
        assert person.erased_at is not None
        assert nothing_is_left(person)
        assert Tombstone.objects.count() == 1
        assert ConsentEvent.objects.filter(subject_id=person.pseudonym).count() == 1
        assert (done.status, done.outcome) == ("closed", "fulfilled")
        assert done.record is None and done.executed_at
        assert [event.kind for event in one.events.all()] == ["received", "carried_out", "completed"]
        with pytest.raises(KeyDestroyed):
            vault.store(person, **NOTE)

    def test_other_open_requests_are_overtaken(self):
        person = someone()
        copy, gone = make.ask("copy", of=person), make.ask("delete", of=person)
        services.complete(gone, by=make.officer())
        copy.refresh_from_db()
        assert (copy.status, copy.outcome) == ("closed", "overtaken")

    def test_twice_is_once(self):
        person = someone()
        first, second = erasure.erase(person), erasure.erase(person)
        assert (first.again, second.again) == (False, True)
        assert second.counts["notes"] == 0
        assert Tombstone.objects.count() == 1
        assert nothing_is_left(person)

    def test_a_second_officer_comes_too_late(self):
        one = make.ask("delete", of=someone())
        services.complete(one, by=make.officer())
        with pytest.raises(NotPossible):
            services.complete(PrivacyRequest.objects.get(pk=one.pk), by=make.officer())

    def test_who_writes_again_is_a_new_person_without_a_past(self):
        old = someone()
        request = make.ask("view", of=old)
        erasure.erase(old)
        new = make.person()
        assert new.pk != old.pk and new.pseudonym != old.pseudonym
        assert [part for part in erasure.preview(new).parts if part.code in {"notes", "rights"}] == []
        assert list(vault.find(email=make.EMAIL)) == [new]
        assert PrivacyRequest.objects.get(pk=request.pk).person_id == old.pk

    def test_a_legal_hold_forbids_it(self):
        one = make.ask("delete", of=someone())
        hold = LegalHold.objects.create(person=one.person, reason="Vụ án 12", placed_by_name="x")
        with pytest.raises(Held):
            services.complete(one, by=make.officer())
        assert vault.find(email=make.EMAIL).exists()
        assert not erasure_list.path().exists() or erasure_list.path().read_text() == ""
        hold.lifted_at = timezone.now()
        hold.save()
        services.complete(one, by=make.officer())
        assert nothing_is_left(one.person)

    def test_recipients_don_t_hold_it_up_and_the_last_one_completes_the_request(self):
        make.declare_purposes("news", recipients=[("mailer", ["news"]), ("lab", ["news"]), ("other", [])])
        person, officer = someone(), make.officer()
        make.agree(person, "news")
        one = make.ask("delete", of=person)
        assert [task.recipient for task in one.tasks.all()] == ["lab", "mailer"]
        deadline = one.deadline
        services.complete(one, by=officer)
        assert nothing_is_left(person)
        assert one.is_open and one.executed_at and one.deadline == deadline
        assert services.complete(one, by=officer).is_open
        assert [event.kind for event in one.events.all()].count("carried_out") == 1
        first, last = one.tasks.all()
        services.finish_task(first, by=officer)
        one.refresh_from_db()
        assert one.is_open
        services.finish_task(last, by=officer)
        one.refresh_from_db()
        assert (one.status, one.outcome) == ("closed", "fulfilled")
        assert one.events.last().kind == "completed" and one.events.last().actor == officer

    def test_what_was_carried_out_is_neither_taken_back_nor_repeated(self):
        make.declare_purposes("news", recipients=[("mailer", ["news"])])
        one, officer = make.ask("delete", of=someone()), make.officer()
        services.erase_for(one, by=officer)
        one.refresh_from_db()
        assert one.is_open
        for act in (services.take_back, services.erase_for):
            with pytest.raises(NotPossible):
                act(one, by=officer)

    def test_whoever_received_data_is_asked_whatever_the_policy_says_today(self, monkeypatch):
        monkeypatch.setattr(Notes, "went_to", ("former-mailer",))
        one = make.ask("delete", of=someone())
        assert [(task.recipient, task.what) for task in one.tasks.all()] == [("former-mailer", "erase")]
        assert one.third_party_involved

    def test_the_unproven_are_not_erased(self):
        one = make.ask("delete", of=someone(), verified=False)
        with pytest.raises(NotPossible):
            services.complete(one, by=make.officer())
        assert vault.find(email=make.EMAIL).exists()

    def test_the_list_names_nobody_and_is_for_its_owner(self, own_list):
        person = someone()
        erasure.erase(person)
        line = json.loads(own_list.read_text())
        assert set(line) == {"at", "key", "person", "receipts"}
        assert str(person.pk) not in own_list.read_text()
        assert str(person.pseudonym) not in own_list.read_text()
        assert stat.S_IMODE(own_list.stat().st_mode) == 0o600

    def test_nothing_is_erased_that_can_not_be_listed(self, own_list):
        own_list.parent.mkdir()
        own_list.mkdir()
        person = someone()
        with pytest.raises(OSError, match="directory"):
            erasure.erase(person)
        assert vault.find(email=make.EMAIL).exists()

    def test_a_torn_line_of_the_list_is_passed_over(self, own_list):
        erasure.erase(someone())
        with own_list.open("a") as file:
            file.write('{"at": "2026-11-')
        people, _receipts = erasure_list.listed()
        assert len(people) == 1

    def test_the_letter_goes_before_the_address(self):
        one = make.ask("delete", of=someone())
        letter = {"language": "vi", "subject": "Kết quả", "body": "Dữ liệu được xoá hôm nay."}
        services.erase_for(one, by=make.officer(), letter=letter)
        assert [(m.to, m.subject) for m in mail.outbox] == [([make.EMAIL], "Kết quả")]
        assert nothing_is_left(one.person)
        stored = one.letters.get()
        assert (stored.state, stored.record) == ("sent", None)

    def test_a_letter_that_does_not_go_stops_it(self, settings):
        one, officer = make.ask("delete", of=someone()), make.officer()
        letter = {"language": "vi", "subject": "Kết quả", "body": "Dữ liệu được xoá hôm nay."}
        settings.EMAIL_BACKEND = "tests.rights.mail_backends.Down"
        with pytest.raises(LetterNotSent):
            services.erase_for(one, by=officer, letter=letter)
        assert vault.find(email=make.EMAIL).exists()
        # Nobody is told later of an erasure that did not take place.
        assert one.letters.get().state == "draft"
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        services.sweep()
        assert mail.outbox == []
        services.erase_for(one, by=officer, letter=letter)
        assert len(mail.outbox) == 1 and nothing_is_left(one.person)

    def test_waiting_letters_are_dropped_and_never_sent(self):
        one, officer = make.ask("delete", of=someone()), make.officer()
        letter = services.save_letter(
            one, kind="acknowledgement", language="vi", subject="S", body="B", by=officer
        )
        services.mail_letter(letter, by=officer)
        erasure.erase(one.person)
        assert services.deliver(letter.pk) is False
        letter.refresh_from_db()
        assert letter.state == "dropped" and mail.outbox == []

    def test_not_while_a_letter_is_on_its_way(self, settings):
        one, officer = make.ask("delete", of=someone()), make.officer()
        letter = services.save_letter(
            one, kind="acknowledgement", language="vi", subject="S", body="B", by=officer
        )
        services.mail_letter(letter, by=officer)
        settings.EMAIL_BACKEND = "tests.rights.mail_backends.ErasesMeanwhile"
        assert services.deliver(letter.pk) is True
        from tests.rights import mail_backends

        assert mail_backends.ErasesMeanwhile.outcome is StillSending
        assert vault.find(email=make.EMAIL).exists()
        erasure.erase(one.person)
        assert nothing_is_left(one.person)
        letter.refresh_from_db()
        assert letter.state == "sent"

    def test_nothing_goes_to_an_address_that_was_read_before_the_erasure(self, monkeypatch):
        one, officer = make.ask("delete", of=someone()), make.officer()
        letter = services.save_letter(
            one, kind="acknowledgement", language="vi", subject="S", body="B", by=officer
        )
        services.mail_letter(letter, by=officer)
        compose = letters._message

        def slowly(leased):
            message = compose(leased)
            # The worker stood still for longer than its lease.
            Letter.objects.filter(pk=leased.pk).update(next_try=timezone.now())
            erasure.erase(one.person)
            return message

        monkeypatch.setattr(letters, "_message", slowly)
        assert services.deliver(letter.pk) is False
        letter.refresh_from_db()
        assert mail.outbox == [] and letter.state == "dropped"


def test_letters_have_every_state_that_an_erasure_looks_at():
    assert {"pending", "sending", "sent"} <= set(Letter.State.values)
