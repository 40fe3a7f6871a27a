"""A contact form over HTTP: it works, each refusal, and what must never happen."""

import re

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Locale, Page

from home.models import CompanyIdentity
from inbox.models import Enquiry
from privacy.models import ConsentEvent, FormVersion, Purpose
from privacy.services import freeze_form
from tests.privacy.builders import declare
from vault.models import Envelope

from .builders import (
    ANSWERS,
    CATEGORIES,
    errors,
    make_form,
    make_site,
    receipt_of,
    sealed,
    send,
    soup,
    url,
    version_of,
)

pytestmark = pytest.mark.django_db

SAME = {"Origin": "http://testserver"}


@pytest.fixture
def page():
    return make_form()


def test_a_form_arrives_sealed(client, page, unrun_tasks):
    response = send(client, page)
    receipt = receipt_of(client, response)
    payload, files = sealed()
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}", receipt)
    assert payload["receipt"] == receipt
    assert payload["answers"] == {
        "full_name": "Đặng Thị Ửng",
        "email": "ung@visitor.example",
        "phone": "+84912345678",
        "message": "Cho tôi hỏi giá.",
    }
    assert payload["consents"] == {"enquiry": True, "news": False}
    assert payload["signals"] == []
    assert files == []


def test_a_browsers_tab_says_that_something_is_wrong(client, page):
    assert not soup(client.get(url(page))).title.get_text().startswith("Lỗi")
    assert soup(send(client, page, email="")).title.get_text().startswith("Lỗi: ")


def test_a_form_reaches_inbox_and_ledger(client, page):
    receipt = receipt_of(client, send(client, page))
    enquiry = Enquiry.objects.get(receipt=receipt)
    assert (enquiry.channel, enquiry.locale, enquiry.quarantined) == ("contact", "vi", False)
    assert set(ConsentEvent.objects.values_list("purpose_code", "decision")) == {
        ("enquiry", "given"),
        ("news", "refused"),
    }


def test_pages_set_no_cookie_and_are_the_same_for_everyone(client, page):
    first, second = client.get(url(page)), client.get(url(page))
    assert first.content == second.content
    assert not first.cookies
    response = send(client, page)
    assert not response.cookies
    assert not client.get(response["Location"]).cookies


def test_address_holds_nothing_personal_and_thanks_is_not_kept(client, page):
    response = send(client, page)
    assert re.fullmatch(r"/vi/lien-he/thanks/[0-9A-Z-]+/[A-Za-z0-9_-]{32}/", response["Location"])
    thanks = client.get(response["Location"])
    assert "no-store" in thanks["Cache-Control"]
    assert "noindex" in thanks.content.decode()
    assert "ung@visitor.example" not in thanks.content.decode()


def test_the_thanks_are_titled_as_every_page(client, page):
    CompanyIdentity.objects.create(locale=page.locale, trade_name="WEBSCLOUD", live=True)
    thanks = client.get(send(client, page)["Location"])
    assert soup(thanks).title.get_text().endswith(" – WEBSCLOUD")


def test_thanks_for_an_unknown_receipt_is_404(client, page):
    assert client.get(url(page) + "thanks/AAAA-BBBB-CCCC/").status_code == 404


def test_nothing_is_ticked_beforehand(client, page):
    assert not soup(client.get(url(page))).select("main [data-purpose][checked]")


def test_inputs_carry_the_agreed_hooks(client, page):
    main = soup(client.get(url(page))).select_one("main")
    assert {i["autocomplete"] for i in main.select("[autocomplete]")} == {"name", "email", "tel", "off"}
    assert main.select_one("[data-field=message]").name == "textarea"
    assert main.select_one("[name=consent-news]")["data-purpose"] == "news"
    assert main.select_one("[name=phone]")["type"] == "tel"
    trap = main.select_one("[name=web_address]")
    assert trap["tabindex"] == "-1" and trap["autocomplete"] == "off"


def test_mistakes_are_told_in_words_with_everything_kept(client, page):
    response = send(client, page, email="không-phải-email", message="")
    main = soup(response).select_one("main")
    assert response.status_code == 422
    summary = main.select_one("[role=alert]")
    assert summary["tabindex"] == "-1" and summary.has_attr("autofocus")
    targets = [link["href"].removeprefix("#") for link in summary.select("a")]
    assert [main.find(id=target)["name"] for target in targets] == ["email", "message"]
    email = main.select_one("[name=email]")
    assert email["value"] == "không-phải-email" and email["aria-invalid"] == "true"
    described = main.find(id=email["aria-describedby"].split()[-1])
    assert described.get_text(strip=True)
    assert main.select_one("[name=full_name]")["value"] == ANSWERS["full_name"]
    assert main.select_one("[name=consent-enquiry]").has_attr("checked")
    assert not Envelope.objects.exists()


def test_required_consent_is_required_and_optional_is_not(client, page):
    response = send(client, page, **{"consent-enquiry": None})
    assert response.status_code == 422
    assert len(errors(response)) == 1
    assert send(client, page).status_code == 303


@pytest.mark.parametrize("forged", ["", "nonsense", "7f1d7f6e-0b7e-4b0a-8f5e-3d3c5b1c9a10", "1" * 5000])
def test_forged_version_is_400(client, page, forged):
    response = send(client, page, _version=forged)
    assert response.status_code == 400
    assert soup(response).select_one("main a[href='/vi/lien-he/']")
    assert not Envelope.objects.exists()


def test_version_of_another_form_is_400(client, page):
    other = make_form(homes={"vi": page.get_parent().specific}, slug="khac", title="Khác")
    assert send(client, page, _version=version_of(client, other)).status_code == 400


def test_forged_consent_is_400(client, page):
    response = send(client, page, **{"consent-callback": "on"})
    assert response.status_code == 400
    assert not Envelope.objects.exists()


def test_cross_site_post_is_403(client, page):
    data = {**ANSWERS, "_version": version_of(client, page)}
    response = client.post(url(page), data, headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert not Envelope.objects.exists()


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
def test_wrong_content_type_is_a_clear_4xx(client, page, kind):
    response = client.generic("POST", url(page), b'{"email": "x"}', content_type=kind, headers=SAME)
    assert response.status_code in {400, 415}
    assert not Envelope.objects.exists()


def test_oversized_body_is_413(client, page):
    response = client.generic(
        "POST",
        url(page),
        b"message=" + b"x" * 6_000_000,
        content_type="application/x-www-form-urlencoded",
        headers=SAME,
    )
    assert response.status_code == 413


def test_too_many_fields_is_400(client, page):
    body = "&".join(f"f{n}=1" for n in range(20_000))
    response = client.generic(
        "POST", url(page), body, content_type="application/x-www-form-urlencoded", headers=SAME
    )
    assert response.status_code == 400


@pytest.mark.parametrize(
    "junk",
    [
        "%00",
        "%FF%FE",
        "a" + "%CC%81" * 50,
        "%1B%5B31m",
        "x" * 4001,
    ],
    ids=["nul", "invalid-utf-8", "marks", "control", "too-long"],
)
def test_junk_in_a_text_is_a_clear_4xx(client, page, junk):
    version = version_of(client, page)
    body = f"full_name=A&email=a%40b.example&message={junk}&consent-enquiry=on&_version={version}"
    response = client.generic(
        "POST", url(page), body, content_type="application/x-www-form-urlencoded", headers=SAME
    )
    assert response.status_code in {400, 422}
    assert not Envelope.objects.exists()


def test_a_million_combining_marks(client, page):
    response = send(client, page, message="a" + "\u0301" * 1_000_000)
    assert response.status_code in {413, 422}
    assert not Envelope.objects.exists()


def test_changed_wording_is_shown_with_everything_kept(client, page):
    old = version_of(client, page)
    purpose = Purpose.objects.get(code="news", locale=page.locale)
    purpose.consent_text = "<p>Lời mới.</p>"
    purpose.save()
    declare()
    response = send(client, page, _version=old, **{"consent-news": "on"})
    main = soup(response).select_one("main")
    assert response.status_code == 409
    assert "Lời mới." in main.get_text()
    assert main.select_one("[role=alert]")
    assert main.select_one("[name=message]").get_text(strip=True) == ANSWERS["message"]
    assert not main.select_one("[name=consent-news]").has_attr("checked"), "the tick was for other words"
    assert main.select_one("[name=consent-enquiry]").has_attr("checked")
    assert not errors(response)
    assert not Envelope.objects.exists()
    again = main.select_one("[name=_version]")["value"]
    assert again != old
    assert send(client, page, _version=again).status_code == 303


def test_publishing_without_change_keeps_the_version(client, page):
    before = version_of(client, page)
    page.save_revision().publish()
    assert version_of(client, page) == before
    assert FormVersion.objects.filter(page_id=page.pk).count() == 1


def test_what_was_sent_outlives_the_page(client, page):
    receipt = receipt_of(client, send(client, page))
    page.delete()
    enquiry = Enquiry.objects.get(receipt=receipt)
    enquiry.form_version.refresh_from_db()
    assert enquiry.form_version.page_id is None


def test_refusals_speak_the_language_of_the_page(client):
    homes = make_site()
    page = make_form(homes=homes, language="en", title="Contact", slug="contact")
    assert page.locale == Locale.objects.get(language_code="en")
    response = send(client, page, email="nonsense")
    assert response.status_code == 422
    assert "e-mail address" in errors(response)[0]
    assert soup(response).html["lang"] == "en"


def test_other_methods_are_405(client, page):
    assert client.put(url(page), headers=SAME).status_code == 405


def test_a_form_that_was_changed_and_changed_back_is_the_form_that_was_shown(client, page):
    shown = FormVersion.objects.get(pk=version_of(client, page))
    for title in ("Khác", shown.snapshot["title"]):
        snapshot = {**shown.snapshot, "title": title}
        now = freeze_form(page=page, channel=shown.channel, locale=shown.locale, snapshot=snapshot)
    assert now.pk != shown.pk and now.sha256 == shown.sha256
    assert send(client, page, _version=str(shown.pk)).status_code == 303


def test_the_short_form_leaves_evidence_of_what_it_showed(client, page, rf):
    from django.template import Context, Template
    from django.utils.translation import override

    with override("vi"):
        template = Template("{% load form_tags %}{% form_embed page compact=True %}")
        html = template.render(Context({"request": rf.get("/vi/"), "page": Page.objects.get(pk=page.pk)}))
    short = BeautifulSoup(html, "html.parser")
    shown = [each["data-field"] for each in short.select("[data-field]")]
    asked = [field["key"] for field in FormVersion.objects.get(page_id=page.pk).snapshot["fields"]]
    assert shown
    assert set(asked) - set(shown), "the form asks for something that the short one leaves out"
    hidden = {each["name"]: each["value"] for each in short.select("input[type=hidden]")}
    receipt_of(client, send(client, page, **hidden, phone=None))
    for event in ConsentEvent.objects.all():
        assert event.evidence["fields_shown"] == shown
        types = {field["type"] for field in event.form_version.snapshot["fields"] if field["key"] in shown}
        assert event.data_types == sorted(code for code, kinds in CATEGORIES.items() if types & set(kinds))


def test_the_whole_form_after_an_error_is_the_whole_form(client, page):
    response = send(client, page, _compact="1", email="")
    assert response.status_code == 422
    assert not soup(response).select("main [name=_compact]")
