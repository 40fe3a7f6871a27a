"""The same asked twice: it is linked to the first, and can be treated on its own."""

import pytest

from rights import erasure, services
from rights.errors import NotPossible
from rights.models import Reminder

from . import builders as make
from .builders import kinds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def test_the_same_asked_again_is_linked_to_the_first():
    first = make.ask("delete")
    second = make.ask("delete", of=first.person)
    assert second.duplicate_of == first
    assert (second.status, second.outcome) == ("closed", "duplicate")
    assert "duplicate" in kinds(first)
    assert make.ask("view", of=first.person).duplicate_of is None
    assert make.ask("delete", of=make.person("other@example.com")).duplicate_of is None


def test_asked_again_after_the_end_is_a_new_request():
    first = services.take_back(make.ask("view"))
    assert make.ask("view", of=first.person).duplicate_of is None


def test_another_purpose_is_another_request():
    first = make.ask("withdraw", purposes=["news"])
    assert make.ask("withdraw", of=first.person, purposes=["research"]).duplicate_of is None
    assert make.ask("withdraw", of=first.person, purposes=["news"]).duplicate_of == first
    assert make.ask("withdraw", of=first.person).duplicate_of is None


def test_a_proof_given_with_the_second_counts_for_the_first():
    first = make.ask("delete", verified=False)
    second = make.ask("delete", of=first.person)
    first.refresh_from_db()
    assert second.duplicate_of == first
    assert first.status == "open" and first.verified_at == second.verified_at


@pytest.mark.parametrize("kind", ["complain", "protect", "correct"])
def test_what_is_asked_in_own_words_is_never_taken_for_the_same(kind):
    make.officer(email="officer@example.com")
    first = make.ask(kind, text="Không ai gọi lại cho tôi")
    second = make.ask(kind, of=first.person, text="Có người đọc thư của tôi")
    assert second.duplicate_of is None and second.due_at is not None
    told = Reminder.objects.filter(kind="arrived").values_list("request", flat=True)
    assert set(told) == {first.pk, second.pk}


def test_an_officer_links_what_asks_the_same():
    officer, first = make.officer(), make.ask("complain")
    second = make.ask("complain", of=first.person, verified=False)
    third = make.ask("protect", of=first.person)
    other = make.ask("complain", of=make.person("other@example.com"))
    for wrong in (second, third, other):
        with pytest.raises(NotPossible):
            services.join(second, original=wrong, by=officer)
    services.join(second, original=first, by=officer)
    assert (second.outcome, second.duplicate_of) == ("duplicate", first)
    assert kinds(second)[-1] == "joined" and kinds(first)[-1] == "duplicate"
    with pytest.raises(NotPossible):
        services.join(first, original=second, by=officer)
    services.separate(second, by=officer)
    assert second.is_open


def test_a_duplicate_of_an_erased_person_is_not_opened_again():
    first = make.ask("view")
    second = make.ask("view", of=first.person)
    erasure.erase(first.person)
    with pytest.raises(NotPossible):
        services.separate(second, by=make.officer())
    second.refresh_from_db()
    assert second.outcome == "duplicate"


def test_a_duplicate_can_be_treated_on_its_own():
    first = make.ask("copy")
    second = make.ask("copy", of=first.person)
    services.separate(second, by=make.officer())
    assert (second.status, second.duplicate_of) == ("open", None)
    assert second.due_at is not None
    with pytest.raises(NotPossible):
        services.separate(first, by=make.officer())
