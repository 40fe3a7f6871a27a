"""Each line of the company's policy has a test of its name: what keeps the promise, seen from outside.

Lines that promise nothing by themselves (headings, introductions) are tested for being published as written.
Where the work itself comes later (mailings, statistics, chat), the test proves that today nothing of it can
happen without the policy and the person's consent, and says so.
"""

import itertools

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from home.models import CallToAction, Footer
from inbox.channels import channels as inbox_channels
from inbox.models import Enquiry
from incidents import services as incidents
from incidents.clocks import State
from incidents.services.disclosures import NotAllowedNow
from privacy import declared, gate, limits
from privacy import services as privacy
from privacy.demo import CATEGORIES, CHANNELS, PURPOSES, RECIPIENTS, STORED_ITEMS
from privacy.demo.clauses import CLAUSES
from privacy.demo.policy import POLICY
from privacy.guards import alarms, cookies, outgoing
from privacy.models import Channel, DataCategory, GuardAlarm, Purpose
from privacy.promises.board import lines
from tests.forms_app import builders as forms
from tests.incidents import builders as cases
from tests.privacy.builders import declare, make_recipient
from tests.staff.builders import make_staff
from vault.models import Envelope, Person, ReadLog, SealedRecord
from vault.services import reveal
from website.middleware import page_cache

pytestmark = pytest.mark.django_db
QUESTION = "Bạn đã sẵn sàng kinh doanh online chưa?"
COPYRIGHT = "© Copyrights WEBSCLOUD 2020. All rights reserved."


@pytest.fixture(autouse=True)
def fresh_guards():
    alarms.forget()
    page_cache.store.clear()
    yield
    alarms.forget()


def policy_lines():
    """The lines of the demo's policy."""
    found = []
    for text in strings(POLICY):
        found += lines(text) if "<" in text else [str(text)]
    return found


def strings(value):
    """Every text in nested data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings(list(value.values()))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from strings(each)


def stands_in_the_policy(code):
    begins = CLAUSES[code].begins
    return any(line.removeprefix("–").strip().startswith(begins) for line in policy_lines())


def enquire(client, page=None, **changes):
    """Sends the contact form as a visitor; returns the enquiry that the worker made of it."""
    response = forms.send(client, page or forms.make_form(), **changes)
    assert response.status_code == 303
    return Enquiry.objects.get()


def takes_nothing(client, page, version):
    """Whether a visitor who opened the form before the policy changed gets nothing in."""
    before = Envelope.objects.count()
    data = {**forms.ANSWERS, "_version": version}
    response = client.post(forms.url(page), data, headers={"Origin": "http://testserver"})
    return response.status_code != 303 and Envelope.objects.count() == before


def of_demo(entries, code):
    return next(entry for entry in entries if entry["code"] == code)


def declare_purpose(code):
    """Publishes a purpose as the demo has it, in both languages."""
    entry = of_demo(PURPOSES, code)
    for language in ("vi", "en"):
        row = {name: value for name, value in entry.items() if name != "code"}
        row = {
            name: str(getattr(value, "en", value)) if language == "en" and isinstance(value, str) else value
            for name, value in row.items()
        }
        locale = Locale.objects.get_or_create(language_code=language)[0]
        Purpose.objects.get_or_create(code=code, locale=locale, defaults=row)
    declare()
    return declared.current().any_language("purpose")[code]


def decide(person, purpose, decision):
    return privacy.record_decision(
        person=person, purpose=purpose, decision=decision, language="vi", method="privacy_centre"
    )


# Every clause has its test


def test_every_clause_has_a_test_of_its_name():
    wanted = {f"test_clause_{code.replace('-', '_')}" for code in CLAUSES}
    assert wanted <= set(globals()), wanted - set(globals())


# What is collected


def test_clause_title():
    """The title is that of the company's text."""
    assert CLAUSES["title"].begins in policy_lines()


def test_clause_purposes_heading():
    assert stands_in_the_policy("purposes-heading")


def test_clause_collect_channels(client):
    """Each named channel is declared; each that has a form leads into the inbox; no other takes anything.

    Live chat is not open yet: nothing in the software takes data by it.
    """
    named = set(CLAUSES["collect-channels"].entries["channels"])
    assert named == {entry["code"] for entry in CHANNELS}
    assert set(inbox_channels.keys()) <= named and "chat" not in set(inbox_channels.keys())
    page = forms.make_form()
    assert enquire(client, page).channel == "contact"
    version = forms.version_of(client, page)
    entry = Channel.objects.filter(code="contact")
    with pytest.raises(ProtectedError), transaction.atomic():
        entry.delete()
    # Past every check, as by hand in the database: the published policy still decides.
    entry._raw_delete(entry.db)
    declare()
    assert takes_nothing(client, page, version)


def test_clause_data_kinds(client):
    """A form whose field belongs to no category of the published policy takes nothing."""
    assert set(CLAUSES["data-kinds"].entries["categories"]) <= {entry["code"] for entry in CATEGORIES}
    page = forms.make_form()
    enquiry = enquire(client, page)
    types = {each["type"] for each in enquiry.form_version.snapshot["fields"]}
    known = declared.current().categories("vi").values()
    assert types <= set(itertools.chain.from_iterable(each.field_types for each in known))
    version = forms.version_of(client, page)
    DataCategory.objects.filter(code="message").update(field_types=[])
    assert forms.send(client, page).status_code == 303, "what is not published yet changes nothing"
    declare()
    assert takes_nothing(client, page, version)


def test_clause_use_intro():
    assert stands_in_the_policy("use-intro")
    assert CLAUSES["use-intro"].is_promise is False


# What it is used for


def test_clause_use_contact(client):
    """Contact is allowed to who asked for it, and to nobody who took it back."""
    enquiry = enquire(client)
    assert gate.may_use(enquiry.person, "enquiry")
    decide(enquiry.person, "enquiry", "withdrawn")
    assert not gate.may_use(enquiry.person, "enquiry")
    assert not gate.may_use(Person.objects.create(), "enquiry")


def test_clause_use_news(client):
    """News to who ticked the box only, until they withdraw. Mailings come later; all will ask this gate."""
    forms.make_purposes()
    unticked = enquire(client)
    assert gate.may_use(unticked.person, "news").reason == "refused"
    decide(unticked.person, "news", "given")
    assert gate.allowed([unticked.person], "news") == {unticked.person.pk}
    decide(unticked.person, "news", "withdrawn")
    assert gate.allowed([unticked.person], "news") == set()
    assert of_demo(PURPOSES, "news")["is_marketing"]
    # Nothing was mailed to the visitor meanwhile.
    assert not [message for message in mail.outbox if forms.ANSWERS["email"] in message.to]


@pytest.mark.parametrize("code", ["service_notices"])
def test_clause_use_notices(code):
    """Notices rest on the contract: allowed while declared, and never while the person is restricted."""
    assert_contract(code)


@pytest.mark.parametrize("code", ["aftercare"])
def test_clause_use_aftersales(code):
    assert_contract(code)


def assert_contract(code):
    entry = declare_purpose(code)
    assert entry.legal_basis == "contract" and entry.legal_reference and entry.retention_days
    person = Person.objects.create()
    assert gate.may_use(person, code).reason == "contract"
    limits.restrict(person, code)
    assert not gate.may_use(person, code)
    other = Person.objects.create()
    Purpose.objects.filter(code=code).delete()
    declare()
    assert gate.may_use(other, code).reason == "undeclared"


def test_clause_use_business(client):
    """Research and statistics need consent of their own. Visits are not measured: no cookie, no script.

    Statistics come later; today nothing about visits is collected.
    """
    for code in ("research", "statistics"):
        assert declare_purpose(code).legal_basis == "consent"
        assert gate.may_use(Person.objects.create(), code).reason == "never_asked"
    page = forms.make_form()
    response = client.get(forms.url(page))
    assert not response.cookies
    scripts = forms.soup(response).find_all("script", src=True)
    assert all(tag["src"].startswith("/static/") for tag in scripts)


def test_clause_disclosure_authorities():
    """A demand of an authority yields nothing on one person's word, and one bundle on two people's."""
    assert of_demo(PURPOSES, "legal_request")["legal_basis"] == "other_law"
    by, person = cases.officer(), cases.person()
    demand = cases.with_paper(cases.demand(by, person), by)
    incidents.approve(demand, by=by)
    with pytest.raises(NotAllowedNow):
        incidents.approve(demand, by=by)
    with pytest.raises(NotAllowedNow):
        incidents.seal_bundle(demand, by=by)
    incidents.approve(demand, by=cases.approver())
    incidents.seal_bundle(demand, by=by)
    incidents.hand_over(demand, by=by)
    assert incidents.take_bundle(demand, by=by)
    assert ReadLog.objects.filter(person=person, reason__contains=demand.code).exists()
    with pytest.raises(NotAllowedNow):
        incidents.hand_over(demand, by=by)


# Cookies


def test_clause_cookies_intro():
    assert stands_in_the_policy("cookies-intro")


def set_by_a_page(name, surface="public"):
    """The cookies that a response still sets after the guard, and whether it raised an alarm."""
    from django.http import HttpResponse

    response = HttpResponse()
    response.set_cookie(name, "1")
    cookies.keep_declared(response, surface=surface)
    return set(response.cookies), GuardAlarm.objects.filter(kind="cookie", name=name).exists()


def test_clause_cookies_campaigns():
    """The policy declares no cookie for campaigns, so none can be set. Measuring comes later."""
    assert not [entry for entry in STORED_ITEMS if entry["surface"] == "public" and not entry["essential"]]
    declare()
    assert set_by_a_page("utm_campaign") == (set(), True)


def test_clause_cookies_totals(client):
    """No cookie counts visitors: none is declared, a page sets none, and one that tried would lose it."""
    page = forms.make_form()
    for _visit in range(2):
        assert not client.get(forms.url(page)).cookies
    assert set_by_a_page("_ga") == (set(), True)


def test_clause_cookies_diagnose():
    """What mends faults sets no cookie for visitors; staff keep theirs on the staff side only."""
    names = {entry["key"] for entry in STORED_ITEMS if entry["surface"] == "admin"}
    assert cookies.essentials() <= names
    declare()
    for name in cookies.essentials():
        assert set_by_a_page(name)[0] == set()
        assert set_by_a_page(name, surface="admin")[0] == {name}


# Commitments


def test_clause_commitment_heading():
    assert stands_in_the_policy("commitment-heading")


def test_clause_confidential_consent(client):
    """What was written lies sealed; only who was given it reads it; that is logged; use needs consent."""
    enquiry = enquire(client)
    marker = forms.ANSWERS["message"].encode()
    record = SealedRecord.objects.get(pk=enquiry.record_id)
    assert marker not in bytes(record.payload) + bytes(record.mask)
    assert not any(marker in bytes(envelope.payload or b"") for envelope in Envelope.objects.all())
    editor = make_staff("Editor", username="editor", is_superuser=True)
    with pytest.raises(PermissionDenied):
        reveal(record, by=editor, reason="x")
    client.force_login(editor)
    page = reverse("inbox:enquiry", args=[enquiry.pk])
    assert client.get(page).status_code == 404
    assert not ReadLog.objects.exists()
    seller = make_staff("Sales", username="seller")
    client.force_login(seller)
    client.post(reverse("inbox:read", args=[enquiry.pk]), {"reason": "answer"})
    line = ReadLog.objects.get()
    assert (line.actor, line.reason) == (seller, "answer")
    assert not gate.may_use(Person.objects.create(), "enquiry")


def test_clause_no_transfer(client, settings):
    """Nobody receives data: none is declared, pages load nothing from elsewhere, the server calls nobody."""
    settings.PRIVACY_OUTGOING = "enforce"
    assert RECIPIENTS == []
    page = forms.make_form()
    policy = client.get(forms.url(page))["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "http" not in policy and "." not in policy.replace("'", "")
    with pytest.raises(outgoing.UndeclaredHost):
        outgoing.check("www.google.com")
    # Who is declared, and published, may be: the policy decides, and nothing else does.
    make_recipient(hosts="www.google.com", script_hosts="www.google.com")
    outgoing.check("www.google.com")
    assert "www.google.com" in client.get(forms.url(page) + "?page=2")["Content-Security-Policy"]


def test_clause_breach_notice():
    """The clock of 72 hours runs from the first signal; the people concerned are written to, and again."""
    by = cases.officer()
    one = cases.incident(by, detected_at=timezone.now() - timezone.timedelta(hours=73))
    states = {clock.code: clock.state(timezone.now()) for clock in incidents.clocks(one)}
    assert State.OVERDUE in states.values()
    cases.person(language="en")
    cases.affected(one)
    incidents.release(cases.notice(one, by), by=by)
    incidents.send_batch()
    assert [message.to for message in mail.outbox if cases.EMAIL in message.to] == [[cases.EMAIL]]
    # The situation is kept up to date: a further notice, and a public page if the officer chooses.
    incidents.release(cases.notice(one, by), by=by)
    incidents.send_batch()
    assert len([message for message in mail.outbox if cases.EMAIL in message.to]) == 2


# The last two lines stand on every page


def test_clause_call_to_action(client):
    """The question stands on pages as a piece that editors change."""
    homes = forms.make_site()
    piece = CallToAction.objects.create(locale=homes["vi"].locale, heading=QUESTION)
    assert QUESTION in client.get("/vi/").content.decode()
    assert QUESTION.startswith(CLAUSES["call-to-action"].begins)
    piece.heading = "Câu hỏi khác?"
    piece.save()
    assert "Câu hỏi khác?" in client.get("/vi/").content.decode()


def test_clause_footer(client):
    """The copyright line stands below every page as a piece that editors change."""
    homes = forms.make_site()
    piece = Footer.objects.create(locale=homes["vi"].locale, small_print=f"<p>{COPYRIGHT}</p>")
    assert COPYRIGHT in client.get("/vi/").content.decode()
    assert COPYRIGHT.startswith(CLAUSES["footer"].begins)
    piece.small_print = "<p>© 2026</p>"
    piece.save()
    html = client.get("/vi/").content.decode()
    assert "© 2026" in html and COPYRIGHT not in html
