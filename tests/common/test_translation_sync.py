"""Publishing the source opens what changed in its translations, and nothing else."""

import datetime

import pytest
from django.utils.translation import override
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from common.translation_gate import missing
from home.models import StandardPage
from tests.home.builders import add, locale, make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    """A page whose translation is complete and live: (page, translation)."""
    page = add(StandardPage, make_site()["vi"], title="Giới thiệu", intro="<p>Xin chào.</p>")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale("en"))
    for segment in source.stringsegment_set.all():
        segment.string.translations.create(
            locale=locale("en"), context=segment.context, data=f"English of {segment.pk}"
        )
    with django_capture_on_commit_callbacks(execute=True):  # where wagtail-localize publishes
        translation.save_target(publish=True)
    assert missing(translation) == 0
    return page, translation


def test_publishing_a_changed_source_opens_what_changed(work):
    page, translation = work
    page.title = "Về chúng tôi"
    page.save_revision().publish()
    assert missing(translation) == 1
    english = page.get_translations().get()
    assert english.live
    assert english.title.startswith("English of"), "visitors keep the old translation until the new is there"


def test_saving_a_draft_opens_nothing(work):
    page, translation = work
    page.title = "Về chúng tôi"
    page.save_revision()
    assert missing(translation) == 0


def test_publishing_the_translation_changes_no_source(work):
    page, translation = work
    before = TranslationSource.objects.get().last_updated_at
    page.get_translations().get().save_revision().publish()
    assert TranslationSource.objects.get().last_updated_at == before


@pytest.mark.parametrize(
    ("language", "said"),
    [("vi", "Dịch thủ công ngày 26/11/2026"), ("en", "Translated manually on 26 Nov 2026")],
)
def test_the_day_of_a_translation_is_vietnams_in_the_readers_words(work, language, said):
    _page, translation = work
    text = StringTranslation.objects.filter(locale=translation.target_locale).first()
    text.updated_at = datetime.datetime(2026, 11, 25, 17, 30, tzinfo=datetime.UTC)
    with override(language):
        assert text.get_comment() == said
