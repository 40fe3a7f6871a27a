"""The officer's screens: they work, who may not enter finds nothing, and plaintext appears only when read."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from rights import clocks, clockwords, services, wording
from rights.models import Holiday, Letter, PrivacyRequest, ProcessorTask
from vault import erasure_list
from vault.models import Person, ReadLog

from . import builders as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]

LIST = reverse("rights:open")
PLAIN = (make.NAME, make.EMAIL, make.TEXT, "912345678", "912 345 678")


@pytest.fixture(autouse=True)
def own_list(settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "erasures.log"


@pytest.fixture
def officer(client):
    user = make.officer(first_name="Hạnh")
    client.force_login(user)
    return user


def url(name, one, *more):
    return reverse(f"rights:{name}", args=[one.pk, *more])


def shows_plaintext(response):
    return [plain for plain in PLAIN if plain in response.content.decode()]


def step(client, one, name):
    response = client.post(url("step", one), {"step": name})
    one.refresh_from_db()
    return response


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


# Who may enter


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


# What is shown


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


# Work


def test_from_proof_to_completion(client, officer):
    one = make.ask("complain", verified=False)
    assert "verify" in client.get(url("request", one)).content.decode()
    step(client, one, "complete")
    assert one.status == "unverified"
    step(client, one, "verify")
    step(client, one, "take")
    step(client, one, "replied")
    assert one.status == "open" and one.assignee == officer and one.ack_sent_at
    step(client, one, "complete")
    assert one.outcome == "fulfilled"
    page = client.get(url("request", one)).content.decode()
    assert url("write", one) in page
    with pytest.raises(AssertionError):
        assert 'value="complete"' in page


def test_a_withdrawal_takes_effect_with_one_button(client, officer):
    make.declare_purposes("news", recipients=[("mailer", ["news"])])
    person = make.person()
    make.agree(person, "news")
    one = make.ask("withdraw", of=person)
    step(client, one, "carry_out")
    assert one.executed_at and one.is_open
    step(client, one, "complete")
    assert one.is_open
    task = one.tasks.get()
    client.post(url("finish_task", one, task.pk), {"note": "xong"})
    step(client, one, "complete")
    assert one.outcome == "fulfilled"


def test_an_erasure_has_no_short_cut(client, officer):
    one = make.ask("delete")
    for name in ("complete", "carry_out"):
        assert step(client, one, name).status_code == 404
    assert one.is_open


def test_extending(client, officer):
    one = make.ask("view")
    latest = clocks.local_day(clocks.latest_extension("view", one.due_at))
    assert latest.isoformat() in client.get(url("extend", one)).content.decode()
    too_late = {"until": (latest + dt.timedelta(days=1)).isoformat(), "reason": "complex"}
    assert client.post(url("extend", one), too_late).status_code == 422
    response = client.post(url("extend", one), {"until": latest.isoformat(), "reason": "complex"})
    assert response["Location"].startswith(url("write", one))
    one.refresh_from_db()
    assert clocks.local_day(one.extended_until) == latest
    letter = client.get(response["Location"]).content.decode()
    assert f"{latest:%d/%m/%Y}" in letter


def test_refusing(client, officer):
    one = make.ask("delete")
    assert client.post(url("refuse", one), {"ground": "other_law"}).status_code == 422
    assert client.post(url("refuse", one), {"ground": "whim"}).status_code == 422
    data = {"ground": "other_law", "reference": "Luật Kế toán, Điều 41", "words": "xem hồ sơ 12"}
    response = client.post(url("refuse", one), data)
    one.refresh_from_db()
    assert one.outcome == "refused"
    assert "Luật Kế toán, Điều 41" in client.get(response["Location"]).content.decode()
    assert "xem hồ sơ 12" not in client.get(url("request", one)).content.decode()
    assert "xem hồ sơ 12" in client.post(url("read", one)).content.decode()
    assert client.get(url("refuse", one)).status_code == 404


def test_adding_a_recipient(client, officer):
    make.declare_purposes("news", recipients=[("mailer", ["news"])])
    one = make.ask("view")
    assert client.post(url("add_task", one), {"recipient": "stranger", "what": "stop"}).status_code == 404
    client.post(url("add_task", one), {"recipient": "mailer", "what": "stop"})
    assert one.tasks.get().recipient == "mailer"


def test_correcting(client, officer):
    from vault import services as vault

    one = make.ask("correct", of=make.person(phone=make.PHONE))
    assert client.post(url("correct", one), {"name": "", "email": "", "phone": ""}).status_code == 422
    assert client.post(url("correct", one), {"phone": "abc"}).status_code == 422
    response = client.post(url("correct", one), {"email": "new@example.com"})
    assert response["Location"] == url("request", one)
    assert list(vault.find(email="new@example.com")) == [one.person]
    assert not vault.find(email=make.EMAIL).exists()
    assert vault.find(phone=make.PHONE).exists()
    one.refresh_from_db()
    assert one.executed_at and one.is_open
    assert client.get(url("correct", one)).status_code == 404
    step(client, one, "complete")
    assert one.outcome == "fulfilled"


def test_only_a_proven_request_to_correct_corrects(client, officer):
    for one in (make.ask("correct", verified=False), make.ask("view", of=make.person("b@example.com"))):
        assert client.get(url("correct", one)).status_code == 404
        assert client.post(url("correct", one), {"name": "Khác"}).status_code == 404


# Entering


def entry(**fields):
    return {
        "kind": "view",
        "source": "phone",
        "received_at": "2026-11-20T16:30",
        "email": make.EMAIL,
        "phone": "",
        "name": make.NAME,
        "locale": "vi",
        "text": make.TEXT,
        **fields,
    }


def test_entering_finds_the_person_and_counts_from_the_receipt(client, officer):
    known = make.person()
    assert client.get(reverse("rights:enter")).status_code == 200
    response = client.post(reverse("rights:enter"), entry())
    one = PrivacyRequest.objects.get()
    assert response["Location"] == url("request", one)
    assert one.person == known and one.status == "unverified"
    assert one.received_at == make.on(2026, 11, 20, 16) + dt.timedelta(minutes=30)
    assert clocks.local_day(one.ack_due) == dt.date(2026, 11, 24)
    assert one.events.get().actor == officer


def test_entering_makes_a_person_of_somebody_new(client, officer):
    client.post(reverse("rights:enter"), entry(verified="on"))
    one = PrivacyRequest.objects.get()
    assert one.status == "open"
    assert "T. T. M." in client.get(url("request", one)).content.decode()


def test_an_unproven_caller_gets_no_number_attached_to_somebody_else(client, officer):
    known = make.person()
    client.post(reverse("rights:enter"), entry(phone="0912345678", name="Kẻ khác"))
    assert PrivacyRequest.objects.get().person == known
    assert set(known.index_entries.values_list("kind", flat=True)) == {"email", "name"}
    from vault import services as vault

    assert not vault.find(phone="0912345678").exists()
    assert not vault.find(name="Kẻ khác").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "", "phone": ""},
        {"email": "nobody"},
        {"email": "", "phone": "abc"},
        {"received_at": "2099-01-01T00:00"},
        {"kind": "nonsense"},
        {"source": "centre"},
        {"locale": "xx"},
    ],
)
def test_what_makes_no_sense_is_not_entered(client, officer, wrong):
    response = client.post(reverse("rights:enter"), entry(**wrong))
    assert response.status_code == 422
    assert not PrivacyRequest.objects.exists() and not Person.objects.exists()


def test_the_same_again_is_said(client, officer):
    first = make.ask("view")
    response = client.post(reverse("rights:enter"), entry(), follow=True)
    assert first.reference in response.content.decode()
    assert PrivacyRequest.objects.exclude(pk=first.pk).get().duplicate_of == first


# Letters


def test_a_letter_from_generating_to_mailing(client, officer):
    one = make.ask("delete")
    page = client.get(url("write", one), {"kind": "acknowledgement", "language": "en"}).content.decode()
    assert "Dear Sir or Madam" in page
    data = {"kind": "acknowledgement", "language": "en", "subject": "Hello", "body": "Edited marker-zq93"}
    assert client.post(url("write", one), {**data, "act": "forged"}).status_code == 404
    assert client.post(url("write", one), {**data, "body": "", "act": "draft"}).status_code == 422
    client.post(url("write", one), {**data, "act": "draft"})
    letter = Letter.objects.get()
    assert letter.state == "draft"
    closed = client.get(url("letter", one, letter.pk))
    assert "marker-zq93" not in closed.content.decode()
    opened = client.post(url("letter", one, letter.pk))
    assert "marker-zq93" in opened.content.decode() and "no-store" in opened["Cache-Control"]
    client.post(url("letter", one, letter.pk), {**data, "body": "Edited again", "act": "mail"})
    letter.refresh_from_db()
    assert letter.state == "pending"
    services.deliver(letter.pk)
    assert [m.body for m in mail.outbox] == ["Edited again"]
    again = client.post(url("letter", one, letter.pk), {**data, "act": "mail"})
    assert again.status_code == 422 and len(mail.outbox) == 1


def test_a_letter_to_print_has_the_name_and_is_noted(client, officer):
    one = make.ask("delete")
    data = {"kind": "acknowledgement", "language": "vi", "subject": "Tiếp nhận", "body": "Kính gửi"}
    response = client.post(url("write", one), {**data, "act": "print"})
    letter = Letter.objects.get()
    assert response["Location"] == url("letter", one, letter.pk)
    page = client.post(url("print", one, letter.pk))
    assert make.NAME in page.content.decode() and "Tiếp nhận" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    one.refresh_from_db()
    assert one.ack_sent_at
    assert ReadLog.objects.filter(actor=officer, reason="privacy_letter").count() == 2


def test_a_letter_belongs_to_its_request(client, officer):
    one, other = make.ask("delete"), make.ask("view", of=make.person("other@example.com"))
    letter = services.save_letter(one, kind="information", language="vi", subject="S", body="B", by=officer)
    assert client.post(url("letter", other, letter.pk)).status_code == 404
    assert client.post(url("print", other, letter.pk)).status_code == 404


# Erasing


def erasing(one, **fields):
    return {"typed": one.reference, "language": "vi", "subject": "Kết quả", "body": "Xoá hôm nay.", **fields}


def test_erasing_needs_the_number_typed(client, officer):
    one = make.ask("delete")
    preview = client.get(url("erase", one)).content.decode()
    assert one.reference in preview
    for typed in ("", "yes", one.reference.lower()):
        assert client.post(url("erase", one), erasing(one, typed=typed)).status_code == 422
    one.refresh_from_db()
    assert one.is_open and one.person.erased_at is None
    response = client.post(url("erase", one), erasing(one, send_letter="on"))
    assert response["Location"] == url("request", one)
    one.refresh_from_db()
    assert one.outcome == "fulfilled" and one.person.erased_at
    assert [(m.to, m.subject) for m in mail.outbox] == [([make.EMAIL], "Kết quả")]
    page = client.get(url("request", one))
    assert page.status_code == 200 and not shows_plaintext(page)
    assert client.get(url("erase", one)).status_code == 404
    assert client.get(url("write", one)).status_code == 404
    assert erasure_list.path().read_text().count("\n") == 1


def test_the_letter_before_an_erasure_is_in_the_language_that_was_chosen(client, officer):
    one = make.ask("delete", locale="vi")
    for address, language in ((url("erase", one), "vi"), (f"{url('erase', one)}?language=en", "en")):
        form = BeautifulSoup(client.get(address).content, "html.parser")
        chosen = form.select_one("form[method=get] input[type=radio][checked]")
        assert (
            chosen["value"] == form.select_one("form[method=post] input[name=language]")["value"] == language
        )
        assert form.select_one("[name=subject]")["value"] == wording.compose(one, "completion", language)[0]


def test_erasing_asks_again_who_is_at_the_keyboard(client):
    user = make.officer()
    user.set_password("Mat-khau-dai-2026")
    user.save()
    client.force_login(user)
    one = make.ask("delete")
    asked = client.get(url("erase", one))
    assert asked.status_code == 302 and "/accounts/" in asked["Location"]
    assert client.post(url("erase", one), erasing(one))["Location"] == url("erase", one)
    one.refresh_from_db()
    assert one.person.erased_at is None
    # What was typed is not kept anywhere while the proof is asked for.
    assert "Xoá hôm nay" not in str(dict(client.session))
    client.post(reverse("account_reauthenticate"), {"password": "Mat-khau-dai-2026"})
    assert client.get(url("erase", one)).status_code == 200
    client.post(url("erase", one), erasing(one))
    one.refresh_from_db()
    assert one.person.erased_at


def test_other_kinds_and_the_unproven_have_no_erasure(client, officer):
    for one in (make.ask("view"), make.ask("delete", verified=False)):
        assert client.get(url("erase", one)).status_code == 404
        assert client.post(url("erase", one), erasing(one)).status_code == 404


# Holidays


def test_holidays_are_the_officer_s_to_edit(client):
    client.force_login(make.colleague(make.ADMIN, "rights.add_holiday", "rights.change_holiday"))
    assert client.get(reverse("rights_holidays:index")).status_code == 200
    client.post(reverse("rights_holidays:add"), {"date": "2026-11-24", "name": "Ngày Văn hóa Việt Nam"})
    assert Holiday.objects.get(date=dt.date(2026, 11, 24)).is_working_day is False
    client.force_login(make.colleague(make.ADMIN))
    assert client.get(reverse("rights_holidays:index")).status_code in {302, 403}
