"""One demand's screen: what it says after each step, and what it keeps of what was typed."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from incidents import services
from incidents.models import Disclosure

from . import builders as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unrun_tasks")]


def url(name, *args):
    return reverse(f"incidents:{name}", args=args)


@pytest.fixture
def by():
    return make.officer()


@pytest.fixture
def staff(client, by):
    profile = UserProfile.get_for_user(by)
    profile.preferred_language = "en"
    profile.save()
    client.force_login(by)
    return client


@pytest.fixture
def demand(by):
    return make.with_paper(make.demand(by, make.person()), by)


@pytest.fixture
def sealed(demand, by):
    services.approve(demand, by=by)
    services.approve(demand, by=make.approver())
    services.seal_bundle(demand, by=by)
    return demand


def page_of(client, demand):
    return client.get(url("disclosure", demand.code)).content.decode()


def test_after_the_hand_over_the_page_says_so_and_fetches_the_file_once(staff, sealed):
    file = url("bundle", sealed.code)
    assert file not in page_of(staff, sealed)
    shown = staff.post(url("hand_over", sealed.code), follow=True).content.decode()
    assert 'data-state="handed"' in shown
    assert f'<meta http-equiv="refresh" content="0; url={file}">' in shown
    assert url("hand_over", sealed.code) not in shown and url("refuse", sealed.code) not in shown
    assert staff.get(file).content[:2] == b"PK"
    assert file not in page_of(staff, sealed)
    again = staff.get(file, follow=True).content.decode()
    assert "The bundle was downloaded already" in again


def test_a_second_press_is_told_that_it_was_done_already(staff, sealed):
    for _press in range(2):
        shown = staff.post(url("hand_over", sealed.code), follow=True).content.decode()
    assert "This was done already" in shown and "omebody" not in shown


def test_a_colleague_gets_no_download_of_what_another_handed_over(client, by, sealed):
    services.hand_over(sealed, by=by)
    client.force_login(make.officer())
    assert url("bundle", sealed.code) not in page_of(client, sealed)
    assert client.get(url("bundle", sealed.code)).status_code == 302
    client.force_login(make.approver())
    assert client.get(url("bundle", sealed.code)).status_code == 404
    sealed.refresh_from_db()
    assert sealed.downloaded_at is None


def test_who_approves_second_reads_who_asks_and_the_history_says_so(client, by, demand):
    services.approve(demand, by=by)
    address = url("requested_by", demand.code, demand.papers.get().pk)
    who = make.approver()
    client.force_login(who)
    shown = page_of(client, demand)
    assert address in shown and "Marka-official" not in shown
    response = client.post(address)
    assert "Thiếu tá Marka-official" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    last = demand.events.last()
    assert (last.kind, last.actor) == ("paper_read", who)
    assert "Marka-official" not in page_of(client, demand)


def test_who_may_not_open_the_paper_does_not_learn_who_asks(client, demand):
    address = url("requested_by", demand.code, demand.papers.get().pk)
    client.force_login(make.colleague(make.ADMIN, "incidents.manage_incidents"))
    assert address not in page_of(client, demand)
    assert client.post(address).status_code == 404
    assert demand.events.last().kind != "paper_read"


def test_who_asks_is_told_by_post_only(staff, demand):
    address = url("requested_by", demand.code, demand.papers.get().pk)
    assert staff.get(address).status_code == 302 and demand.events.last().kind != "paper_read"


@pytest.mark.parametrize("content", [b"<html>", make.PDF + bytes(100)], ids=["wrong type", "too large"])
def test_a_refused_file_leaves_the_name_beside_it_and_says_what_is_allowed(staff, by, settings, content):
    settings.INCIDENTS_PAPER_BYTES = 64
    one = make.demand(by)
    given = {"requested_by": "Thiếu tá An", "file": SimpleUploadedFile("a.pdf", content)}
    response = staff.post(url("disclosure_paper_add", one.code), given)
    shown = response.content.decode()
    assert response.status_code == 422 and "no-store" in response["Cache-Control"]
    assert 'value="Thiếu tá An"' in shown and "PDF, PNG or JPEG of at most 64\xa0bytes" in shown
    assert not one.papers.exists()


def test_a_missing_file_leaves_the_name_beside_it(staff, by):
    one = make.demand(by)
    response = staff.post(url("disclosure_paper_add", one.code), {"requested_by": "Thiếu tá An"})
    assert 'value="Thiếu tá An"' in response.content.decode() and not one.papers.exists()


# Days from today, counted when the test runs: midnight may come while the suite does.
IMPOSSIBLE = {
    "received in the future": (0, 1, "This day is still to come."),
    "paper of the future": (1, 1, "This day is still to come."),
    "received before it was written": (0, -1, "be received before the date that it bears"),
}


def day(offset):
    return (timezone.localdate() + dt.timedelta(days=offset)).isoformat()


@pytest.mark.parametrize(("paper", "received", "words"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_days_that_can_not_be_are_refused_when_recording_and_when_changing(staff, by, paper, received, words):
    given = {
        "authority_kind": "court",
        "authority_name": "Tòa án",
        "paper_number": "7/QĐ",
        "paper_date": day(paper),
        "received_on": day(received),
        "legal_basis": "Điều 97",
        "scope": "Liên hệ",
        "kinds": ["identity"],
    }
    one = make.demand(by)
    for address in (url("disclosure_add"), url("disclosure_edit", one.code)):
        response = staff.post(address, given)
        assert response.status_code == 422 and words in response.content.decode()
    assert Disclosure.objects.get().paper_number == one.paper_number
    possible = given | {"paper_date": day(0), "received_on": day(0)}
    for address in (url("disclosure_add"), url("disclosure_edit", one.code)):
        assert staff.post(address, possible).status_code == 302
