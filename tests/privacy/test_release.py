"""The policy goes live in all languages with all registers, or not at all, and on its day."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from privacy import declared, follow_ups
from privacy.models import Enactment, PolicyPage, PolicyVersion, Purpose
from privacy.release import Incomplete
from tests.privacy.builders import locale
from tests.privacy.policies import (
    change,
    english_page,
    make_entry,
    make_homes,
    publish,
    published_policy,
    translate,
    translation_of,
    update_entry,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_publishing_the_source_publishes_both_languages_as_one_version(policy):
    translate(policy)
    policy.get_latest_revision().publish()
    version = PolicyVersion.objects.get()
    assert version.number == 1
    assert set(version.texts.values_list("locale", "title")) == {
        ("vi", "Chính sách bảo mật"),
        ("en", "Privacy policy"),
    }
    assert english_page(policy).live and PolicyPage.objects.get(pk=policy.pk).live
    assert "EN Mục đích thu thập" in version.text("en").html
    assert "Newsletter" in version.text("en").html
    assert version.registers["purpose"]["en"]["news"]["name"] == "Newsletter"


def test_what_lacks_words_in_one_language_is_published_in_none(policy):
    with pytest.raises(Incomplete, match="9 texts"):
        policy.get_latest_revision().publish()
    assert not PolicyVersion.objects.exists()
    assert not PolicyPage.objects.filter(live=True).exists()


def test_a_register_entry_without_words_stops_it(policy):
    translate(policy)
    Purpose.objects.create(
        code="survey", locale=locale("vi"), name="Khảo sát", description="…", retention_days=30
    )
    with pytest.raises(Incomplete, match="Khảo sát"):
        policy.get_latest_revision().publish()
    assert not PolicyVersion.objects.exists()


def test_a_missing_translation_stops_it():
    make_entry()
    vi_home, _en = make_homes()
    page = PolicyPage(
        title="Chính sách", slug="chinh-sach", locale=locale("vi"), effective_date=timezone.localdate()
    )
    vi_home.add_child(instance=page)
    with pytest.raises(Incomplete):
        page.save_revision().publish()
    assert not PolicyVersion.objects.exists()


def test_nothing_changed_makes_no_version():
    page = published_policy()
    page.get_latest_revision().publish()
    page.save_revision().publish()
    assert PolicyVersion.objects.count() == 1


def test_a_draft_is_offered_to_translators_before_anything_is_live():
    page = published_policy()
    change(page, intro="Từ nay ngắn gọn hơn.")
    segments = translation_of(page).source.stringsegment_set
    assert segments.filter(string__data="Từ nay ngắn gọn hơn.").exists()
    assert PolicyVersion.objects.count() == 1


def test_a_draft_shows_nowhere_until_it_is_published(client):
    page = published_policy()
    change(page, intro="Bản nháp bí mật.")
    translate(page)
    translation_of(page).save_target(publish=False)
    for each in (page, english_page(page)):
        assert "Bản nháp bí mật" not in client.get(each.url).content.decode()
    publish(page, change_summary="Có lời mở đầu.")
    assert "Bản nháp bí mật" in client.get(page.url).content.decode()
    assert "EN Bản nháp bí mật" in client.get(english_page(page).url).content.decode()


def test_a_changed_period_reaches_every_language():
    """The English row has it only when somebody saves it; publishing does."""
    from wagtail_localize.models import StringSegment, Translation, TranslationSource

    page = published_policy()
    entry = Purpose.objects.get(code="news", locale__language_code="vi")
    source, _ = TranslationSource.update_or_create_from_instance(entry)
    Translation.objects.create(source=source, target_locale=locale("en"))
    for segment in StringSegment.objects.filter(source=source):
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=locale("en"),
            data=f"EN {segment.string.data}",
            translation_type="manual",
        )
    entry.retention_days = 730
    entry.save()
    publish(page, change_summary="Lưu lâu hơn.")
    version = PolicyVersion.in_force()
    assert {
        version.registers["purpose"][language]["news"]["retention_days"] for language in ("vi", "en")
    } == {730}


def test_a_change_needs_a_summary_in_every_language(policy):
    publish(policy)
    with pytest.raises(Incomplete, match="Say what changes since version 1"):
        publish(policy, intro="Mới.")
    publish(policy, change_summary="Có lời mở đầu.")
    with pytest.raises(Incomplete, match="still speaks of version 2"):
        publish(policy, intro="Mới hơn nữa.")
    assert PolicyVersion.objects.count() == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"retention_days": 730},
        {"legal_basis": "contract", "legal_reference": "L19.1d"},
        {"data_categories": ["contact"]},
        {"is_sensitive": True},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_a_change_of_meaning_is_no_typo(policy, fields):
    publish(policy)
    update_entry(**fields)
    with pytest.raises(Incomplete, match="more than wording"):
        publish(policy, change_summary="Sửa.", change_kind="typo")
    publish(policy, change_kind="material")
    assert PolicyVersion.in_force().number == 2


def test_a_new_purpose_is_no_typo(policy):
    publish(policy)
    make_entry("survey")
    with pytest.raises(Incomplete, match="more than wording"):
        publish(policy, change_summary="Sửa.", change_kind="typo")


def test_a_mended_word_is_a_typo(policy):
    publish(policy)
    Purpose.objects.filter(locale__language_code="vi").update(description="Gửi bảng giá, ưu đãi.")
    publish(policy, change_summary="Sửa một lỗi gõ.", change_kind="typo")
    assert PolicyVersion.in_force().kind == "typo"


def test_a_version_of_a_later_day_waits_for_it(client, policy, monkeypatch):
    publish(policy)
    day = timezone.localdate() + timedelta(days=10)
    update_entry(retention_days=730)
    publish(policy, intro="Sắp tới.", effective_date=day, change_summary="Lưu lâu hơn.")
    version = PolicyVersion.objects.get(number=2)
    assert timezone.localtime(version.effective_at) == timezone.make_aware(
        datetime.combine(day, datetime.min.time())
    )
    assert declared.current().number == 1
    html = client.get(policy.url).content.decode()
    assert "Sắp tới." not in html and 'data-policy-version="1"' in html
    assert "phien-ban/2/" in html
    follow_ups.sweep()
    assert list(Enactment.objects.values_list("version__number", flat=True)) == [1]

    monkeypatch.setattr(timezone, "now", lambda: version.effective_at)
    assert declared.current().number == 2
    html = client.get(policy.url).content.decode()
    assert "Sắp tới." in html and 'data-policy-version="2"' in html


def test_coming_into_force_is_told_once_and_moves_the_kept_pages(policy, monkeypatch):
    from privacy.signals import declarations_changed
    from website import generation

    publish(policy)
    publish(
        policy,
        intro="Sắp tới.",
        effective_date=timezone.localdate() + timedelta(days=2),
        change_summary="Có lời mở đầu.",
    )
    version = PolicyVersion.objects.get(number=2)
    told = []

    def hear(sender, version=None, **kwargs):
        told.append(version)

    declarations_changed.connect(hear)
    try:
        before = generation.current()
        follow_ups.sweep()
        assert not told
        monkeypatch.setattr(timezone, "now", lambda: version.effective_at + timedelta(seconds=1))
        follow_ups.sweep()
        follow_ups.sweep()
    finally:
        declarations_changed.disconnect(hear)
    assert told == [version]
    assert generation.current() != before


def test_a_page_scheduled_by_wagtail_is_frozen_now_and_in_force_then(policy):
    publish(policy)
    later = timezone.now().replace(microsecond=0) + timedelta(hours=5)
    publish(policy, intro="Sắp tới.", go_live_at=later, change_summary="Có lời mở đầu.")
    assert PolicyVersion.objects.get(number=2).effective_at == later
    assert declared.current().number == 1
    assert PolicyPage.objects.get(pk=policy.pk).live


def test_a_version_never_overtakes_the_announced_one(policy):
    publish(policy)
    day = timezone.localdate() + timedelta(days=10)
    publish(policy, intro="Sắp tới.", effective_date=day, change_summary="Một.")
    publish(policy, intro="Sửa.", effective_date=timezone.localdate(), change_summary="Hai.")
    second, third = PolicyVersion.objects.order_by("number")[1:]
    assert third.effective_at == second.effective_at
    assert declared.current(second.effective_at).number == 3
