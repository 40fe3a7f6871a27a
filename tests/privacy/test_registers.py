"""Purposes and recipients: what they demand, what they open, and who may edit them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import translation
from wagtail.models import Page

from privacy import services as privacy
from privacy.models import Purpose, Recipient
from tests.privacy.builders import (
    CLAUSE,
    locale,
    make_form_version,
    make_policy,
    make_purpose,
    make_recipient,
)
from tests.vault.builders import make_user

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


# The admin


def officer(*permissions):
    return make_user("wagtailadmin.access_admin", *permissions, username="officer", password="x")


def test_the_officer_edits_the_registers(client):
    client.force_login(
        officer(
            "privacy.add_purpose", "privacy.change_purpose", "privacy.delete_purpose", "privacy.view_purpose"
        )
    )
    purpose = make_purpose()
    listing = client.get(reverse(Purpose.snippet_viewset.get_url_name("list")))
    assert listing.status_code == 200
    assert "Bản tin" in listing.content.decode()
    address = reverse(Purpose.snippet_viewset.get_url_name("edit"), args=[purpose.pk])
    page = client.get(address)
    assert page.status_code == 200
    code = page.context["form"].fields["code"]
    assert code.disabled
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    from wagtail.test.utils.form_data import rich_text

    data |= {"code": "changed", "retention_days": 5, "consent_text": rich_text(CLAUSE)}
    assert client.post(address, data).status_code == 302
    purpose.refresh_from_db()
    assert (purpose.code, purpose.retention_days) == ("news", 5)
    assert purpose.latest_revision


def test_the_admin_says_which_forms_keep_a_purpose(client):
    client.force_login(officer("privacy.delete_purpose", "privacy.change_purpose"))
    purpose = make_purpose()
    page = make_policy(title="Đăng ký bản tin")
    make_form_version(page=page)
    answer = client.post(
        reverse(Purpose.snippet_viewset.get_url_name("delete"), args=[purpose.pk]), follow=True
    )
    assert "Đăng ký bản tin" in answer.content.decode()
    assert Purpose.objects.exists()


def test_whoever_may_only_look_only_looks(client):
    client.force_login(officer("privacy.view_purpose"))
    purpose = make_purpose()
    assert client.get(reverse(Purpose.snippet_viewset.get_url_name("list"))).status_code == 200
    inspect = client.get(reverse(Purpose.snippet_viewset.get_url_name("inspect"), args=[purpose.pk]))
    assert inspect.status_code == 200
    edit = client.get(reverse(Purpose.snippet_viewset.get_url_name("edit"), args=[purpose.pk]))
    assert edit.status_code == 302
    assert client.get(reverse(Recipient.snippet_viewset.get_url_name("list"))).status_code == 302


def test_the_menu_shows_what_one_may_see(client):
    client.force_login(officer("privacy.view_purpose"))
    sidebar = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse(Purpose.snippet_viewset.get_url_name("list")) in sidebar
    assert reverse(Recipient.snippet_viewset.get_url_name("list")) not in sidebar


@pytest.mark.parametrize(
    ("days", "vietnamese", "english"),
    [(90, "90 ngày", "90 days"), (365, "12 tháng", "12 months"), (1095, "36 tháng", "36 months")],
)
def test_a_retention_is_said_as_consent_texts_say_it(days, vietnamese, english):
    purpose = Purpose(retention_days=days)
    for language, words in (("vi", vietnamese), ("en", english)):
        with translation.override(language):
            assert purpose.retention_label() == words
