"""Whom a material change concerns: told, or asked again; once each, and nobody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from privacy import declared, follow_ups, gate
from privacy import services as privacy
from privacy.models import DataCategory, FollowUp, PolicyVersion, Purpose, Recipient
from tests.privacy.builders import CLAUSE, declare, locale, make_form_version, record
from tests.privacy.policies import OFFICER, make_entry, staff, update_entry
from vault import services as vault
from vault.models import Person

pytestmark = pytest.mark.django_db
ASK, TELL = FollowUp.Action.ASK, FollowUp.Action.TELL


def agree(person, decision="given", purpose="news", **fields):
    return privacy.record_decision(
        person=person, purpose=purpose, decision=decision, language="vi", method="privacy_centre", **fields
    )


@pytest.fixture
def people():
    """Five people: two agreed, one refused, one withdrew, one agreed and was erased since."""
    make_entry()
    declare()
    people = [Person.objects.create() for _ in range(5)]
    for person, decision in zip(people, ["given", "given", "refused", "given", "given"], strict=True):
        agree(person, decision)
    agree(people[3], "withdrawn")
    Person.objects.filter(pk=people[4].pk).update(erased_at=timezone.now())
    return people


def recipient(**fields):
    for language in ("vi", "en"):
        Recipient.objects.create(
            code="mailer",
            locale=locale(language),
            name="Mailer",
            country="US",
            reason="…",
            purposes=["news"],
            **fields,
        )


def listed():
    return {(row.subject_id, row.purpose_code, row.action) for row in FollowUp.objects.all()}


CHANGES = {
    "longer": (lambda: update_entry(retention_days=730), ASK),
    "sensitive": (lambda: update_entry(is_sensitive=True), ASK),
    "more data": (lambda: update_entry(data_categories=["contact"]), ASK),
    "new recipient": (recipient, ASK),
    "other words": (lambda: update_entry(consent_text="<p>Tôi đồng ý mọi thứ.</p>"), ASK),
    "more often": (lambda: update_entry(frequency="hằng ngày"), ASK),
    "shorter": (lambda: update_entry(retention_days=30), TELL),
    "no consent needed": (
        lambda: update_entry(legal_basis="contract", legal_reference="L19", retention_days=730),
        TELL,
    ),
    "dropped": (lambda: Purpose.objects.filter(code="news").delete(), TELL),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_material_change_lists_who_agreed(people, name, monkeypatch):
    change, action = CHANGES[name]
    monkeypatch.setattr("privacy.usage.protect", lambda *args, **kwargs: None)
    if name == "dropped":
        from privacy.models import PolicyText
        from privacy.versions import freeze_version

        kept = declared.registers_now()
        for entries in kept["purpose"].values():
            entries.pop("news")
        monkeypatch.setattr("privacy.versions.registers_now", lambda: kept)
        freeze_version(
            texts=[PolicyText(locale=each, title="x", html="x", sections=[]) for each in ("vi", "en")]
        )
    else:
        change()
        declare()
    follow_ups.sweep()
    assert listed() == {(person.pseudonym, "news", action) for person in people[:2]}


def test_a_wider_category_asks(people):
    for language in ("vi", "en"):
        DataCategory.objects.create(
            code="contact", locale=locale(language), name="Liên hệ", description="…", field_types=["email"]
        )
    update_entry(data_categories=["contact"])
    declare()
    person = Person.objects.create()
    agree(person)
    DataCategory.objects.update(field_types=["email", "phone"])
    declare()
    follow_ups.sweep()
    version = PolicyVersion.in_force()
    assert FollowUp.objects.filter(version=version, subject_id=person.pseudonym, action=ASK).exists()


def announce(days=10, **fields):
    return declare(effective_date=timezone.localdate() + timezone.timedelta(days=days), **fields)


def reword():
    update_entry(consent_text="<p>Tôi đồng ý mọi thứ.</p>")


@pytest.mark.parametrize("change", ["typo", "material"])
def test_a_slip_mended_on_an_announced_change_does_not_hide_it(people, change, monkeypatch):
    """Version 2 rewords, version 3 mends a word before its day: nobody agreed to what comes into force."""
    reword()
    announce()
    update_entry(description="Gửi bảng giá.")
    last = declare(kind=change)
    monkeypatch.setattr(timezone, "now", lambda: last.effective_at)
    answer = gate.may_use(people[0], "news")
    assert (answer.allowed, answer.reason) == (False, "ask_again")
    follow_ups.sweep()
    assert listed() == {(person.pseudonym, "news", ASK) for person in people[:2]}
    assert set(FollowUp.objects.values_list("version__number", flat=True)) == {last.number}


def test_a_dropped_announcement_concerns_nobody(people, monkeypatch):
    before = Purpose.objects.get(code="news", locale__language_code="vi").consent_text
    reword()
    announce()
    for language, words in (("vi", before), ("en", "<p>I agree to the newsletter.</p>")):
        Purpose.objects.filter(code="news", locale__language_code=language).update(consent_text=words)
    last = declare()
    monkeypatch.setattr(timezone, "now", lambda: last.effective_at)
    follow_ups.sweep()
    assert not FollowUp.objects.exists()
    assert gate.may_use(people[0], "news")


@pytest.mark.parametrize("change", ["nothing", "typo", "unrelated"])
def test_what_means_nothing_to_them_lists_nobody(people, change):
    if change == "unrelated":
        make_entry("survey")
    elif change == "typo":
        update_entry(description="Gửi bảng giá.")
    declare(kind="typo" if change == "typo" else "material")
    follow_ups.sweep()
    assert not FollowUp.objects.exists()


def test_listing_twice_adds_nothing_and_costs_little(people, django_assert_max_num_queries):
    update_entry(retention_days=730)
    version = declare()
    follow_ups.queue(version)
    before = listed()
    assert follow_ups.queue(version) == 0 and listed() == before
    follow_ups.sweep()
    with django_assert_max_num_queries(5):
        follow_ups.sweep()


def test_who_is_erased_is_neither_told_nor_asked(people):
    update_entry(retention_days=730)
    declare()
    follow_ups.sweep()
    assert follow_ups.open_ones().count() == 2
    vault.destroy_person_key(people[0])
    assert [row.subject_id for row in follow_ups.open_ones()] == [people[1].pseudonym]
    assert follow_ups.totals()[0]["open"] == 2
    follow_ups.sweep()
    assert follow_ups.totals()[0]["open"] == 1


def test_a_run_that_was_killed_goes_on(people, monkeypatch):
    monkeypatch.setattr(follow_ups, "BATCH", 1)
    update_entry(retention_days=730)
    version = declare()
    add = follow_ups._add
    calls = []

    def fail(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError
        return add(*args)

    monkeypatch.setattr(follow_ups, "_add", fail)
    with pytest.raises(RuntimeError):
        follow_ups.sweep()
    assert 0 < FollowUp.objects.count() < 2
    follow_ups.sweep()
    assert {row.subject_id for row in FollowUp.objects.filter(version=version)} == {
        person.pseudonym for person in people[:2]
    }


def test_nobody_is_listed_before_the_day_comes(people, monkeypatch):
    update_entry(retention_days=730)
    day = timezone.localdate() + timezone.timedelta(days=5)
    version = declare(effective_date=day)
    follow_ups.sweep()
    assert not FollowUp.objects.exists()
    assert gate.may_use(people[0], "news")
    monkeypatch.setattr(timezone, "now", lambda: version.effective_at)
    follow_ups.sweep()
    assert len(listed()) == 2


def test_a_consent_counts_no_more_for_what_it_did_not_cover(people):
    update_entry(retention_days=730)
    declare()
    answer = gate.may_use(people[0], "news")
    assert (answer.allowed, answer.reason) == (False, "ask_again")
    assert gate.allowed(people, "news") == set()
    # The ledger keeps what was agreed to, and the new question has a new answer.
    assert answer.event.decision == "given"
    agree(people[0])
    assert gate.may_use(people[0], "news")
    assert gate.allowed(people, "news") == {people[0].pk}


def test_a_consent_still_counts_where_less_is_done(people):
    update_entry(retention_days=30)
    declare()
    assert gate.may_use(people[0], "news")


def test_a_consent_counts_again_when_the_change_is_taken_back(people):
    update_entry(retention_days=730)
    declare()
    update_entry(retention_days=365)
    declare()
    assert gate.may_use(people[0], "news")


def test_who_decides_anew_is_struck_off(people):
    update_entry(retention_days=730)
    declare()
    follow_ups.sweep()
    agree(people[0])
    record(people[1], make_form_version(), given=False, at=timezone.now())
    follow_ups.sweep()
    assert follow_ups.open_ones("news").get().subject_id == people[1].pseudonym, "an empty box is no answer"
    agree(people[1], "refused")
    follow_ups.sweep()
    assert not follow_ups.open_ones("news").exists()


def test_mailings_take_their_list_and_report_back(people):
    update_entry(retention_days=730)
    declare()
    follow_ups.sweep()
    rows = list(follow_ups.open_ones("news", ASK))
    assert len(rows) == 2 and not follow_ups.open_ones("news", TELL).exists()
    assert follow_ups.done([rows[0].pk]) == 1 and follow_ups.done([rows[0].pk]) == 0
    assert list(follow_ups.open_ones("news")) == [rows[1]]


def test_the_officer_sees_numbers_and_pseudonyms(client, people):
    update_entry(retention_days=730)
    declare()
    follow_ups.sweep()
    url = reverse("privacy_follow_ups")
    client.force_login(staff(OFFICER))
    html = client.get(url).content.decode()
    assert str(people[0].pseudonym) in html and str(people[0].pk) not in html
    assert "Newsletter" in html


@pytest.mark.parametrize("role", ["Editor", "Sales", "Administrator"])
def test_nobody_else_sees_them(client, people, role):
    client.force_login(staff(role, is_superuser=role == "Administrator"))
    answer = client.get(reverse("privacy_follow_ups"))
    assert answer.status_code in (302, 403)
    assert CLAUSE not in answer.content.decode()
