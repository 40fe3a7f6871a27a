"""A receipt goes to whoever typed the address: it reaches its own submission and nobody else's."""

import pytest
from django.db import IntegrityError

from inbox import services
from privacy import gate, receipts
from privacy.models import ConsentEvent, Restriction
from rights.centre import sessions
from rights.models import CentreSession, PrivacyRequest
from tests.inbox import factories
from tests.rights_centre.visiting import address, browser, enter, main, page, post
from vault import services as vault
from vault.models import Person

pytestmark = pytest.mark.django_db


def submit(version, *, consents=None, **answers):
    """(receipt number, its secret) of a form with the victim's address, whoever fills it in."""
    token = receipts.new_token()
    given = {"full_name": factories.NAME, "email": factories.EMAIL, "message": factories.MESSAGE, **answers}
    number = services.receive(
        form_version=version,
        channel=version.channel,
        locale="vi",
        answers=given,
        consents={"enquiry": True} if consents is None else consents,
        token=token,
    )
    return number, token


def come(token):
    client = browser()
    assert client.post(address("privacy_centre_receipt", token)).status_code == 303
    return client


@pytest.fixture(params=["victim first", "attacker first"])
def both(request):
    """{who: (number, secret)} of two submissions for one address; the victim's has more to tell."""
    forms = {
        "victim": lambda: submit(
            factories.form_version("contact", clauses=("enquiry", "care")),
            consents={"enquiry": True, "care": True},
            phone=factories.PHONE,
        ),
        "attacker": lambda: submit(factories.form_version("newsletter"), full_name="Kẻ Gian"),
    }
    order = ["victim", "attacker"] if request.param == "victim first" else ["attacker", "victim"]
    made = {who: forms[who]() for who in order}
    assert Person.objects.count() == 1
    return made


@pytest.fixture
def person(both):
    return Person.objects.get()


def test_a_receipt_shows_its_own_submission_alone(both, person):
    reader = factories.sales(first_name="Lan")
    victim, attacker = both["victim"][0], both["attacker"][0]
    for enquiry in person.enquiries.all():
        services.read(enquiry, by=reader, reason="answer")
    post(enter(factories.EMAIL), "privacy_centre_reveal", {"item": "all"})
    asked = post(enter(factories.EMAIL), "privacy_centre_ask", {"text": "Riêng"}, args=("complain",))
    assert asked.status_code == 303
    client = come(both["attacker"][1])
    html = page(client).content.decode()
    assert attacker in html and main(page(client)).select_one("[data-purpose=enquiry]")
    identity = vault.masked_own(person, [vault.identity_record(person)])
    masks = next(iter(identity.values()))
    for other in (victim, "[data-purpose=care]", PrivacyRequest.objects.get().reference, *masks.values()):
        assert other not in html
    assert not main(page(client)).select_one("[data-purpose=care]")
    readings = main(page(client)).select("#readings li")
    assert len(readings) == 1 and attacker in readings[0].get_text()
    prove = page(client, "privacy_centre_prove").content.decode()
    assert not any(mask in prove for mask in masks.values())


def test_a_receipt_changes_nothing_of_another_submission(both, person):
    client = come(both["attacker"][1])
    prove = address("privacy_centre_prove")
    assert not main(page(client)).select(f"form[action='{address('privacy_centre_withdraw')}']")
    events = ConsentEvent.objects.count()
    for name, data in (
        ("privacy_centre_withdraw", {"purpose": "enquiry"}),
        ("privacy_centre_withdraw", {"purpose": "care"}),
        ("privacy_centre_limit", {"kind": "restrict"}),
        ("privacy_centre_limit", {"kind": "object", "purpose": "enquiry"}),
        ("privacy_centre_lift", {"kind": "restrict"}),
    ):
        assert post(client, name, data)["Location"] == prove, name
    assert ConsentEvent.objects.count() == events
    assert not Restriction.objects.exists() and not PrivacyRequest.objects.exists()
    assert gate.may_use(person, "enquiry") and gate.may_use(person, "care")


def test_what_only_this_receipt_agreed_to_goes_with_one_click(both, person):
    client = come(both["victim"][1])
    card = main(page(client)).select_one("[data-purpose=care]")
    assert card.select_one(f"form[action='{address('privacy_centre_withdraw')}']")
    response = post(client, "privacy_centre_withdraw", {"purpose": "care"})
    assert response.status_code == 303 and response["Location"].startswith(address())
    assert gate.may_use(person, "care").reason == "withdrawn" and gate.may_use(person, "enquiry")
    # The page says so at once, and so does the receipt later.
    for shown in (client, come(both["victim"][1])):
        card = main(page(shown)).select_one("[data-purpose=care]")
        assert len(card.select(".centre__lines li")) == 2 and not card.select_one("form")


def test_a_form_with_the_box_left_empty_ends_nothing_and_stands_in_no_ones_way(both, person):
    """Whoever knows the address can send it; so does a customer who agreed once and asks something else."""
    submit(factories.form_version("contact", clauses=("enquiry", "care")), consents={"enquiry": True})
    assert gate.may_use(person, "care").reason == "consent"
    steps = main(page(enter(factories.EMAIL))).select("[data-purpose=care] .centre__lines strong")
    assert [step.get_text() for step in steps] == ["Để trống ô", "Đã đồng ý"]
    client = come(both["victim"][1])
    assert post(client, "privacy_centre_withdraw", {"purpose": "care"}).status_code == 303
    assert gate.may_use(person, "care").reason == "withdrawn"


def test_a_ticked_box_brings_nothing_back_and_can_be_taken_back_itself(both, person):
    """The owner withdrew; then a form comes in their name with the box ticked."""
    post(enter(factories.EMAIL), "privacy_centre_withdraw", {"purpose": "care"})
    version = factories.form_version("contact", clauses=("enquiry", "care"))
    number, token = submit(version, consents={"enquiry": True, "care": True})
    assert gate.may_use(person, "care").reason == "withdrawn"
    assert gate.may_use(person, "care", receipt=number)
    owner = enter(factories.EMAIL)
    card = main(page(owner)).select_one("[data-purpose=care]")
    assert "chỉ có hiệu lực cho biểu mẫu đó" in card.get_text()
    assert card.select_one(f"form[action='{address('privacy_centre_withdraw')}']")
    assert card.select_one(f"form[action='{address('privacy_centre_give')}']")
    # Its own receipt takes it back, and so does its owner.
    again, _token = submit(version, consents={"enquiry": True, "care": True})
    sender = come(token)
    assert post(sender, "privacy_centre_withdraw", {"purpose": "care"})["Location"] == address(
        "privacy_centre_prove"
    ), "another form's box is not this receipt's"
    assert post(owner, "privacy_centre_withdraw", {"purpose": "care"}).status_code == 303
    for each in (number, again):
        assert gate.may_use(person, "care", receipt=each).reason == "withdrawn"
    last, token = submit(version, consents={"enquiry": True, "care": True})
    assert post(come(token), "privacy_centre_withdraw", {"purpose": "care"}).status_code == 303
    assert gate.may_use(person, "care", receipt=last).reason == "withdrawn"


def test_a_receipt_does_not_tell_what_was_decided_elsewhere():
    _number, token = submit(factories.form_version())
    client = come(token)
    before = main(page(client)).select_one("[data-purpose=enquiry] .centre__lines").get_text()
    post(enter(factories.EMAIL), "privacy_centre_limit", {"kind": "restrict"})
    post(enter(factories.EMAIL), "privacy_centre_withdraw", {"purpose": "enquiry"})
    card = main(page(client)).select_one("[data-purpose=enquiry]")
    assert card.select_one(".centre__lines").get_text() == before
    assert PrivacyRequest.objects.count() == 2
    assert main(page(client)).get_text().count(PrivacyRequest.objects.first().reference) == 0


def test_a_second_receipt_opens_a_visit_of_its_own(both):
    client = come(both["attacker"][1])
    assert post(client, "privacy_centre_receipt", args=(both["victim"][1],)).status_code == 303
    html = page(client).content.decode()
    assert both["victim"][0] in html and both["attacker"][0] not in html


@pytest.mark.parametrize("level", CentreSession.Level.values)
def test_no_visit_by_a_receipt_without_one_in_the_database(level):
    person = Person.objects.create()
    receipt = None
    if level == CentreSession.Level.VERIFIED:
        receipt = receipts.issue(person=person, number="A", token="", language="vi", events=[])
    with pytest.raises(IntegrityError):
        sessions.open_session(person, level, receipt=receipt)
