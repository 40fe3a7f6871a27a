"""The officer's screens: who may not enter finds nothing, and plaintext appears only when read."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from rights import clocks, clockwords, services
from rights.models import Holiday, PrivacyRequest, ProcessorTask
from vault.models import ReadLog

from . import builders as make
from .screens import LIST, shows_plaintext, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks", "own_list")]


def addresses(one):
    letter = services.save_letter(
        one, kind="information", language="vi", subject="S", body="B", by=make.officer()
    )
    task = ProcessorTask.objects.create(request=one, recipient="mailer", what="stop", due=timezone.now())
    names = ("request", "extend", "refuse", "correct", "erase", "write")
    return {
        "get": [
            LIST,
            reverse("rights:open_results"),
            reverse("rights:closed"),
            reverse("rights:closed_results"),
            reverse("rights:enter"),
            *(url(name, one) for name in names),
            url("letter", one, letter.pk),
        ],
        "post": [
            reverse("rights:enter"),
            *(url(name, one) for name in (*names[1:], "read", "step", "add_task")),
            url("finish_task", one, task.pk),
            url("letter", one, letter.pk),
            url("print", one, letter.pk),
        ],
    }


@pytest.mark.parametrize("who", ["editor", "sales", "superuser"])
def test_others_find_nothing(client, who):
    one = make.ask("delete")
    places = addresses(one)
    user = {
        "editor": lambda: make.colleague(make.ADMIN),
        "sales": lambda: make.colleague(make.ADMIN, "inbox.work_enquiries", make.OPEN_VAULT),
        "superuser": lambda: get_user_model().objects.create_superuser("root"),
    }[who]()
    client.force_login(user)
    for method, urls in places.items():
        for each in urls:
            response = getattr(client, method)(each, {"step": "verify", "typed": one.reference})
            assert response.status_code == 404, (method, each)
            assert one.reference not in response.content.decode()
    assert LIST not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert one.events.count() == 2 and not ReadLog.objects.exists()


def test_the_unknown_are_sent_to_sign_in(client):
    for method, urls in addresses(make.ask("delete")).items():
        for each in urls:
            response = getattr(client, method)(each)
            assert response.status_code == 302 and "/login/" in response["Location"], (method, each)


def test_the_role_of_the_privacy_officer_may(client):
    user = make.colleague()
    user.groups.add(Group.objects.get(name="Privacy officer"))
    client.force_login(user)
    one = make.ask("delete")
    assert client.get(url("erase", one)).status_code == 200
    assert client.get(reverse("rights_holidays:index")).status_code == 200


def test_without_the_vault_nothing_is_read_written_or_erased(client):
    one = make.ask("delete")
    client.force_login(make.colleague(make.ADMIN, make.WORK))
    assert client.get(url("request", one)).status_code == 200
    for name in ("read", "write", "correct", "erase"):
        assert client.post(url(name, one)).status_code == 404
    assert client.get(url("erase", one)).status_code == 404


def test_actions_are_posts(client, officer):
    one = make.ask("delete")
    places = addresses(one)
    for each in places["post"]:
        if each not in places["get"]:
            assert client.get(each).status_code in {302, 405}, each
    one.refresh_from_db()
    assert one.is_open and not ReadLog.objects.exists()
    assert client.post(url("step", one), {"step": "__class__"}).status_code == 404


def test_lists_and_screen_show_masks_only(client, officer):
    one = make.ask("delete", of=make.person(phone=make.PHONE))
    for each in (LIST, url("request", one), url("erase", one), url("write", one)):
        response = client.get(each)
        assert response.status_code == 200
        assert not shows_plaintext(response), each
        assert "no-store" in response["Cache-Control"]
    assert "T. T. M." in client.get(LIST).content.decode()
    assert not ReadLog.objects.exists()


def test_reading_shows_the_words_once_and_is_logged(client, officer):
    one = make.ask("complain")
    response = client.post(url("read", one))
    assert make.TEXT in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert ReadLog.objects.get().actor == officer
    assert not shows_plaintext(client.get(url("request", one)))
    assert client.get(url("read", one)).status_code == 302


def test_late_ones_come_first_and_the_menu_counts_them(client, officer):
    fine = make.ask("delete")
    late = make.ask("view", of=make.person("late@example.com"))
    PrivacyRequest.objects.filter(pk=late.pk).update(ack_due=timezone.now() - dt.timedelta(days=3))
    PrivacyRequest.objects.filter(pk=fine.pk).update(ack_due=timezone.now() + dt.timedelta(days=9))
    with translation.override("en"):
        text = client.get(LIST).content.decode()
    assert text.index(url("request", late)) < text.index(url("request", fine))
    assert "(1)" in client.get(reverse("wagtailadmin_home")).content.decode()
    filtered = client.get(LIST, {"due": "late"}).content.decode()
    assert url("request", late) in filtered and url("request", fine) not in filtered
    filtered = client.get(LIST, {"kind": "delete", "status": "open"}).content.decode()
    assert url("request", fine) in filtered and url("request", late) not in filtered


def test_the_list_asks_as_often_for_one_as_for_many(client, officer):
    def queries():
        with CaptureQueriesContext(connections["default"]) as captured:
            assert client.get(LIST).status_code == 200
        return len(captured)

    make.ask("view")
    queries()
    few = queries()
    for n in range(12):
        make.ask("view", of=make.person(f"p{n}@example.com"))
    assert queries() == few


def test_an_empty_list_says_what_to_do(client, officer):
    assert reverse("rights:enter") in client.get(LIST).content.decode()


def test_the_clock_speaks_plainly():
    one = make.ask("delete", received_at=make.on(2026, 11, 20))
    PrivacyRequest.objects.filter(pk=one.pk).update(
        valid_from=make.on(2026, 11, 23),
        ack_due=clocks.end_of(dt.date(2026, 11, 25)),
        due_at=clocks.end_of(dt.date(2026, 12, 13)),
    )
    one.refresh_from_db()
    with translation.override("en"):
        reply, complete = clockwords.lines(one, make.on(2026, 11, 24))
        assert reply.words.startswith("First reply due Wednesday 25 November")
        assert reply.words.endswith(", 2 working days")
        assert (reply.left, reply.state) == ("tomorrow", "soon")
        assert complete.words.startswith("Complete by Sunday 13 December")
        assert (complete.left, complete.state) == ("19 days left", "fine")
        late = clockwords.lines(one, make.on(2026, 11, 27))[0]
        assert (late.left, late.state) == ("2 days late", "late")
        assert clockwords.short(one, make.on(2026, 11, 25)).left == "today"
    with translation.override("vi"):
        assert "Thứ Tư 25/11" in clockwords.lines(one, make.on(2026, 11, 24))[0].words


def test_holidays_are_the_officer_s_to_edit(client):
    client.force_login(make.colleague(make.ADMIN, "rights.add_holiday", "rights.change_holiday"))
    assert client.get(reverse("rights_holidays:index")).status_code == 200
    client.post(reverse("rights_holidays:add"), {"date": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"})
    assert Holiday.objects.get(date=dt.date(2026, 11, 24)).is_working_day is False
    client.force_login(make.colleague(make.ADMIN))
    assert client.get(reverse("rights_holidays:index")).status_code in {302, 403}
