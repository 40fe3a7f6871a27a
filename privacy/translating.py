"""The policy and its registers in other languages: drafts for translators, what is missing, publication."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale
from wagtail_localize.fields import SynchronizedField
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from .models import REGISTERS, PolicyPage


def offer(page):
    """Renews wagtail-localize's copy of the policy from the draft in `page`, if it is being translated."""
    if TranslationSource.objects.filter(
        object_id=page.translation_key,
        locale_id=page.locale_id,
        specific_content_type=ContentType.objects.get_for_model(page),
    ).exists():
        TranslationSource.update_or_create_from_instance(page)


def translation_to(instance, locale):
    """wagtail-localize's translation of the source `instance` into `locale`, or None."""
    return Translation.objects.filter(
        source__object_id=instance.translation_key,
        source__locale_id=instance.locale_id,
        target_locale=locale,
        enabled=True,
    ).first()


def pages_of(source, languages, problem):
    """({language: the page with what would be published}, [what is missing]) of the draft in `source`.

    `problem(text, where)` makes one entry of the list.
    """
    pages, problems = {source.locale.language_code: source}, []
    others = {
        page.locale.language_code: page
        for page in PolicyPage.objects.filter(translation_key=source.translation_key)
        .exclude(pk=source.pk)
        .select_related("locale")
    }
    for language in languages:
        if language in pages:
            continue
        page, names = others.get(language), {"language": name_of(language)}
        if page is None or page.alias_of_id:
            text = _("The policy is not translated into %(language)s yet.")
            problems.append(problem(text % names, page or source))
            continue
        translation = translation_to(source, page.locale)
        if translation is None:
            pages[language] = page.get_latest_revision_as_object()
            if structure(pages[language]) != structure(source):
                text = _("The policy in %(language)s has other sections than the source.")
                problems.append(problem(text % names, page))
            continue
        if gaps := gaps_of([source], page.locale).get(source.translation_key):
            text = ngettext(
                "One text of the policy has no words in %(language)s yet.",
                "%(gaps)d texts of the policy have no words in %(language)s yet.",
                gaps,
            )
            problems.append(problem(text % {**names, "gaps": gaps}, page))
        pages[language] = translation.source.get_ephemeral_translated_instance(page.locale, fallback=True)
    return pages, problems


def structure(page):
    """The kinds of blocks of the policy, in order; the same in every language."""
    return [
        (block.block_type, block.value.get("register") if block.block_type == "register" else None)
        for block in page.body
    ]


def name_of(language):
    from .release import language_name

    return language_name(language)


def gaps_of(instances, locale):
    """{translation key: how many texts have no words in `locale`} of sources that are being translated."""
    keys = [instance.translation_key for instance in instances]
    if not keys:
        return {}
    translated = StringTranslation.objects.filter(
        translation_of_id=OuterRef("string_id"),
        context_id=OuterRef("context_id"),
        locale=locale,
        has_error=False,
    )
    rows = (
        StringSegment.objects.filter(
            source__object_id__in=keys,
            source__translations__target_locale=locale,
            source__translations__enabled=True,
        )
        .filter(~Exists(translated))
        .order_by()
        .values("source__object_id")
        .annotate(gaps=Count("pk"))
    )
    return {row["source__object_id"]: row["gaps"] for row in rows}


def gaps_of_register(rows, languages):
    """(entry, number of texts without words) of one register's `rows` ({language: {code: entry}})."""
    sources = list(rows[languages[0]].values())
    for language in languages[1:]:
        entries = {entry.translation_key: entry for entry in rows[language].values()}
        if not entries:
            continue
        locale = next(iter(entries.values())).locale
        for key, gaps in sorted(gaps_of(sources, locale).items(), key=lambda item: str(item[0])):
            if key in entries:
                yield entries[key], gaps


def renew_registers(languages, *, user=None):
    """Brings the registers' translations up to what was translated and to what is the same everywhere.

    A changed period stands in the source's row at once; the other languages' rows have it only when
    somebody saves them. Nothing is published with two different periods.
    """
    for locale in Locale.objects.filter(language_code__in=languages[1:]):
        for model in REGISTERS:
            for source, entry in _pairs(model, languages[0], locale):
                translation = translation_to(source, locale)
                if translation is not None and _is_behind(source, entry, locale):
                    translation.source.update_from_db()
                    translation.save_target(user=user, publish=True)


def _pairs(model, language, locale):
    entries = {entry.translation_key: entry for entry in model.objects.filter(locale=locale)}
    for source in model.objects.filter(locale__language_code=language):
        if source.translation_key in entries:
            yield source, entries[source.translation_key]


def _is_behind(source, entry, locale):
    same = [field.field_name for field in source.translatable_fields if isinstance(field, SynchronizedField)]
    if any(getattr(source, name) != getattr(entry, name) for name in same):
        return True
    worded = StringTranslation.objects.filter(
        Q(context__object_id=source.translation_key), locale=locale
    ).aggregate(last=Max("updated_at"))["last"]
    saved = entry.latest_revision.created_at if entry.latest_revision_id else None
    return worded is not None and (saved is None or worded > saved)


def publish(page, source, *, user=None):
    """Publishes the translated policy `page` as it was found complete; the source page is live already."""
    translation = translation_to(source, page.locale)
    if translation is not None:
        translated, _created = translation.source.create_or_update_translation(
            page.locale, user=user, publish=False, fallback=True
        )
        revision = translated.get_latest_revision()
    else:
        revision = PolicyPage.objects.get(pk=page.pk).get_latest_revision() or page.save_revision(user=user)
    revision.publish(user=user, skip_permission_checks=True)
