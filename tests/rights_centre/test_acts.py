"""What people see and do: each act counts before the page returns, and a receipt alone opens nothing."""

import datetime as dt
import json
import threading

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.utils import timezone

from privacy import gate, receipts
from privacy.decisions import record_decision, record_with_receipt
from privacy.models import ConsentEvent, LegalHold, Restriction
from rights import services
from rights.centre import acts, exports, sessions
from rights.models import CentreChallenge, CentreExport, CentreSession, Letter, PrivacyRequest
from tests.privacy.builders import make_purpose
from tests.rights import builders
from tests.rights_centre.visiting import (
    address,
    archive,
    ask,
    browser,
    enter,
    mailed_code,
    main,
    page,
    post,
    type_code,
)
from vault import services as vault
from vault.models import Person, ReadLog, SealedRecord

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script> & \"'"
VERIFIED_ONLY = [
    ("privacy_centre_reveal", (), {"item": "all"}),
    ("privacy_centre_reveal", (), {"item": "identity"}),
    ("privacy_centre_give", (), {"purpose": "news", "version": "1"}),
    ("privacy_centre_lift", (), {"kind": "restrict"}),
    ("privacy_centre_limit", (), {"kind": "restrict"}),
    ("privacy_centre_limit", (), {"kind": "object", "purpose": "news"}),
    ("privacy_centre_correct", (), {"name": "Ai Đó"}),
    ("privacy_centre_archive", (), {}),
    ("privacy_centre_take", (), {}),
    ("privacy_centre_erase", (), {"sure": "on"}),
    ("privacy_centre_ask", ("complain",), {"text": "x"}),
    ("privacy_centre_ask", ("protect",), {"text": "x"}),
    ("privacy_centre_ask", ("correct",), {"text": "x"}),
]
RECEIPT_LEVEL = [
    ("privacy_centre_withdraw", (), {"purpose": "news"}),
    ("privacy_centre_leave", (), {}),
]


# What stands in the address of the receipt for the person's consent.
SECRET = "a" * 32


@pytest.fixture
def person():
    builders.declare_purposes("news", "care")
    one = builders.person(phone=builders.PHONE)
    record_with_receipt(
        person=one, purpose="news", decision="given", language="vi", method="privacy_centre", token=SECRET
    )
    return one


def by_receipt():
    """A browser that came with the address of the person's receipt."""
    client = browser()
    assert client.get(address("privacy_centre_receipt", SECRET)).status_code == 200
    assert not CentreSession.objects.exists(), "looking opens nothing"
    assert client.post(address("privacy_centre_receipt", SECRET)).status_code == 303
    return client


def hold_text(person, text):
    """Something that the person wrote, as a request that waits."""
    return builders.ask("view", person, text=text)


def test_the_overview_says_what_why_since_when_and_until(person):
    request = hold_text(person, "marker-text")
    builders.agree(person, "care")
    text = main(page(enter(builders.EMAIL))).get_text(" ")
    for expected in (request.reference, "Mục đích news", "Mục đích care", "T. T. M."):
        assert expected in text
    assert "marker-text" not in text and builders.EMAIL not in text


def test_contents_are_shown_on_demand_and_the_reading_is_logged(person):
    request = hold_text(person, "marker-text")
    client = enter(builders.EMAIL)
    response = post(client, "privacy_centre_reveal", {"item": f"rights:{request.pk}"})
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    assert "marker-text" in main(response).get_text()
    line = ReadLog.objects.get()
    assert (line.actor_name, line.record_id) == (vault.THEMSELVES, request.record_id)
    response = post(client, "privacy_centre_reveal", {"item": "identity"})
    assert builders.EMAIL in main(response).get_text()


def test_everything_includes_who_they_are_taken_to_be(person):
    response = post(enter(builders.EMAIL), "privacy_centre_reveal", {"item": "all"})
    assert builders.EMAIL in main(response).select_one("#identity").get_text()


def test_somebody_else_s_things_are_not_found(person):
    other = builders.person(email="other@example.com")
    request = hold_text(other, "marker-text")
    client = enter(builders.EMAIL)
    response = post(client, "privacy_centre_reveal", {"item": f"rights:{request.pk}"})
    assert response.status_code == 404
    assert request.reference not in main(page(client)).get_text()


def test_readers_are_named_by_role_and_day_only(person):
    request = hold_text(person, "marker-text")
    officer = builders.officer(first_name="Lan", last_name="Bí Mật")
    vault.reveal(request.record, by=officer, reason="the customer asked")
    client = enter(builders.EMAIL)
    shown = main(page(client)).select_one("#readings").get_text(" ")
    assert request.reference in shown
    assert "Bí Mật" not in shown and officer.username not in shown and "asked" not in shown


def test_withdrawing_counts_before_the_page_returns(person):
    client = enter(builders.EMAIL)
    assert gate.may_use(person, "news")
    assert post(client, "privacy_centre_withdraw", {"purpose": "news"}).status_code == 303
    assert gate.may_use(person, "news").reason == "withdrawn"
    event = gate.latest_event(person.pseudonym, "news")
    assert event.evidence == {"method": "privacy_centre", "identified": "verified"}
    request = PrivacyRequest.objects.get()
    assert (request.kind, request.source, request.outcome, request.purposes) == (
        "withdraw",
        "centre",
        "fulfilled",
        ["news"],
    )
    assert request.ack_sent_at


def test_a_consent_that_an_older_refusal_followed_into_the_ledger_can_be_withdrawn(person):
    """The refusal waited sealed: it was made before the consent and written down after it."""
    before = timezone.now() - dt.timedelta(hours=1)
    record_decision(
        person=person, purpose="news", decision="refused", language="vi", method="web_form", at=before
    )
    client = enter(builders.EMAIL)
    assert main(page(client)).select_one("form[action$='{}']".format(address("privacy_centre_withdraw")))
    assert post(client, "privacy_centre_withdraw", {"purpose": "news"}).status_code == 303
    assert gate.may_use(person, "news").reason == "withdrawn"


def test_withdrawing_twice_leaves_one_withdrawal(person):
    client = enter(builders.EMAIL)
    for _ in range(2):
        post(client, "privacy_centre_withdraw", {"purpose": "news"})
    withdrawn = ConsentEvent.objects.filter(decision="withdrawn")
    assert withdrawn.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_withdrawals_at_once_leave_one(person):
    session, _token = sessions.open_session(person, CentreSession.Level.VERIFIED)
    together = threading.Barrier(2)
    errors = []

    def withdraw():
        try:
            together.wait()
            acts.withdraw(session, "news")
        except Exception as error:  # noqa: BLE001 - the test shows it
            errors.append(error)
        finally:
            for each in ("default", "keys"):
                from django.db import connections

                connections[each].close()

    threads = [threading.Thread(target=withdraw) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert ConsentEvent.objects.filter(decision="withdrawn").count() == 1
    assert not PrivacyRequest.objects.filter(closed_at=None).exists()


def test_a_withdrawal_that_recipients_must_follow_stays_open_for_the_officer():
    builders.declare_purposes("news", recipients=[("mailer", ["news"])])
    one = builders.person()
    builders.agree(one, "news")
    post(enter(builders.EMAIL), "privacy_centre_withdraw", {"purpose": "news"})
    assert not gate.may_use(one, "news")
    request = PrivacyRequest.objects.get()
    assert request.is_open and request.executed_at and request.tasks.get().recipient == "mailer"


def test_consent_is_given_in_the_words_that_were_shown(person):
    client = enter(builders.EMAIL)
    card = main(page(client)).select_one("[data-purpose=care]")
    version = card.select_one("[name=version]")["value"]
    assert "Tôi đồng ý" in card.get_text()
    post(client, "privacy_centre_give", {"purpose": "care", "version": version})
    event = gate.latest_event(person.pseudonym, "care")
    assert gate.may_use(person, "care") and "Tôi đồng ý" in event.wording
    assert str(event.notice_version) == version


def test_the_words_say_how_long_and_that_data_is_sensitive_as_a_form_does(person):
    make_purpose("health", consent_text="<p>Tôi đồng ý, tối đa {retention}.</p>", is_sensitive=True)
    client = enter(builders.EMAIL)
    card = main(page(client)).select_one("[data-purpose=health]")
    said = card.select_one(".centre__wording").get_text(" ", strip=True)
    assert said.startswith("Tôi đồng ý, tối đa 24 tháng.") and "nhạy cảm" in said
    version = card.select_one("[name=version]")["value"]
    post(client, "privacy_centre_give", {"purpose": "health", "version": version})
    wording = gate.latest_event(person.pseudonym, "health").wording
    assert BeautifulSoup(wording, "html.parser").get_text(" ", strip=True) == said


def test_consent_to_words_that_have_changed_since_is_not_taken(person):
    client = enter(builders.EMAIL)
    version = main(page(client)).select_one("[data-purpose=care] [name=version]")["value"]
    make_purpose("other")
    post(client, "privacy_centre_give", {"purpose": "care", "version": version})
    assert not gate.may_use(person, "care")


@pytest.mark.parametrize("purpose", ["nowhere", ""])
def test_consent_to_what_the_policy_does_not_declare_is_refused(person, purpose):
    client = enter(builders.EMAIL)
    assert post(client, "privacy_centre_give", {"purpose": purpose, "version": "1"}).status_code == 404


@pytest.mark.parametrize("kind, reason", [("restrict", "restricted"), ("object", "objected")])
@pytest.mark.parametrize("purpose", ["", "news"])
def test_a_limit_counts_at_once_and_can_be_lifted(person, kind, reason, purpose):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_limit", {"kind": kind, "purpose": purpose})
    assert gate.may_use(person, "news").reason == reason
    assert PrivacyRequest.objects.get().outcome == "fulfilled"
    post(client, "privacy_centre_lift", {"kind": kind, "purpose": purpose})
    assert gate.may_use(person, "news")


def test_an_unknown_limit_is_refused(person):
    client = enter(builders.EMAIL)
    for data in ({"kind": "all"}, {"kind": "restrict", "purpose": "nowhere"}):
        assert post(client, "privacy_centre_limit", data).status_code == 400
    assert not Restriction.objects.exists()


def test_name_and_number_are_corrected_at_once(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"name": "Lê Văn Mới", "phone": "0987 654 321"})
    assert list(vault.find(phone="0987654321")) == [person]
    assert not vault.find(phone=builders.PHONE)
    assert "L. V. M." in main(page(client)).get_text()
    assert PrivacyRequest.objects.get().kind == "correct"


def test_anything_else_can_be_asked_to_be_corrected(person):
    client = enter(builders.EMAIL)
    link = address("privacy_centre_ask", "correct")
    assert main(page(client, "privacy_centre_correct")).select_one(f"a[href='{link}']")
    post(client, "privacy_centre_correct", {"name": "Lê Văn Mới"})
    assert post(client, "privacy_centre_ask", {"text": " "}, args=("correct",)).status_code == 422
    post(client, "privacy_centre_ask", {"text": "Địa chỉ marker sai"}, args=("correct",))
    request = PrivacyRequest.objects.get(closed_at=None)
    assert (request.kind, request.status, request.executed_at) == ("correct", "open", None)
    assert request.due_at and request.reference in main(page(client)).get_text()
    shown = main(post(client, "privacy_centre_reveal", {"item": f"rights:{request.pk}"}))
    assert "Địa chỉ marker sai" in shown.get_text()


def test_what_is_asked_after_a_correction_that_recipients_still_follow_is_not_lost():
    builders.declare_purposes("news", recipients=[("mailer", ["news"])])
    builders.agree(builders.person(), "news")
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"name": "Lê Văn Mới"})
    assert PrivacyRequest.objects.get().is_open, "the mailer has to follow"
    post(client, "privacy_centre_ask", {"text": "Địa chỉ marker sai"}, args=("correct",))
    asked = PrivacyRequest.objects.latest("pk")
    assert asked.is_open and not asked.duplicate_of and asked.record


@pytest.mark.parametrize("data", [{}, {"phone": "abc"}, {"email": "abc"}])
def test_what_can_t_be_a_correction_is_told_so(person, data):
    response = post(enter(builders.EMAIL), "privacy_centre_correct", data)
    assert response.status_code == 422 and main(response).select_one(".form__error")


def test_a_new_address_counts_after_a_code_to_it(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"email": "new@example.com"})
    assert mail.outbox[-1].to == ["new@example.com"]
    assert not vault.find(email="new@example.com")
    assert type_code(client, mailed_code()).status_code == 303
    assert list(vault.find(email="new@example.com")) == [person]
    assert not vault.find(email=builders.EMAIL)
    assert CentreChallenge.objects.filter(contact=None).count() == CentreChallenge.objects.count()


def test_the_former_address_is_told_and_learns_nothing(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"email": "new@example.com"})
    type_code(client, mailed_code())
    told = mail.outbox[-1]
    assert told.to == [builders.EMAIL]
    assert "new@example.com" not in told.body and builders.NAME not in told.body
    with pytest.raises(TypeError):
        mailed_code()
    assert not CentreChallenge.objects.exclude(contact=None).exists()
    assert PrivacyRequest.objects.get(kind="correct").outcome == "fulfilled"


def test_an_address_of_another_record_is_left_to_an_officer(person):
    other = builders.person(email="other@example.com", name="Lê Văn Khác")
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_correct", {"email": "other@example.com"})
    assert type_code(client, mailed_code())["Location"].endswith("done=waits")
    assert list(vault.find(email="other@example.com")) == [other]
    assert list(vault.find(email=builders.EMAIL)) == [person], "they stay reachable where they were"
    request = PrivacyRequest.objects.get()
    assert (request.kind, request.status, request.person) == ("correct", "open", person)
    assert mail.outbox[-1].to == ["other@example.com"], "nobody is told of a change that did not come"


def test_a_number_that_somebody_types_locks_nobody_out(person):
    owner = builders.person(email="", phone="+84987654321", name="Lê Văn Chủ")
    post(enter(builders.EMAIL), "privacy_centre_correct", {"phone": "0987 654 321"})
    ask(browser(), "0987 654 321")
    call = PrivacyRequest.objects.get(kind="view")
    assert (call.person, call.status) == (owner, "unverified")


def test_the_archive_holds_everything_twice_for_machines_and_people(person):
    hold_text(person, HOSTILE)
    client = enter(builders.EMAIL)
    assert post(client, "privacy_centre_archive").status_code == 303
    response = post(client, "privacy_centre_take")
    assert "no-store" in response["Cache-Control"] and "attachment" in response["Content-Disposition"]
    opened = archive(response)
    assert sorted(opened.namelist()) == ["data.json", "index.html", "style.css"]
    data = json.loads(opened.read("data.json"))
    assert data["person"]["identity"]["email"] == builders.EMAIL
    assert any(HOSTILE in str(held["contents"]).replace("\\'", "'") for held in data["held"])
    assert [event["purpose_code"] for event in data["consents"]] == ["news"]
    html = opened.read("index.html").decode()
    assert builders.EMAIL in html and "<script>" not in html and "&lt;script&gt;" in html


def test_files_that_were_sent_are_in_the_archive(person):
    from privacy.personal_data import Held, Source, sources

    record = vault.store(
        person,
        kind="enquiry",
        data={"full_name": "A", "_files": [{"name": "../../bill?.pdf", "part": 0, "field": "f"}]},
        masks={},
        files=[b"%PDF marker"],
    )

    class Files(Source):
        code, label = "files", "Files"

        def held(self, of):
            return [Held("files", "1", "Liên hệ", ("news",), timezone.now(), None, (record.pk,))]

        def erase(self, of):
            return SealedRecord.objects.filter(person=of, kind="enquiry").delete()[0]

    sources.register("files", Files())
    try:
        client = enter(builders.EMAIL)
        post(client, "privacy_centre_archive")
        opened = archive(post(client, "privacy_centre_take"))
    finally:
        sources._entries.pop("files")
    assert opened.read("files/01-bill_.pdf") == b"%PDF marker"


def test_an_archive_is_sealed_expires_and_is_swept(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_archive")
    export = CentreExport.objects.get()
    assert b"PK" not in bytes(export.record.files.get().payload)[:64]
    CentreExport.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert post(client, "privacy_centre_take").status_code == 303
    exports.purge(timezone.now())
    assert not SealedRecord.objects.filter(pk=export.record_id).exists()


@pytest.mark.parametrize(
    "name, data",
    [
        ("privacy_centre_limit", {"kind": "restrict"}),
        ("privacy_centre_limit", {"kind": "object", "purpose": "news"}),
        ("privacy_centre_correct", {"name": "Lê Văn Mới"}),
        ("privacy_centre_archive", {}),
    ],
    ids=str,
)
def test_the_same_act_again_leaves_one_request(person, name, data):
    client = enter(builders.EMAIL)
    for _ in range(4):
        assert post(client, name, data).status_code == 303
    assert PrivacyRequest.objects.count() == 1


def test_asking_again_for_an_erasure_that_waits_leaves_one_request(person):
    LegalHold.objects.create(person=person, reason="Vụ 12", placed_by_name="Lan")
    client = enter(builders.EMAIL)
    for _ in range(3):
        assert post(client, "privacy_centre_erase", {"sure": "on"})["Location"].endswith("done=waits")
    assert PrivacyRequest.objects.count() == 1


def test_archives_are_few_in_an_hour(person, settings):
    settings.CENTRE_RATE_ADDRESS = 2
    client = enter(builders.EMAIL)
    statuses = [post(client, "privacy_centre_archive").status_code for _ in range(3)]
    assert statuses == [303, 303, 429]
    assert CentreExport.objects.count() == 1


def test_nobody_takes_another_person_s_archive(person):
    exports.make(person)
    builders.person(email="other@example.com")
    response = post(enter("other@example.com"), "privacy_centre_take")
    assert response.status_code == 303


@pytest.mark.parametrize("kind", ["complain", "protect"])
def test_what_needs_a_person_goes_to_the_queue_with_its_clock(person, kind):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_ask", {"text": "Xin xem giúp marker"}, args=(kind,))
    request = PrivacyRequest.objects.get()
    assert (request.kind, request.source, request.status) == (kind, "centre", "open")
    assert request.due_at and request.reference in main(page(client)).get_text()


def test_erasing_destroys_at_once_and_ends_the_visit(person):
    hold_text(person, "marker-text")
    client = enter(builders.EMAIL)
    assert post(client, "privacy_centre_erase").status_code == 422, "a second word is needed"
    response = post(client, "privacy_centre_erase", {"sure": "on"})
    assert response["Location"].startswith(address("privacy_centre_ended"))
    person.refresh_from_db()
    assert person.erased_at and not SealedRecord.objects.filter(person=person).exists()
    assert not vault.find(email=builders.EMAIL)
    assert not CentreSession.objects.exists() and not CentreExport.objects.exists()
    assert not main(page(client)).select_one("#held")
    assert PrivacyRequest.objects.get(kind="delete").outcome == "fulfilled"


def test_recipients_keep_the_request_open_and_not_the_erasure():
    builders.declare_purposes("news", recipients=[("mailer", ["news"])])
    one = builders.person()
    builders.agree(one, "news")
    client = enter(builders.EMAIL)
    response = post(client, "privacy_centre_erase", {"sure": "on"})
    assert response["Location"].endswith("?done=erased")
    one.refresh_from_db()
    assert one.erased_at and not vault.find(email=builders.EMAIL).exists()
    request = PrivacyRequest.objects.get(person=one)
    assert request.is_open and request.executed_at and request.third_party_involved
    services.finish_task(request.tasks.get(), by=builders.officer())
    request.refresh_from_db()
    assert request.outcome == "fulfilled"


def test_a_second_complaint_is_a_request_of_its_own(person):
    client = enter(builders.EMAIL)
    for text in ("Không ai gọi lại", "Có người đọc thư của tôi"):
        post(client, "privacy_centre_ask", {"text": text}, args=("complain",))
    open_ones = PrivacyRequest.objects.filter(kind="complain", closed_at=None)
    assert open_ones.count() == 2
    seen = page(client).content.decode()
    assert all(one.reference in seen for one in open_ones)


def test_who_was_erased_and_writes_again_sees_nothing_old(person):
    hold_text(person, "marker-old")
    post(enter(builders.EMAIL), "privacy_centre_erase", {"sure": "on"})
    again = builders.person()
    assert again.pk != person.pk
    hold_text(again, "marker-new")
    response = post(enter(builders.EMAIL), "privacy_centre_reveal", {"item": "all"})
    text = main(response).get_text()
    assert "marker-new" in text and "marker-old" not in text
    assert not gate.may_use(again, "news")


def test_after_an_erasure_the_address_is_like_any_unknown_one(person):
    post(enter(builders.EMAIL), "privacy_centre_erase", {"sure": "on"})
    before = len(mail.outbox)
    assert ask(browser(), builders.EMAIL).status_code == 303
    assert len(mail.outbox) == before + 1
    with pytest.raises(TypeError):
        mailed_code()


def test_a_legal_hold_sends_the_erasure_to_the_queue(person):
    LegalHold.objects.create(person=person, reason="Vụ 12", placed_by_name="Lan")
    client = enter(builders.EMAIL)
    assert post(client, "privacy_centre_erase", {"sure": "on"})["Location"].endswith("done=waits")
    person.refresh_from_db()
    assert person.erased_at is None
    assert PrivacyRequest.objects.get().is_open
    assert "Vụ 12" not in main(page(client, "privacy_centre_erase")).get_text()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_that_is_shown_tells_of_a_legal_hold(person, language):
    """It may stand for an authority's demand, of which nobody may be tipped off (ADR 0074)."""
    hold_text(person, "marker-text")
    client = enter(builders.EMAIL, language)
    names = ("privacy_centre", "privacy_centre_erase", "privacy_centre_archive")
    before = [page(client, name, language=language).content for name in names]
    LegalHold.objects.create(person=person, reason="Vụ 12", placed_by_name="Lan")
    assert [page(client, name, language=language).content for name in names] == before
    response = post(client, "privacy_centre_erase", {"sure": "on"}, language=language)
    assert response["Location"].endswith("done=waits")
    shown = main(client.get(response["Location"])).select_one("[role=status]").get_text()
    other = builders.person(email="other@example.com")
    letter = services.save_letter(
        builders.ask("view", other), kind="information", language="vi", subject="a", body="b", by=None
    )
    soon = timezone.now() + dt.timedelta(minutes=1)
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENDING, next_try=soon)
    waiting = enter("other@example.com", language)
    again = post(waiting, "privacy_centre_erase", {"sure": "on"}, language=language)
    notice = main(waiting.get(again["Location"])).select_one("[role=status]")
    assert notice.get_text() == shown, "one answer for every reason"


@pytest.mark.parametrize("name, args, data", VERIFIED_ONLY, ids=lambda value: str(value)[:40])
def test_a_receipt_alone_opens_nothing_in_clear(person, name, args, data):
    hold_text(person, "marker-text")
    client = by_receipt()
    before = ReadLog.objects.count()
    response = post(client, name, data, args=args)
    assert response.status_code == 303 and response["Location"] == address("privacy_centre_prove")
    assert client.get(address(name, *args)).status_code in {303, 405}
    assert ReadLog.objects.count() == before
    assert not CentreExport.objects.exists() and not Restriction.objects.exists()
    assert Person.objects.get(pk=person.pk).erased_at is None
    text = page(client).content.decode()
    assert "marker-text" not in text and builders.EMAIL not in text and builders.NAME not in text


def test_a_receipt_is_enough_to_withdraw(person):
    given = gate.latest_event(person.pseudonym, "news")
    post(by_receipt(), "privacy_centre_withdraw", {"purpose": "news"})
    event = gate.latest_event(person.pseudonym, "news")
    assert event.decision == "withdrawn"
    assert event.evidence == {
        "method": "privacy_centre",
        "identified": "receipt",
        "by_receipt": given.receipt,
    }


def test_a_code_lifts_a_receipt_s_visit(person):
    client = by_receipt()
    assert builders.EMAIL not in page(client, "privacy_centre_prove").content.decode()
    limited = client.cookies[sessions.COOKIE].value
    post(client, "privacy_centre_prove")
    assert mail.outbox[-1].to == [builders.EMAIL]
    type_code(client, mailed_code())
    assert main(page(client)).select_one(f"[action^='{address('privacy_centre_reveal')}']")
    client.cookies[sessions.COOKIE] = limited
    assert not main(page(client)).select_one("#held"), "the limited visit is over"


def test_a_forged_receipt_opens_nothing(person):
    for token in (receipts.new_token(), "x", "../"):
        response = browser().get(f"{address()}receipt/{token}/")
        assert response.status_code == 404


def test_the_receipt_of_an_erased_person_opens_nothing(person):
    client = by_receipt()
    token = receipts.new_token()
    event = ConsentEvent.objects.first()
    receipts.issue(person=person, number="TEST-0002", token=token, language="vi", events=[event])
    post(enter(builders.EMAIL), "privacy_centre_erase", {"sure": "on"})
    assert not main(page(client)).select_one("#held")
    fresh = browser()
    assert fresh.get(address("privacy_centre_receipt", token)).status_code == 200
    fresh.post(address("privacy_centre_receipt", token))
    assert not CentreSession.objects.exists()


def test_looking_changes_nothing(person):
    hold_text(person, "marker-text")
    client = enter(builders.EMAIL)
    requests, events = PrivacyRequest.objects.count(), ConsentEvent.objects.count()
    for name, args, _data in VERIFIED_ONLY + RECEIPT_LEVEL:
        assert client.get(address(name, *args)).status_code in {200, 405}
    assert (PrivacyRequest.objects.count(), ConsentEvent.objects.count()) == (requests, events)
    assert not CentreExport.objects.exists() and not ReadLog.objects.exists()
    assert main(page(client)).select_one("#held")


@pytest.mark.parametrize("name, args, data", VERIFIED_ONLY + RECEIPT_LEVEL, ids=lambda value: str(value)[:40])
def test_a_cross_site_post_acts_on_nothing(person, name, args, data):
    client = enter(builders.EMAIL)
    events = ConsentEvent.objects.count()
    forged = client.post(address(name, *args), data)
    assert forged.status_code == 403, "no form token"
    foreign = post(client, name, data, args=args, headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    assert ConsentEvent.objects.count() == events and not PrivacyRequest.objects.exists()
    assert main(page(client)).select_one("#held")


@pytest.mark.parametrize("name, args, data", VERIFIED_ONLY + RECEIPT_LEVEL, ids=lambda value: str(value)[:40])
def test_without_a_visit_nothing_happens(person, name, args, data):
    response = browser().post(address(name, *args), data)
    assert response.status_code == 303
    assert not PrivacyRequest.objects.exists()


def test_hostile_answers_are_shown_as_text(person):
    vault.set_identity(person, name=HOSTILE)
    hold_text(person, HOSTILE)
    client = enter(builders.EMAIL)
    for item in ("all", "identity"):
        html = post(client, "privacy_centre_reveal", {"item": item}).content.decode()
        assert "<script>alert" not in html and "&lt;script&gt;alert" in html


def test_no_page_carries_anything_personal_in_its_address(person):
    client = enter(builders.EMAIL)
    for response in (
        post(client, "privacy_centre_correct", {"name": "Lê Văn Mới"}),
        post(client, "privacy_centre_withdraw", {"purpose": "news"}),
    ):
        location = response["Location"]
        assert location.split("?")[0] == address() and "news" not in location


def test_pages_take_the_same_number_of_queries_for_many_things(person):
    from django.test.utils import CaptureQueriesContext

    client = enter(builders.EMAIL)
    counts = []
    for number in (2, 12):
        for n in range(number):
            builders.ask("complain", person, text=f"n {n} of {number}", received_at=timezone.now())
            PrivacyRequest.objects.filter(closed_at=None).update(
                status="closed", outcome="fulfilled", closed_at=timezone.now()
            )
        with CaptureQueriesContext(connection) as queries:
            page(client)
        counts.append(len(queries))
    # A few for each request, which is the requests' own source; none for what the centre adds.
    assert counts[1] - counts[0] <= 4 * 12, counts
