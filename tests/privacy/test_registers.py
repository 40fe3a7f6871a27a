"""The registers: what they demand, what they open, who uses an entry, and who may edit them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import override
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from common.bilingual import Glossary, t, translate
from privacy import services as privacy
from privacy.models import Purpose, Recipient
from tests.privacy.builders import (
    CLAUSE,
    locale,
    make_category,
    make_form_version,
    make_purpose,
    make_recipient,
)

pytestmark = pytest.mark.django_db


def complete(**fields):
    return Purpose(
        **{
            "locale": locale(),
            "code": "news",
            "name": "Bản tin",
            "description": "Gửi ưu đãi.",
            "retention_days": 30,
            "consent_text": CLAUSE,
            "withdrawal_text": "Bấm vào liên kết trong thư.",
            **fields,
        }
    )


def test_a_complete_purpose_is_accepted():
    complete().full_clean()
    complete(is_marketing=True, channel="email", frequency="mỗi tháng").full_clean()
    complete(legal_basis="contract", legal_reference="Luật 91/2025, Điều 19", consent_text="").full_clean()


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"retention_days": None}, "retention_days"),
        ({"retention_days": 0}, "retention_days"),
        ({"consent_text": "<p></p>"}, "consent_text"),
        ({"consent_text": "<p>Lưu {thoi_han}.</p>"}, "consent_text"),
        ({"withdrawal_text": " "}, "withdrawal_text"),
        ({"legal_basis": "contract"}, "legal_reference"),
        ({"legal_basis": "legitimate_interest"}, "legal_basis"),
        ({"is_marketing": True, "channel": "email"}, "frequency"),
        ({"code": "Bản tin"}, "code"),
    ],
)
def test_an_incomplete_purpose_says_what_is_missing(fields, at):
    with pytest.raises(ValidationError) as refusal:
        complete(**fields).full_clean()
    assert at in refusal.value.message_dict


def test_a_purpose_with_sensitive_data_has_to_say_so():
    make_category("health", is_sensitive=True)
    with override("en"), pytest.raises(ValidationError) as refusal:
        complete(data_categories=["health"]).full_clean()
    assert "sensitive" in str(refusal.value.message_dict["is_sensitive"])
    complete(data_categories=["health"], is_sensitive=True).full_clean()


def test_a_code_is_given_once_in_each_language():
    make_purpose()
    with pytest.raises(ValidationError) as refusal:
        complete().full_clean()
    assert "news" in str(refusal.value.message_dict["code"])
    complete(locale=locale("en")).full_clean()


def test_a_code_never_changes():
    purpose = make_purpose()
    purpose.code = "other"
    with pytest.raises(ValidationError):
        purpose.full_clean()
    with pytest.raises(ValueError, match="never changes"):
        purpose.save()
    assert Purpose.objects.get().code == "news"


def test_a_purpose_in_use_stays():
    purpose = make_purpose()
    make_form_version(page=Page.get_first_root_node())
    for deletion in (purpose.delete, Purpose.objects.all().delete):
        with pytest.raises(ProtectedError), transaction.atomic():
            deletion()
    assert Purpose.objects.exists()


def test_a_purpose_no_live_form_uses_may_go():
    purpose = make_purpose()
    make_form_version(page=None)
    purpose.delete()
    assert not Purpose.objects.exists()


def test_wording_in_each_language():
    make_purpose(name="Bản tin")
    make_purpose(language="en", name="Newsletter")
    assert privacy.wording("news", "en").name == "Newsletter"
    assert privacy.wording("news", locale("vi")).name == "Bản tin"
    with pytest.raises(privacy.Undeclared, match="research"):
        privacy.wording("research", "vi")


def test_hosts_come_from_the_register(django_assert_num_queries):
    assert privacy.recipients_hosts() == {
        "script-src": set(),
        "frame-src": set(),
        "img-src": set(),
        "connect-src": set(),
    }
    assert not privacy.is_declared("google")
    make_recipient(
        script_hosts="www.google.com\nwww.gstatic.com", frame_hosts="www.google.com", hosts="api.google.com"
    )
    make_recipient("mail", image_hosts="*.example.vn:8443")
    assert privacy.is_declared("mail")  # a version is read once and kept
    with django_assert_num_queries(1):
        hosts = privacy.recipients_hosts()
    assert hosts["script-src"] == {"www.google.com", "www.gstatic.com"}
    assert (hosts["frame-src"], hosts["img-src"]) == ({"www.google.com"}, {"*.example.vn:8443"})
    assert privacy.outgoing_hosts() == {"api.google.com"}
    assert privacy.is_declared("google")


@pytest.mark.parametrize(
    "host",
    [
        "https://example.com",
        "*",
        "'unsafe-inline'",
        "example.com; script-src *",
        "data:",
        "ex ample.com/x",
        "com",
    ],
)
def test_only_host_names_get_into_the_headers(host):
    with pytest.raises(ValidationError) as refusal:
        Recipient(
            locale=locale(), code="x", name="X", country="VN", reason="Y", script_hosts=host
        ).full_clean()
    assert "script_hosts" in refusal.value.message_dict


# One meaning in all languages


def test_what_is_the_same_in_every_language_is_saved_in_all():
    vietnamese = make_purpose(data_categories=["identity"])
    english = make_purpose(language="en", name="News", retention_days=9)
    assert (english.retention_days, english.data_categories) == (730, ["identity"])
    vietnamese.retention_days, vietnamese.name = 30, "Tin"
    vietnamese.save()
    english.refresh_from_db()
    assert (english.retention_days, english.name) == (30, "News")


def test_codes_dates_and_hosts_pass_through_wagtail_localize():
    english = locale("en")
    recipient = Recipient.objects.create(
        code="mail",
        locale=locale(),
        name="Máy chủ thư",
        country="SG",
        reason="Gửi thư",
        purposes=["news", "enquiry"],
        data_categories=["contact_details"],
        first_transfer_on=date(2026, 11, 1),
        hosts="mail.example.com",
    )
    glossary = Glossary()
    for pair in (t("Máy chủ thư", "Mail server"), t("Gửi thư", "Sending mail")):
        glossary.add(pair)
    translated = translate(recipient, locale=english, glossary=glossary)
    assert translated.name == "Mail server"
    assert (translated.purposes, translated.data_categories) == (["news", "enquiry"], ["contact_details"])
    assert (translated.first_transfer_on, translated.dossier_filed_on) == (date(2026, 11, 1), None)
    assert (translated.country, translated.hosts) == ("SG", "mail.example.com")
    strings = StringSegment.objects.filter(source__object_id=recipient.translation_key)
    assert {each.string.data for each in strings.select_related("string")} == {"Máy chủ thư", "Gửi thư"}

    recipient.purposes, recipient.dossier_filed_on = ["news"], date(2026, 12, 1)
    recipient.save()
    translated.refresh_from_db()
    assert (translated.purposes, translated.dossier_filed_on) == (["news"], date(2026, 12, 1))
    Translation.objects.get(source__object_id=recipient.translation_key).save_target()
    translated.refresh_from_db()
    assert (translated.purposes, translated.dossier_filed_on) == (["news"], date(2026, 12, 1))
