"""Who uses a register's entry, what keeps it from deletion, how the working copy differs."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import translation
from wagtail.models import Page

from privacy import services as privacy
from privacy import usage
from privacy.decisions import record_decision
from privacy.differences import compare
from privacy.models import Channel
from tests.privacy.builders import (
    AT,
    declare,
    locale,
    make_category,
    make_form_version,
    make_item,
    make_purpose,
    make_recipient,
    record,
)
from vault.models import Person

pytestmark = pytest.mark.django_db


def held(entry):
    return [use.label for use in usage.uses_of(entry) if use.holds]


def test_what_other_entries_name_stays():
    category = make_category()
    assert held(category) == []
    purpose = make_purpose(data_categories=["identity"])
    recipient = make_recipient(purposes=["news"], data_categories=["identity"])
    item = make_item(party="third", recipient="google")
    assert len(held(category)) == 2
    assert len(held(purpose)) == len(held(recipient)) == 1
    for entry in (category, purpose, recipient):
        with pytest.raises(ProtectedError), transaction.atomic():
            type(entry).objects.filter(pk=entry.pk).delete()
    item.delete()
    recipient.delete()
    purpose.delete()
    category.delete()


def test_what_a_live_form_uses_stays():
    category, purpose = make_category(), make_purpose()
    channel = Channel.objects.create(code="newsletter", locale=locale(), name="Bản tin", description="-")
    version = make_form_version(page=Page.get_first_root_node())
    for entry in (category, purpose, channel):
        (label,) = held(entry)
        assert version.page.title in label
        with pytest.raises(ProtectedError, match=version.page.title), transaction.atomic():
            entry.delete()
    Page.objects.update(live=False)
    for entry in (category, purpose, channel):
        assert held(entry) == []


def test_a_purpose_people_agreed_to_stays_until_they_are_gone():
    purpose, version, person = make_purpose(), make_form_version(page=None), Person.objects.create()
    record(person, version)
    with translation.override("en"):
        assert held(purpose) == ["the consent of 1 person"]
    record(person, version, given=False, receipt="R2")
    assert held(purpose), "a box left empty ends nothing"
    for decision in ("withdrawn", "given"):
        record_decision(
            person=person, purpose="news", decision=decision, language="vi", method="privacy_centre"
        )
        assert bool(held(purpose)) is (decision == "given")
    Person.objects.update(erased_at=AT)
    assert held(purpose) == []


def test_a_purpose_that_something_is_kept_for_stays_on_any_basis():
    needed = make_purpose("rights", legal_basis="other_law", legal_reference="Luật 91/2025/QH15")
    with translation.override("en"):
        assert "what is kept as “Privacy requests”" in held(needed)
    with pytest.raises(ProtectedError), transaction.atomic():
        needed.delete()


def test_cookies_that_the_software_sets_stay(settings):
    item = make_item(key=settings.SESSION_COOKIE_NAME)
    assert held(item)
    with pytest.raises(ProtectedError), transaction.atomic():
        item.delete()
    item.key = "another"
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    assert "key" in refusal.value.message_dict
    other = make_item("other")
    assert held(other) == []
    other.key = "renamed"
    other.full_clean()


@pytest.mark.parametrize("key", ["messages", "privacy_centre", "privacy_*"])
def test_every_cookie_that_the_software_sets_stays_and_keeps_its_name(key):
    item = make_item(key=key)
    with pytest.raises(ProtectedError), transaction.atomic():
        item.delete()
    item.key = "another"
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    assert "key" in refusal.value.message_dict


def test_the_storage_that_the_settings_name_stays(settings):
    bucket = make_recipient("bucket", hosts="*.storage.example:443")
    other = make_recipient("other", hosts="www.example.com")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {"endpoint_url": "https://s3.storage.example"},
        },
    }
    assert held(bucket) and held(other) == []
    with pytest.raises(ProtectedError), transaction.atomic():
        bucket.delete()


def test_recipients_that_the_settings_name_stay(settings):
    recipient = make_recipient("google_recaptcha")
    assert held(recipient) == []
    settings.RECAPTCHA_PUBLIC_KEY = settings.RECAPTCHA_PRIVATE_KEY = "key"
    assert held(recipient)
    mail = make_recipient("mail", hosts="smtp.example.com:587")
    settings.EMAIL_BACKEND = "privacy.guards.mail.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp.example.com", 587
    assert held(mail)


def test_the_published_policy_is_told_but_keeps_nothing():
    purpose = make_purpose()
    (use,) = usage.uses_of(purpose)
    assert "1" in use.label and not use.holds
    purpose.delete()
    assert privacy.wording("news", "vi").name == "Bản tin", "what was published stays published"


def test_a_room_above_can_report_uses(monkeypatch):
    monkeypatch.setitem(usage.users._entries, "tests", lambda register: {"news": [usage.Use("Thư tháng 11")]})
    assert "Thư tháng 11" in held(make_purpose())


# The working copy beside what is published


def test_differences_name_entries_and_fields():
    purpose = make_purpose()
    assert compare().entries == ()
    assert compare().version.number == 1
    purpose.retention_days = 5
    purpose.save()
    item = make_item()
    states = {(each.register, each.code): each for each in compare().entries}
    assert states["purpose", "news"].state == "changed"
    with translation.override("en"):
        assert [str(name) for name in states["purpose", "news"].fields] == ["Kept for (days)"]
    assert states["storeditem", item.code].state == "added"
    declare()
    assert compare().entries == ()
    item.delete()
    assert [each.state for each in compare().entries] == ["removed"]


def test_a_scheduled_version_is_what_is_compared_with():
    make_purpose()
    make_item()
    declare(effective_date=date(2099, 1, 1))
    comparison = compare()
    assert comparison.entries == ()
    assert comparison.is_scheduled
