"""What is published says, in every language, all that it puts into force; and nothing else is frozen."""

import pytest
from django.urls import reverse
from django.utils import translation

from privacy import release, versions
from privacy.models import DataCategory, PolicyVersion, Purpose, Recipient
from privacy.release import Incomplete
from tests.privacy.builders import REGISTERS, locale
from tests.privacy.policies import (
    BODY,
    OFFICER,
    draft_policy,
    make_entry,
    publish,
    published_policy,
    staff,
    translate,
    update_entry,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def both(model, code, **fields):
    """An entry of a register in both languages."""
    for language in ("vi", "en"):
        model.objects.create(code=code, locale=locale(language), name=f"{code} ({language})", **fields)


# The text prints the registers


@pytest.mark.parametrize("register", [block[1]["register"] for block in REGISTERS])
def test_a_register_that_the_text_does_not_print_stops_it(client, register):
    make_entry()
    body = [block for block in BODY if block[1].get("register") != register]
    policy = draft_policy(body=body)
    translate(policy)
    with pytest.raises(Incomplete) as refusal:
        policy.get_latest_revision().publish()
    (problem,) = refusal.value.problems
    assert "does not print the register" in str(problem) and "Add a block “Register”" in str(problem)
    assert "Vietnamese" in str(problem) and "English" in str(problem)
    assert not PolicyVersion.objects.exists()
    client.force_login(staff(OFFICER))
    html = client.get(reverse("wagtailadmin_pages:edit", args=[policy.pk])).content.decode()
    assert "does not print the register" in html


def test_a_part_without_its_words_stops_it():
    """An editor that saves by itself leaves such drafts, and not every way to publish looks at the form."""
    make_entry()
    policy = draft_policy(body=[*BODY, ("section", {"heading": "", "text": ""})])
    translate(policy)
    with pytest.raises(Incomplete) as refusal:
        policy.get_latest_revision().publish()
    assert "A part of the text (Vietnamese) is not finished" in str(refusal.value.problems[0])
    assert not PolicyVersion.objects.exists()


def test_the_text_prints_the_hosts_that_the_headers_open():
    both(
        Recipient,
        "captcha",
        country="US",
        reason="…",
        hosts="api.captcha.example",
        script_hosts="www.captcha.example\ncdn.captcha.example",
        frame_hosts="www.captcha.example",
    )
    published_policy()
    for language in ("vi", "en"):
        html = PolicyVersion.in_force().text(language).html
        assert "cdn.captcha.example, www.captcha.example" in html
        assert "api.captcha.example" in html


# The purposes say what they must, in each language


INCOMPLETE = {
    "no words": ({"consent_text": "<p> </p>"}, "needs the words people agree to"),
    "no way back": ({"withdrawal_text": ""}, "Say how people withdraw"),
    "no channel": ({"is_marketing": True, "frequency": "monthly"}, "by which channel"),
    "no frequency": ({"is_marketing": True, "channel": "e-mail"}, "how often"),
    "no reference": ({"legal_basis": "contract"}, "which article"),
    "no placeholder": ({"consent_text": "<p>At most {months}.</p>"}, "{months}"),
}


@pytest.mark.parametrize("name", INCOMPLETE)
def test_a_purpose_that_is_incomplete_in_one_language_stops_it(name):
    fields, words = INCOMPLETE[name]
    make_entry(channel="e-mail", frequency="monthly", legal_reference="L9")
    empty = dict.fromkeys(("channel", "frequency", "legal_reference"), "")
    update_entry(**{field: fields[field] for field in fields if field.startswith(("is_", "legal_basis"))})
    worded = Purpose.objects.filter(code="news", locale__language_code="en")
    worded.update(**(empty | fields))
    policy = draft_policy()
    translate(policy)
    with pytest.raises(Incomplete) as refusal:
        policy.get_latest_revision().publish()
    (problem,) = refusal.value.problems
    assert words in str(problem) and "Newsletter" in str(problem) and "English" in str(problem)
    assert problem.at == worded.get()
    assert not PolicyVersion.objects.exists()


def test_no_period_no_collection():
    make_entry()
    update_entry(retention_days=0)
    policy = draft_policy()
    translate(policy)
    with pytest.raises(Incomplete) as refusal:
        policy.get_latest_revision().publish()
    (problem,) = refusal.value.problems
    assert "has no period" in str(problem)


def test_sensitive_data_are_called_so():
    both(DataCategory, "health", description="…", is_sensitive=True)
    make_entry(data_categories=["health"])
    policy = draft_policy()
    translate(policy)
    with pytest.raises(Incomplete) as refusal:
        policy.get_latest_revision().publish()
    (problem,) = refusal.value.problems
    assert "sensitive" in str(problem)
    update_entry(is_sensitive=True)
    policy.get_latest_revision().publish()
    assert PolicyVersion.objects.count() == 1


# What is judged, printed and frozen is one


def test_a_register_saved_while_it_is_published_publishes_nothing(monkeypatch):
    page = published_policy()
    text_of = release.text_of

    def meanwhile(page):
        if page.has_unpublished_changes is False:  # printed for good, and not to judge the draft
            Purpose.objects.update(retention_days=9999)
        return text_of(page)

    update_entry(retention_days=730)
    monkeypatch.setattr(release, "text_of", meanwhile)
    with pytest.raises(Incomplete, match="being changed"):
        publish(page, change_summary="Lưu lâu hơn.")
    assert PolicyVersion.objects.count() == 1


def test_what_was_judged_is_frozen(monkeypatch):
    """An edit between the last look and the freezing is not in the version, nor in its text."""
    page = published_policy()
    update_entry(retention_days=730)

    def later():
        raise AssertionError("The registers were read again.")

    monkeypatch.setattr(versions, "registers_now", later)
    publish(page, change_summary="Lưu lâu hơn.")
    version = PolicyVersion.in_force()
    assert version.registers["purpose"]["vi"]["news"]["retention_days"] == 730
    assert "24 months" in version.text("en").html
