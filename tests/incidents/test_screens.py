"""The screens: they work in both languages, and who may not enter finds nothing."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from incidents import services
from incidents.models import Disclosure, Incident, NoticeDelivery
from vault.models import ReadLog

from . import builders as make

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("unrun_tasks")]

PLAIN = (make.EMAIL, make.PHONE, make.NAME, "912 345 682", "marker")


def url(name, *args):
    return reverse(f"incidents:{name}", args=args)


def shown(demand):
    """What the form to approve `demand` carries, as it stands."""
    return {"shown": services.picture(Disclosure.objects.get(pk=demand.pk))}


def shows_plaintext(response):
    text = response.content.decode(errors="replace")
    return [plain for plain in PLAIN if plain in text]


@pytest.fixture
def by():
    return make.officer()


@pytest.fixture
def staff(client, by):
    client.force_login(by)
    return client


def in_language(user, code):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = code
    profile.save()


def pages(one, notice, demand):
    return [
        *(url(name) for name in ("open", "open_results", "closed", "add")),
        *(url(name) for name in ("disclosures", "disclosures_results", "answered", "disclosure_add")),
        *(url(name, one.code) for name in ("incident", "facts", "severity", "affected", "public")),
        *(url("print", one.code, paper, "vi") for paper in ("form08", "cyber", "record")),
        url("print", one.code, "form08", "en"),
        url("notice_add", one.code),
        url("notice", one.code, notice.number),
        url("notice_edit", one.code, notice.number),
        url("disclosure", demand.code),
        url("disclosure_edit", demand.code),
    ]


def actions(one, notice, demand):
    paper, person = demand.papers.get(), demand.people.get()
    return [
        *(url(name, one.code) for name in ("status", "report", "rerun", "update", "paper_add")),
        url("release", one.code, notice.number),
        url("contact", one.code, notice.number, 1),
        url("called", one.code, notice.number, 1),
        url("skip", one.code, notice.number, 1),
        url("waive", one.code),
        url("update_withdraw", one.code, 1),
        *(
            url(name, demand.code)
            for name in ("person_add", "disclosure_paper_add", "refuse", "seal", "hand_over")
        ),
        url("disclosure_paper", demand.code, paper.pk),
        url("person_remove", demand.code, person.pk),
    ]


def everything(by):
    one = make.incident(by)
    services.edit_incident(one, by=by, act="Quyền đọc đặt sai", occurred_from=timezone.now())
    person = make.person()
    make.affected(one, by=by)
    return one, make.notice(one, by), make.with_paper(make.demand(by, person), by)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_screen_opens_without_plaintext(staff, by, language):
    in_language(by, language)
    for address in pages(*everything(by)):
        response = staff.get(address)
        assert response.status_code == 200, address
        assert "no-store" in response["Cache-Control"], address
        assert not shows_plaintext(response), address
    assert not ReadLog.objects.exists()


@pytest.mark.parametrize("who", ["sales", "superuser"])
def test_others_find_nothing(client, by, who):
    subject = everything(by)
    user = (
        make.colleague(make.ADMIN, "vault.open_vault", "inbox.work_enquiries")
        if who == "sales"
        else get_user_model().objects.create_superuser("root")
    )
    client.force_login(user)
    for address in pages(*subject):
        assert client.get(address).status_code == 404, address
    for address in [*actions(*subject), url("approve", subject[2].code), url("return", subject[2].code)]:
        assert client.post(address, {"status": "closed", "reason": "x"}).status_code == 404, address
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert url("open") not in home and url("disclosures") not in home
    assert not ReadLog.objects.exists() and Incident.objects.get().status == "open"


def test_an_approver_sees_demands_and_nobody_in_them(client, by):
    one, notice, demand = everything(by)
    client.force_login(make.approver())
    response = client.get(url("disclosure", demand.code))
    assert response.status_code == 200
    text = response.content.decode()
    assert demand.scope in text and "T. T. M." not in text and not shows_plaintext(response)
    # How much it is, and nothing of what it says.
    covered = text.split("data-coverage")[1].split("</section>")[0]
    assert all(f"<dt>{label}</dt><dd>1</dd>" in covered for label, _number in services.coverage(demand))
    assert client.get(url("incident", one.code)).status_code == 404
    # What is decided about can be read by who decides (ADR 0074); nothing else opens.
    paper = url("disclosure_paper", demand.code, demand.papers.get().pk)
    assert client.post(paper).content == make.PDF and paper in text
    for address in actions(one, notice, demand):
        assert address == paper or client.post(address).status_code == 404, address
    assert client.post(url("approve", demand.code), shown(demand)).status_code == 302
    assert demand.approvals.count() == 1


def test_nothing_is_done_by_get(staff, by):
    one, notice, demand = everything(by)
    for address in actions(one, notice, demand):
        assert staff.get(address).status_code in (302, 405), address
    assert not NoticeDelivery.objects.exists() and not ReadLog.objects.exists()


def test_recording_leads_to_the_severity_test_and_to_duties(staff):
    detected = timezone.localtime() - dt.timedelta(hours=1)
    response = staff.post(
        url("add"),
        {"title": "Mất máy tính", "kind": "loss", "detected_at": detected.strftime("%Y-%m-%dT%H:%M")},
    )
    one = Incident.objects.get()
    assert response["Location"] == url("severity", one.code)
    assert abs(one.detected_at - detected) < dt.timedelta(minutes=1)
    staff.post(url("severity", one.code), {"health": "yes", "cyber": "none", "eu": "no"})
    text = staff.get(url("incident", one.code)).content.decode()
    assert 'data-clock="authority" data-state="running"' in text
    assert 'data-clock="cyber_first"' not in text and 'data-clock="gdpr"' not in text


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"kind": "nonsense"},
        {"detected_at": "2099-01-01T00:00"},
        {"occurred_from": "2026-11-02T00:00", "occurred_to": "2026-11-01T00:00"},
        {"data_categories": "nonsense"},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_can_not_be_is_not_recorded(staff, wrong):
    given = {"title": "x", "kind": "loss", "detected_at": "2026-11-01T00:00", **wrong}
    assert staff.post(url("add"), given).status_code == 422
    assert not Incident.objects.exists()


def test_a_preview_comes_before_keeping(staff, by):
    one = make.incident(by)
    make.person()
    response = staff.post(url("affected", one.code), {"kind": "store"})
    assert response.status_code == 200 and not one.affected.exists()
    assert 'name="keep"' in response.content.decode()
    staff.post(url("affected", one.code), {"kind": "store", "keep": "1"})
    assert one.affected.count() == 1
    assert staff.post(url("affected", one.code), {"kind": "reader"}).status_code == 422
    assert staff.post(url("affected", one.code), {"kind": "nonsense"}).status_code == 422


def test_a_late_report_is_asked_for_its_reasons(staff, by):
    one = make.incident(by, detected_at=timezone.now() - dt.timedelta(hours=90))
    given = {
        "duty": "authority",
        "sent_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "reference": "1",
    }
    staff.post(url("report", one.code), given)
    assert not one.reports.exists()
    staff.post(url("report", one.code), given | {"late_reason": "Mất điện"})
    assert one.reports.count() == 1


def test_closing_takes_every_duty_met_or_waived(staff, by):
    in_language(by, "en")
    one = make.incident(by)
    text = staff.post(url("status", one.code), {"status": "closed"}, follow=True).content.decode()
    one.refresh_from_db()
    assert one.is_open and "Draw up the confirmation record" in text
    for duty in services.unmet(one):
        staff.post(url("waive", one.code), {"duty": duty, "reason": "Không áp dụng"})
    staff.post(url("status", one.code), {"status": "closed"})
    one.refresh_from_db()
    assert not one.is_open
    assert staff.post(url("status", one.code), {"status": "nonsense"}).status_code == 404


def test_whoever_cannot_be_told_is_passed_over_with_a_reason(staff, by):
    one = make.incident(by)
    make.person(email="", phone=make.PHONE)
    make.affected(one, by=by)
    services.release(make.notice(one, by), by=by)
    services.send_batch()
    delivery = NoticeDelivery.objects.get()
    staff.post(url("skip", one.code, 1, delivery.pk), {"reason": "Số máy sai"})
    delivery.refresh_from_db()
    assert delivery.state == "skipped"
    assert "Số máy sai" in staff.get(url("notice", one.code, 1)).content.decode()


def test_a_notice_is_written_checked_and_sent_off(staff, by):
    one = make.incident(by)
    make.person()
    make.affected(one, by=by)
    texts = {f"{name}_{code}": text for code, each in make.TEXTS.items() for name, text in each.items()}
    response = staff.post(url("notice_add", one.code), texts)
    assert response["Location"] == url("notice", one.code, 1) and not mail.outbox
    staff.post(url("release", one.code, 1))
    services.send_batch()
    assert len(mail.outbox) == 1
    text = staff.get(url("notice", one.code, 1)).content.decode()
    assert url("release", one.code, 1) not in text
    assert staff.get(url("notice_edit", one.code, 1)).status_code == 404
    assert staff.post(url("notice_add", one.code), texts | {"body_en": ""}).status_code == 422


def test_a_contact_is_shown_once_and_logged(staff, by):
    one = make.incident(by)
    make.person(email="", phone=make.PHONE)
    make.affected(one, by=by)
    services.release(make.notice(one, by), by=by)
    services.send_batch()
    delivery = NoticeDelivery.objects.get()
    assert not shows_plaintext(staff.get(url("notice", one.code, 1)))
    readings = ReadLog.objects.count()
    response = staff.post(url("contact", one.code, 1, delivery.pk))
    assert make.PHONE in response.content.decode() and "no-store" in response["Cache-Control"]
    assert ReadLog.objects.count() == readings + 1
    staff.post(url("called", one.code, 1, delivery.pk))
    assert (
        url("contact", one.code, 1, delivery.pk) not in staff.get(url("notice", one.code, 1)).content.decode()
    )


def test_a_delivery_of_another_incident_is_not_found(staff, by):
    one, other = make.incident(by), make.incident(by)
    make.person(email="", phone=make.PHONE)
    make.affected(one, by=by)
    services.release(make.notice(one, by), by=by)
    make.notice(other, by)
    pk = NoticeDelivery.objects.get().pk
    for name in ("contact", "called"):
        assert staff.post(url(name, other.code, 1, pk)).status_code == 404


def test_a_demand_from_paper_to_download(staff, client, by):
    make.person()
    staff.post(
        url("disclosure_add"),
        {
            "authority_kind": "court",
            "authority_name": "Tòa án",
            "paper_number": "7/QĐ",
            "paper_date": "2026-11-20",
            "received_on": "2026-11-23",
            "legal_basis": "Điều 97",
            "scope": "Liên hệ",
            "kinds": ["identity", "enquiry-contact"],
        },
    )
    one = Disclosure.objects.get()
    scan = SimpleUploadedFile("a.pdf", make.PDF, "application/pdf")
    staff.post(url("disclosure_paper_add", one.code), {"requested_by": "Thẩm phán M", "file": scan})
    staff.post(url("person_add", one.code), {"term": "nobody@example.com"})
    assert not one.people.exists()
    staff.post(url("person_add", one.code), {"term": make.EMAIL})
    assert one.people.count() == 1
    staff.post(url("approve", one.code), shown(one))
    staff.post(url("approve", one.code), shown(one))
    assert one.approvals.count() == 1
    services.approve(one, by=make.approver())
    staff.post(url("seal", one.code))
    assert staff.post(url("hand_over", one.code))["Location"] == url("disclosure", one.code)
    response = staff.get(url("bundle", one.code))
    assert response["Content-Disposition"] == f'attachment; filename="{one.code}.zip"'
    assert "no-store" in response["Cache-Control"] and response.content[:2] == b"PK"
    again = staff.post(url("hand_over", one.code))
    assert again.status_code == 302
    one.refresh_from_db()
    assert one.sha256 in staff.get(url("disclosure", one.code)).content.decode()
    assert one.code in staff.get(url("answered")).content.decode()


def test_a_paper_opens_as_a_download_that_no_browser_runs(staff, by):
    demand = everything(by)[2]
    response = staff.post(url("disclosure_paper", demand.code, demand.papers.get().pk))
    assert response.content == make.PDF
    assert (
        "attachment" in response["Content-Disposition"] and "sandbox" in response["Content-Security-Policy"]
    )
    assert demand.events.last().kind == "paper_read"


def test_what_is_no_scan_is_told_in_words(staff, by):
    one = make.incident(by)
    fake = SimpleUploadedFile("a.pdf", b"<html>", "application/pdf")
    response = staff.post(url("paper_add", one.code), {"kind": "record", "file": fake}, follow=True)
    assert not one.papers.exists() and "PDF" in response.content.decode()


@pytest.mark.parametrize("name", ["approve", "seal", "hand_over"])
def test_weighty_steps_ask_for_the_password_again(client, name):
    user = make.officer(password="đủ dài để không đoán được")
    demand = make.with_paper(make.demand(user, make.person()), user)
    client.force_login(user)
    response = client.post(url(name, demand.code))
    assert response.status_code == 302 and "/accounts/reauthenticate/" in response["Location"]
    demand.refresh_from_db()
    assert demand.state == "draft" and not demand.approvals.exists()


def test_after_the_password_the_step_goes_on(client):
    password = "đủ dài để không đoán được"
    user = make.officer(password=password)
    demand = make.with_paper(make.demand(user, make.person()), user)
    client.force_login(user)
    asked = client.post(url("approve", demand.code), shown(demand))
    client.post(asked["Location"], {"password": password})
    assert demand.approvals.count() == 1


def test_lists_take_as_many_queries_for_many(staff, by):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(name):
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(url(name)).status_code == 200
        return len(captured)

    make.incident(by)
    make.demand(by)
    queries("open")  # what a process asks once
    before = [queries(name) for name in ("open", "disclosures")]
    for _ in range(5):
        make.incident(by)
        make.demand(by)
    assert [queries(name) for name in ("open", "disclosures")] == before


def test_the_menu_counts_and_the_dashboard_tells(staff, by):
    one = make.incident(by)
    text = staff.get(reverse("wagtailadmin_home")).content.decode()
    assert one.code in text and "(1)" in text
