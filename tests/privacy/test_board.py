"""The promise board: what is checked, what officers and the public see, who is told when one breaks."""

import datetime as dt

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from privacy.guards import alarms, operators
from privacy.models import GuardAlarm, PolicyText, PromiseCheck, Purpose
from privacy.promises import Evidence, Promise, board, check_all, check_due, own, promises
from privacy.promises.running import figure_of, link_of, packed
from privacy.versions import freeze_version
from tests.privacy.builders import declare, make_events, make_needed
from tests.staff.builders import make_staff

pytestmark = pytest.mark.django_db

TEXTS = {
    "vi": "<ul><li>– Không sử dụng, không chuyển giao cho bên thứ 3.<ul><li>Liên hệ trao đổi với người dùng."
    "</li></ul></li></ul>",
    "en": "<ul><li>No use, no transfer to third parties.<ul><li>To contact users.</li></ul></li></ul>",
}


@pytest.fixture(autouse=True)
def fresh_guards(settings):
    alarms.forget()
    board._quotes.cache_clear()
    settings.PRIVACY_OUTGOING = "enforce"
    yield
    alarms.forget()


@pytest.fixture
def officer(client):
    user = make_staff("Privacy officer", email="officer@example.com")
    client.force_login(user)
    return user


def publish():
    return freeze_version(
        texts=[PolicyText(locale=code, title="Chính sách", html=html) for code, html in TEXTS.items()]
    )


@pytest.fixture
def flag():
    """A promise of the test's own: kept while the list is empty."""
    broken = []

    def check():
        if "error" in broken:
            raise RuntimeError("secret")
        return Evidence(not broken, "1/1", "/admin/")

    promises.register("flag", Promise("flag", "A flag", "It flies.", check))
    yield broken
    promises._entries.pop("flag")


def public(client, language="vi"):
    with translation.override(language):
        return client.get(reverse("promises"))


def test_all_promises_are_checked_and_kept_on_a_sound_site():
    make_needed("vi", "en")
    publish()
    # Without an address for withdrawal in both languages that one is rightly red.
    assert set(check_all()) <= {"withdrawal", "cookie-guard"}
    assert set(PromiseCheck.objects.values_list("code", flat=True)) == set(promises.keys())
    assert not PromiseCheck.objects.exclude(error_class="")


def test_what_is_kept_for_no_declared_purpose_turns_the_board_red():
    make_needed("vi", "en")
    publish()
    assert "forgetting" not in check_all(["forgetting"])
    Purpose.objects.filter(code="rights").update(code="another")  # behind the register's back
    publish()
    assert "forgetting" in check_all(["forgetting"])


def test_every_mechanism_of_the_policy_s_clauses_is_registered():
    named = {code for clause in board.clauses().values() for code in clause.mechanisms}
    assert named and not named - set(promises.keys())


def test_an_alarm_turns_the_cookie_promise_red_and_seeing_to_it_turns_it_back(flag):
    GuardAlarm.objects.create(kind="cookie", name="_ga", last_seen=timezone.now())
    assert "cookie-guard" in check_all(["cookie-guard"])
    alarms.acknowledge(GuardAlarm.objects.get().pk)
    assert "cookie-guard" not in check_all(["cookie-guard"])


def test_the_time_since_when_it_is_broken_stays_until_it_is_kept_again(flag):
    flag.append("x")
    check_all(["flag"])
    since = PromiseCheck.objects.get(code="flag").failing_since
    check_all(["flag"])
    assert PromiseCheck.objects.get(code="flag").failing_since == since
    flag.clear()
    check_all(["flag"])
    assert PromiseCheck.objects.get(code="flag").failing_since is None


def test_a_check_that_fails_to_run_counts_as_broken_and_tells_no_message(flag):
    flag.append("error")
    assert check_all(["flag"]) == ["flag"]
    check = PromiseCheck.objects.get(code="flag")
    assert check.error_class == "RuntimeError"
    assert "secret" not in check.figure + figure_of(check)


def test_figures_are_kept_in_each_language_and_fit():
    check = PromiseCheck(figure=packed(Evidence(True, lambda: translation.get_language() * 80, "/admin/x/")))
    assert len(check.figure) <= 200
    for language in ("vi", "en"):
        with translation.override(language):
            assert figure_of(check).startswith(language)
    assert link_of(check) == "/admin/x/"


def test_a_broken_promise_is_mailed_to_the_officers_once(officer, flag):
    flag.append("x")
    check_due()
    check_due()
    about = [message for message in mail.outbox if "A flag" in message.body]
    assert [message.to for message in about] == [["officer@example.com"]]


def test_the_sweep_checks_what_is_due_only(flag):
    check_due()
    PromiseCheck.objects.exclude(code="flag").update(checked_at=timezone.now(), ok=True)
    old = timezone.now() - dt.timedelta(days=2)
    PromiseCheck.objects.filter(code="flag").update(checked_at=old)
    before = PromiseCheck.objects.exclude(code="flag").order_by("checked_at").first().checked_at
    check_due()
    assert PromiseCheck.objects.get(code="flag").checked_at > old
    assert PromiseCheck.objects.exclude(code="flag").order_by("checked_at").first().checked_at == before


def test_a_mail_server_that_is_down_loses_no_news(officer, monkeypatch):
    def down(message):
        raise OSError

    monkeypatch.setattr(operators, "RETRY_SECONDS", 0)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operators.EmailMessage, "send", down)
        assert operators.tell_once({"x": 1}, lambda values: ("s", "t"), hours=1) == 0
    assert operators.tell_once({"x": 1}, lambda values: ("s", "t"), hours=1) == 1
    assert operators.tell_once({"x": 1}, lambda values: ("s", "t"), hours=1) == 0


@pytest.mark.parametrize("language, words", [("vi", "Không sử dụng"), ("en", "No use, no transfer")])
def test_the_public_page_quotes_the_policy_in_both_languages(client, language, words):
    publish()
    check_all()
    response = public(client, language)
    html = response.content.decode()
    assert response.status_code == 200 and words in html
    assert 'data-clause="no-transfer"' in html and 'data-promise="host-guard"' in html
    assert not response.cookies and "no-store" not in response.get("Cache-Control", "")
    # No way into the admin for the public.
    assert "/admin/" not in html


def test_a_clause_that_left_the_policy_leaves_the_board(client):
    declare()
    html = public(client).content.decode()
    assert "data-clause=" not in html and 'data-promise="host-guard"' in html


def test_the_public_page_follows_a_check(client, flag):
    check_all(["flag"])
    assert 'data-state="kept"' in public(client).content.decode()
    flag.append("x")
    check_all(["flag"])
    assert 'data-state="broken"' in public(client).content.decode()


def test_what_is_not_fit_for_the_public_is_not_shown(client):
    promises.register("inner", Promise("inner", "Inner matter", "x", lambda: Evidence(True), public=False))
    try:
        check_all(["inner"])
        assert "Inner matter" not in public(client, "en").content.decode()
    finally:
        promises._entries.pop("inner")


def test_the_officer_sees_broken_ones_first_and_can_check_now(client, officer):
    publish()
    GuardAlarm.objects.create(kind="host", name="evil.example", last_seen=timezone.now())
    response = client.post(reverse("privacy_promises_check"))
    assert response.status_code == 302
    html = client.get(reverse("privacy_promises")).content.decode()
    clauses = [part.split('"')[0] for part in html.split('data-clause="')[1:]]
    assert clauses[0] == "no-transfer" and "use-contact" in clauses


@pytest.mark.parametrize("name", ["privacy_promises", "privacy_alarms", "privacy_processing"])
def test_screens_are_for_the_officer_alone(client, name):
    client.force_login(make_staff("Administrator", is_superuser=True))
    assert client.get(reverse(name)).status_code == 404
    client.force_login(make_staff("Privacy officer", username="officer"))
    response = client.get(reverse(name))
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", ["privacy_promises_check"])
def test_looking_does_not_act(client, officer, name):
    assert client.get(reverse(name)).status_code == 405


def test_evidence_of_the_ledger_is_tried_on_a_real_row():
    from privacy.models import ConsentEvent

    assert own.is_append_only(ConsentEvent) is None
    make_events()
    assert own.is_append_only(ConsentEvent) is True
    assert ConsentEvent.objects.count() == 3
    # A table that may be changed is found out, and nothing is lost by trying.
    GuardAlarm.objects.create(kind="cookie", name="x", last_seen=timezone.now())
    assert own.is_append_only(GuardAlarm) is False
    assert GuardAlarm.objects.count() == 1


def test_the_gate_is_asked_about_refusals(monkeypatch):
    make_events()
    assert own.gate_holds().ok
    monkeypatch.setattr("privacy.gate.allowed", lambda people, purpose: {person.pk for person in people})
    make_refusal()
    assert not own.gate_holds().ok


def make_refusal():
    from tests.privacy.builders import make_form_version, record
    from vault.models import Person

    record(Person.objects.create(), make_form_version(), given=False)
