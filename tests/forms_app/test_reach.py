"""A box that is ticked needs the address that its purpose writes or calls to, where the form asks for one."""

import pytest

from forms_app import reach
from privacy.models import Purpose
from tests.privacy.builders import declare
from vault.models import Envelope

from .builders import errors, make_form, make_purposes, send, soup

pytestmark = pytest.mark.django_db

QUESTION = ("text", {"label": "Ý kiến", "key": "opinion", "required": True})
RESEARCH = ("consent", {"purpose": "research", "required": True})
EMAIL, PHONE = ("email", {"required": False}), ("phone", {"required": False})
ANSWERS = {"opinion": "Tốt", "consent-research": "on", "consent-news": "on"}


def declare_news(channel):
    """The policy says that newsletters come by `channel`."""
    make_purposes()
    Purpose.objects.filter(code="news").update(channel=channel, is_marketing=True, frequency="2")
    declare()


def survey(*fields, channel="e-mail"):
    """A survey with these address fields, and a box for newsletters."""
    declare_news(channel)
    return make_form(
        [*fields, QUESTION, RESEARCH, ("consent", {"purpose": "news", "required": False})],
        channel="survey",
        main_purpose="research",
    )


def test_a_newsletter_by_e_mail_asks_for_the_address(client):
    page = survey(EMAIL, PHONE)
    response = send(client, page, ANSWERS, phone="0912 345 678")
    assert response.status_code == 422 and not Envelope.objects.exists()
    (message,) = errors(response)
    assert "news (vi)" in message
    form = soup(response)
    assert form.select_one(".field--email.form__field--invalid") and not form.select(
        ".field--phone .form__error"
    )
    assert form.select_one("[name=consent-news]").has_attr("checked"), "nothing that was typed is lost"
    assert send(client, page, ANSWERS, email="ung@visitor.example").status_code == 303


def test_a_box_left_empty_asks_for_no_address(client):
    assert send(client, survey(EMAIL), ANSWERS, **{"consent-news": None}).status_code == 303


def test_a_wrong_address_is_told_once(client):
    response = send(client, survey(EMAIL), ANSWERS, email="ung@")
    assert response.status_code == 422 and len(errors(response)) == 1


def test_calls_ask_for_the_number(client):
    page = survey(EMAIL, PHONE, channel="SMS, Zalo")
    response = send(client, page, ANSWERS, email="ung@visitor.example")
    assert response.status_code == 422 and soup(response).select_one(".field--phone .form__error")
    assert send(client, page, ANSWERS, phone="0912 345 678").status_code == 303


@pytest.mark.parametrize("given", [{"email": "ung@visitor.example"}, {"phone": "0912 345 678"}])
def test_of_two_channels_one_address_is_enough(client, given):
    page = survey(EMAIL, PHONE, channel="e-mail hoặc điện thoại")
    assert send(client, page, ANSWERS).status_code == 422
    assert send(client, page, ANSWERS, **given).status_code == 303


@pytest.mark.parametrize(
    ("fields", "channel"), [([PHONE], "e-mail"), ([EMAIL], ""), ([EMAIL], "thư bưu điện")]
)
def test_what_the_form_or_the_channel_does_not_have_is_not_asked_for(client, fields, channel):
    assert send(client, survey(*fields, channel=channel), ANSWERS).status_code == 303


def test_nobody_is_told_to_untick_a_box_that_must_be_ticked(client):
    declare_news("e-mail")
    box = ("consent", {"purpose": "news", "required": True})
    page = make_form([EMAIL, box], channel="newsletter", main_purpose="news")
    response = send(client, page, {"consent-news": "on"})
    assert errors(response) == ["Vui lòng điền mục này."]


@pytest.mark.parametrize(
    ("channel", "kinds"),
    [
        ("e-mail", {"email"}),
        ("Email", {"email"}),
        ("Thư điện tử", {"email"}),
        ("điện thoại", {"phone"}),
        ("Zalo/SMS", {"phone"}),
        ("telephone calls", {"phone"}),
        ("e-mail and text messages", {"email", "phone"}),
        ("letter", set()),
    ],
)
def test_a_channel_is_known_by_its_words(channel, kinds):
    assert reach.kinds(channel) == kinds
