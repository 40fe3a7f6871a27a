"""Erasures, requests and letters at the same moment: one outcome, nothing left behind."""

import datetime as dt

import pytest

from rights import erasure, services
from rights.errors import NotPossible, StillSending
from rights.models import PrivacyRequest
from vault.models import Tombstone

from . import builders as make
from .builders import at_once, nothing_is_left, someone

pytestmark = pytest.mark.usefixtures("notes", "own_list")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("unrun_tasks")
class TestAtTheSameTime:
    def test_two_erasures_are_one(self):
        person = someone()
        results = at_once(lambda: erasure.erase(person), lambda: erasure.erase(person))
        assert sorted(result.again for result in results) == [False, True]
        assert Tombstone.objects.count() == 1 and nothing_is_left(person)

    def test_the_same_asked_twice_is_one_open_request(self):
        person = make.person()
        first, second = at_once(lambda: make.ask("view", of=person), lambda: make.ask("view", of=person))
        assert {first.duplicate_of, second.duplicate_of} == {None, first if second.duplicate_of else second}
        assert PrivacyRequest.objects.filter(closed_at=None).count() == 1

    def test_a_request_during_an_erasure_leaves_nothing_behind(self):
        person = someone()
        results = at_once(lambda: erasure.erase(person), lambda: make.ask("view", of=person))
        assert not isinstance(results[0], Exception)
        assert isinstance(results[1], NotPossible | PrivacyRequest)
        assert nothing_is_left(person)
        assert not PrivacyRequest.objects.filter(person=person, closed_at=None).exists()

    def test_a_step_with_a_note_and_an_erasure_don_t_wait_for_each_other(self):
        one, officer = make.ask("view", of=someone()), make.officer()
        erased, extended = at_once(
            lambda: erasure.erase(one.person),
            lambda: services.extend(
                one,
                until=one.due_at.date() + dt.timedelta(days=2),
                reason="many",
                by=officer,
                words="gọi lại",
            ),
        )
        assert not isinstance(erased, Exception) and nothing_is_left(one.person)
        assert isinstance(extended, NotPossible | PrivacyRequest)

    def test_a_letter_sent_during_an_erasure_goes_whole_or_not_at_all(self):
        one, officer = make.ask("view", of=someone()), make.officer()
        letter = services.save_letter(
            one, kind="information", language="vi", subject="S", body="B", by=officer
        )
        services.mail_letter(letter, by=officer)
        erased, sent = at_once(lambda: erasure.erase(one.person), lambda: services.deliver(letter.pk))
        letter.refresh_from_db()
        if isinstance(erased, StillSending):
            assert sent is True and letter.state == "sent"
        else:
            assert nothing_is_left(one.person)
            assert (sent, letter.state) in {(False, "dropped"), (True, "sent")}
