"""Recipients who must act: their tasks have due dates of their own, and what is late stays late."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from privacy import receipts
from privacy.decisions import record_decision
from privacy.identities import receipt_numbers
from rights import services, wording
from rights.models import PrivacyRequest, ProcessorTask, Reminder

from . import builders as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def own_list(settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "erasures.log"


@pytest.fixture
def officer(client):
    user = make.officer(first_name="Hạnh")
    client.force_login(user)
    return user


@pytest.fixture
def policy():
    make.declare_purposes("news", recipients=[("mailer", ["news"])])


def asked(kind="withdraw", email=make.EMAIL, **changes):
    """An answered request with a task for the mailer."""
    person = make.person(email)
    make.agree(person, "news")
    one = make.ask(kind, of=person, purposes=["news"] if kind == "withdraw" else [])
    PrivacyRequest.objects.filter(pk=one.pk).update(ack_sent_at=timezone.now(), **changes)
    one.refresh_from_db()
    return one


def set_due(one, due):
    ProcessorTask.objects.filter(request=one).update(due=due)


# Time


def test_a_late_request_is_not_made_punctual_by_a_task(policy, client, officer):
    one = make.ask("view")
    past = timezone.now() - DAY
    PrivacyRequest.objects.filter(pk=one.pk).update(due_at=past, ack_sent_at=past)
    client.post(reverse("rights:add_task", args=[one.pk]), {"recipient": "mailer", "what": "correct"})
    one.refresh_from_db()
    assert one.tasks.count() == 1
    assert one.due_at == past and one.is_overdue()
    assert services.figures()["late"] == 1


def test_an_overdue_task_shows_in_list_count_and_reminder(policy, client, officer, settings):
    settings.RIGHTS_NOTIFY = ["dpo@example.com"]
    settings.RIGHTS_REMIND_FROM_HOUR = 0
    one, other = asked(), asked(email="other@example.com")
    set_due(one, timezone.now() - DAY)
    assert one.deadline > timezone.now() + DAY
    assert services.figures() == {"open": 2, "late": 1, "soon": 0, "unverified": 0}
    one.refresh_from_db()
    assert one.is_overdue() and one.next_due()[0] == "task"
    page = client.get(reverse("rights:open"), {"due": "late"}).content.decode()
    assert one.reference in page and other.reference not in page
    assert "rights-clock--late" in page
    assert list(services.by_urgency(PrivacyRequest.objects.all())) == [one, other]
    services.sweep()
    reminder = Reminder.objects.get(kind="due")
    services.send_reminder(reminder.pk)
    assert [message.to for message in mail.outbox] == [["dpo@example.com"]]
    # The request itself is not late, and its history doesn't say so.
    assert not one.events.filter(kind="escalated").exists()
    services.finish_task(one.tasks.get(), by=officer)
    assert services.figures()["late"] == 0


def test_a_task_that_is_due_soon_counts_as_such(policy):
    set_due(asked(), timezone.now() + dt.timedelta(hours=1))
    assert (services.figures()["late"], services.figures()["soon"]) == (0, 1)


def test_lists_ask_as_often_with_tasks(policy, client, officer):
    def queries():
        with CaptureQueriesContext(connection) as asked_for:
            client.get(reverse("rights:open"))
        return len(asked_for)

    asked()
    queries()
    few = queries()
    for number in range(4):
        asked(email=f"{number}@example.com")
    assert queries() == few


def test_an_overdue_recipient_is_a_reason_to_extend(policy, client, officer):
    one = asked()
    set_due(one, timezone.now() - DAY)
    page = client.get(reverse("rights:request", args=[one.pk])).content.decode()
    assert reverse("rights:extend", args=[one.pk]) in page


# After an erasure


def test_the_screen_of_an_erased_person_s_request_names_them_by_numbers(policy, client, officer):
    person = make.person()
    event = record_decision(
        person=person,
        purpose="news",
        decision="given",
        language="vi",
        method="email",
        receipt="AAAA-BBBB-CCCC",
    )
    receipts.issue(person=person, number="AAAA-BBBB-CCCC", token="", language="vi", events=[event])
    one = make.ask("delete", of=person)
    services.erase_for(one, by=officer)
    assert receipt_numbers(person) == {"AAAA-BBBB-CCCC"}
    page = client.get(reverse("rights:request", args=[one.pk])).content.decode()
    assert "AAAA-BBBB-CCCC" in page and str(person.pseudonym) in page
    for gone in ("erase", "extend", "refuse", "write"):
        assert reverse(f"rights:{gone}", args=[one.pk]) not in page
    response = client.post(
        reverse("rights:finish_task", args=[one.pk, one.tasks.get().pk]), {"note": "E-mail"}, follow=True
    )
    one.refresh_from_db()
    assert one.outcome == "fulfilled" and response.status_code == 200


@pytest.mark.parametrize(("language", "words"), [("vi", "theo dõi cho đến khi"), ("en", "see to it until")])
def test_the_letter_says_what_recipients_have_not_confirmed(policy, language, words):
    one = asked("delete")
    assert words in wording.compose(one, "completion", language)[1]
    services.finish_task(one.tasks.get(), by=make.officer())
    assert words not in wording.compose(one, "completion", language)[1]
