"""The publishing guard: a form goes live, and stays live, only where the published policy covers it."""

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale

from forms_app import services
from forms_app.models import FormPage
from forms_app.problems import problems_of
from home.models import CompanyIdentity
from privacy import collectors
from privacy.choices import form_field_types
from privacy.models import Channel, DataCategory, PolicyVersion, Purpose
from tests.privacy.builders import declare
from tests.vault.builders import make_user
from vault.models import Envelope

from .builders import ANSWERS, FIELDS, make_form, make_purposes, make_site, send, soup, url, version_of

pytestmark = pytest.mark.django_db


def messages(page, language="en"):
    with override(language):
        return [problem.message for problem in problems_of(page)]


def change(model, code, **fields):
    """Changes the working copy of an entry, in all languages."""
    for row in model.objects.filter(code=code):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()


def without(model, code, kind):
    """The codes or kinds that an entry lists, less one."""
    row = model.objects.filter(code=code).first()
    listed = row.data_categories if model is Purpose else row.field_types
    return [each for each in listed if each != kind]


@pytest.fixture
def officer(client):
    user = make_user(username="officer", password="x")
    user.groups.add(Group.objects.get(name="Privacy officer"))
    client.force_login(user)
    return client


# What the policy must say before a form goes live


def test_a_covered_form_goes_live():
    page = make_form()
    assert page.live
    assert messages(page) == []
    assert services.shown_version(page)


def test_every_kind_of_field_can_be_declared():
    from forms_app.blocks import FormFieldsBlock

    assert set(form_field_types.keys()) == set(FormFieldsBlock.base_blocks) - {"consent"}


def test_without_a_published_policy_nothing_goes_live():
    page = FormPage(locale=make_site()["vi"].locale, title="Liên hệ", main_purpose="enquiry")
    assert not PolicyVersion.objects.exists()
    assert any("No privacy policy has been published" in message for message in messages(page))


@pytest.mark.parametrize("kind", ["full_name", "text"])
def test_a_field_that_no_purpose_of_the_form_covers(kind):
    category = {"full_name": "identity", "text": "message"}[kind]
    page = make_form(publish=False)
    for code in ("enquiry", "news"):
        change(Purpose, code, data_categories=without(Purpose, code, category))
    assert messages(page) == [], "the working copy forbids nothing"
    declare()
    (message,) = messages(page)
    assert f"Tick the data category “{category} (vi)” in the purpose “enquiry (vi)”" in message
    with pytest.raises(ValidationError):
        page.save_revision().publish()
    page.refresh_from_db()
    assert not page.live


def test_a_purpose_that_may_be_refused_is_no_reason_to_ask():
    page = make_form(publish=False)
    change(Purpose, "enquiry", data_categories=without(Purpose, "enquiry", "identity"))
    declare()
    (message,) = messages(page)
    assert "Tick the data category “identity (vi)” in the purpose “enquiry (vi)”" in message


def test_a_field_of_a_kind_that_the_registers_do_not_know():
    page = make_form(publish=False)
    change(DataCategory, "message", field_types=[])
    declare()
    assert any("Add a data category for it" in message for message in messages(page))


def test_what_is_only_in_the_registers_must_be_published_first():
    page = make_form(publish=False)
    kept = Purpose.objects.filter(code="enquiry").first().data_categories
    for code in ("enquiry", "news"):
        change(Purpose, code, data_categories=[])
    declare()
    change(Purpose, "enquiry", data_categories=kept)
    assert messages(page)
    assert all("publish the policy first" in message for message in messages(page))
    declare()
    assert messages(page) == []


def test_a_purpose_waiting_for_publication():
    page = make_form(publish=False)
    for language in ("vi", "en"):
        locale = Locale.objects.get(language_code=language)
        Purpose.objects.create(
            code="gifts",
            locale=locale,
            name="Quà",
            description="-",
            retention_days=9,
            consent_text="<p>Có</p>",
        )
    page.fields.append(("consent", {"purpose": "gifts", "required": False}))
    assert any("not published yet: publish the policy first" in message for message in messages(page))
    declare()
    assert messages(page) == []


def test_a_purpose_without_words_in_the_language_of_the_page():
    page = make_form(publish=False)
    Purpose.objects.filter(code="news", locale=page.locale).delete()
    declare()
    assert any("Translate the entry in the registers" in message for message in messages(page))


def test_the_language_of_a_live_translation_counts_too():
    homes = make_site()
    page = make_form(homes=homes)
    copy = page.copy_for_translation(homes["en"].locale)
    copy.title, copy.slug, copy.alias_of = "Contact", "contact", None
    copy.save_revision().publish()
    FormPage.objects.filter(pk=page.pk).update(live=False)
    FormPage.objects.filter(pk=copy.pk).update(live=False)
    Purpose.objects.filter(code="news", locale=homes["en"].locale).delete()
    FormPage.objects.filter(pk=copy.pk).update(live=True)
    declare()
    assert any("“news” in the language “en”" in message for message in messages(page))


def test_a_channel_that_the_policy_does_not_name():
    page = make_form(publish=False)
    Channel.objects.filter(code="contact").delete()
    declare()
    assert any("no channel “contact”" in message for message in messages(page))


def test_a_box_for_what_does_not_rest_on_consent():
    page = make_form(publish=False)
    change(Purpose, "news", legal_basis="contract", legal_reference="Điều 19")
    declare()
    assert any("doesn't rest on consent" in message for message in messages(page))


def test_no_period_no_collection():
    page = make_form(publish=False)
    Purpose.objects.filter(code="enquiry").update(retention_days=0)
    declare()
    assert any("no period, no collection" in message for message in messages(page))


# A live form that a new policy breaks


@pytest.fixture
def broken():
    """A live form in both languages that asks for names, under a policy that no longer does."""
    homes = make_site()
    for language in ("vi", "en"):
        CompanyIdentity.objects.create(
            locale=homes[language].locale,
            name="WEBSCLOUD",
            trade_name="WEBSCLOUD",
            head_office="Hà Nội",
            hotline="0900 000 000",
            email="lienhe@company.example",
        )
    page = make_form(homes=homes)
    copy = page.copy_for_translation(homes["en"].locale)
    copy.title, copy.slug, copy.alias_of = "Contact", "contact", None
    copy.save_revision().publish()
    for code in ("enquiry", "news"):
        change(Purpose, code, data_categories=without(Purpose, code, "identity"))
    return page, FormPage.objects.get(pk=copy.pk)


def test_it_works_until_the_policy_is_published(client, broken):
    page, _copy = broken
    assert send(client, page).status_code == 303
    assert not collectors.paused()
    assert {each.title for each in collectors.would_pause()} == {"Liên hệ", "Contact"}


def test_it_takes_nothing_any_more_and_says_so_in_both_languages(client, broken):
    version = version_of(client, broken[0])
    declare()
    for page, words in zip(broken, ("đang tạm dừng", "paused"), strict=True):
        answer = client.get(url(page))
        notice = soup(answer).select_one("main [data-paused]")
        assert answer.status_code == 503
        assert notice.select_one("a[href='tel:0900000000']")
        assert notice.select_one("a[href='mailto:lienhe@company.example']")
        assert not soup(answer).select("main form")
        if words == "paused":
            assert words in notice.get_text()
        sent = client.post(
            url(page), {**ANSWERS, "_version": version}, headers={"Origin": "http://testserver"}
        )
        assert sent.status_code == 503
        assert soup(sent).select_one("main [data-paused]")
    assert not Envelope.objects.exists()


def test_the_officer_sees_it_on_the_first_page(officer, broken):
    declare()
    panel = soup(officer.get(reverse("wagtailadmin_home"))).select_one("#privacy-officer-section")
    links = [link["href"] for link in panel.select("a[href]")]
    for page in broken:
        assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in links
    assert {each.language for each in collectors.paused()} == {"vi", "en"}


def test_the_officer_is_warned_before(officer, broken):
    answer = officer.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("wagtailadmin_pages:edit", args=[broken[0].pk]) in answer


def test_mended_it_takes_data_again(client, broken):
    declare()
    page = broken[0]
    assert client.get(url(page)).status_code == 503
    change(Purpose, "enquiry", data_categories=["identity", "contact_details", "message"])
    declare()
    assert not collectors.paused()
    assert send(client, page).status_code == 303


def test_or_mended_by_its_editor(client, broken):
    declare()
    page = FormPage.objects.get(pk=broken[0].pk)
    page.fields = [child for child in page.fields.get_prep_value() if child["type"] != "full_name"]
    page.save_revision().publish()
    assert [each.language for each in collectors.paused()] == ["en"]
    assert send(client, page, full_name=None).status_code == 303


def test_the_editors_screen_says_it(client, broken):
    declare()
    user = make_user(username="editor", password="x")
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    shown = soup(client.get(reverse("wagtailadmin_pages:edit", args=[broken[0].pk]))).get_text()
    with override("vi"):
        assert problems_of(broken[0])[0].message.split("“")[0] in shown
    assert "privacy-officer-section" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_before_the_first_save_the_editor_sees_what_a_preset_lacks(client):
    homes = make_site()
    make_purposes()
    user = make_user(username="editor", password="x")
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    address = reverse("wagtailadmin_pages:add", args=["forms_app", "formpage", homes["vi"].pk])
    notices = soup(client.get(address + "?preset=newsletter")).select(".help-block.help-warning")
    assert not notices
    change(Purpose, "news", data_categories=[])
    declare()
    notices = soup(client.get(address + "?preset=newsletter")).select(".help-block.help-warning")
    assert "E-mail" in notices[0].get_text()


def test_fields_of_the_builders_are_all_covered():
    assert {kind for kind, _value in FIELDS} - {"consent"} <= set(form_field_types.keys())
