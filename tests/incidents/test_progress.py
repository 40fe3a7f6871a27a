"""What became of a notice: everybody counts once, and nobody who is still to be told is forgotten."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from incidents import services
from incidents.forms import AffectedForm
from incidents.models import NoticeDelivery

from . import builders as make

pytestmark = pytest.mark.django_db
State = NoticeDelivery.State


@pytest.fixture
def notice():
    """A released notice with one delivery in every state that there is."""
    one = make.incident()
    notice = make.notice(one)
    states = (State.PENDING, State.SENT, State.FAILED, State.UNREACHABLE, State.SKIPPED)
    for state in states:
        person = make.person(email=f"{state}@example.com")
        NoticeDelivery.objects.create(notice=notice, person=person, state=state)
    return notice


def delivery(notice, state):
    return notice.deliveries.get(state=state)


def parts(notice):
    with override("en"):
        return dict(services.progress(notice))


def test_each_person_counts_once(notice):
    assert parts(notice) == {"Waiting": 1, "Sent by e-mail": 1, "To be called": 2, "Not told": 1}
    services.mark_called(delivery(notice, State.UNREACHABLE), by=make.officer())
    services.skip(delivery(notice, State.FAILED), by=make.officer(), reason="Số không đúng.")
    assert parts(notice) == {"Waiting": 1, "Sent by e-mail": 1, "Told by phone": 1, "Not told": 2}


def test_who_was_erased_meanwhile_is_not_called(notice):
    person = delivery(notice, State.UNREACHABLE).person
    person.erased_at = timezone.now()
    person.save(update_fields=["erased_at"])
    assert parts(notice)["To be called"] == 1 and sum(parts(notice).values()) == 5


def test_an_incident_with_people_still_to_be_told_is_not_closed(client, notice):
    by, one = make.officer(), notice.incident
    for duty in services.unmet(one):
        services.waive(one, by=by, duty=duty, reason="Đã báo bằng cách khác.")
    with pytest.raises(services.PeopleLeft) as left:
        services.set_status(one, by=by, status="closed")
    assert left.value.notices == {notice.number: 3}

    client.force_login(by)
    answer = client.post(reverse("incidents:status", args=[one.code]), {"status": "closed"}, follow=True)
    page = answer.content.decode()
    assert f"{notice.number} (3)" in page and "còn 3 người chưa được báo" in page

    notice.deliveries.exclude(state=State.SKIPPED).update(state=State.SENT)
    services.set_status(one, by=by, status="closed")
    assert one.status == "closed"


def test_sending_off_leads_to_where_the_calls_are_listed(client, unrun_tasks):
    one = make.incident()
    make.person(email="", phone=make.PHONE)
    make.affected(one)
    notice = make.notice(one)
    client.force_login(make.officer())
    answer = client.post(reverse("incidents:release", args=[one.code, notice.number]))
    assert answer.url == reverse("incidents:notice", args=[one.code, notice.number])


def test_who_left_no_contact_is_not_offered_to_be_called(client):
    one = make.incident()
    notice = make.notice(one)
    for person in (make.nobody(), make.person(email="", phone=make.PHONE)):
        NoticeDelivery.objects.create(notice=notice, person=person, state=State.UNREACHABLE)
    client.force_login(make.officer())
    page = client.get(reverse("incidents:notice", args=[one.code, notice.number])).content.decode()
    assert page.count("Người này không để lại thông tin liên hệ.") == 1
    assert page.count("Đã báo qua điện thoại") == 1 and page.count("Không thể báo") == 2


def test_a_text_with_blanks_is_not_offered_to_be_sent(client):
    one = make.incident()
    make.person()
    make.affected(one)
    by = make.officer()
    texts = services.prefilled(one)
    notice = services.write_notice(one, by=by, texts=texts)
    client.force_login(by)
    page = client.get(reverse("incidents:notice", args=[one.code, notice.number])).content.decode()
    assert "trong ngoặc" in page and reverse("incidents:release", args=[one.code, notice.number]) not in page


def test_a_question_about_a_time_that_is_over_is_not_asked_again():
    now = timezone.now()
    one, by = make.incident(), make.officer()
    make.person()
    past, _new = services.save_affected(one, by=by, kind="store", params={"until": now.isoformat()})
    still, _new = services.save_affected(one, by=by, kind="store", params={})
    assert not services.is_open_ended(past) and services.is_open_ended(still)


@pytest.mark.parametrize(("language", "shown"), [("vi", "Yêu cầu của khách"), ("en", "Enquiries")])
def test_kinds_of_records_have_names(language, shown):
    make.person()
    with override(language):
        kinds = {code: str(name) for code, name in AffectedForm().fields["record_kind"].choices}
    assert kinds["enquiry"] == shown and "identity" not in kinds.values()
