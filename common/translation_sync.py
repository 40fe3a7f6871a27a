"""What is published in the source language is what translators see, without anyone pressing "Sync".

wagtail-localize keeps its own copy of a source and renews it when an editor asks for it. Until then a
changed headline looks translated. Here every publication renews the copy: the changed strings open again
in the translation, which stays live as it is until they have their words (see `translation_gate`).
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from wagtail.models import DraftStateMixin, TranslatableMixin
from wagtail.signals import page_published, published
from wagtail_localize.models import TranslationSource


def renew(instance):
    """Renews wagtail-localize's copy of `instance`, if it is the source of a translation."""
    source = TranslationSource.objects.filter(
        object_id=instance.translation_key,
        locale_id=instance.locale_id,
        specific_content_type=ContentType.objects.get_for_model(instance),
    ).first()
    if source is not None:
        source.update_from_db()


def on_published(sender, instance, **kwargs):
    if isinstance(instance, TranslatableMixin):
        renew(instance)


def on_save(sender, instance, raw=False, **kwargs):
    """What has no drafts is public as soon as it is saved."""
    if not raw and isinstance(instance, TranslatableMixin) and not isinstance(instance, DraftStateMixin):
        renew(instance)


def install():
    """Connects the signals; called once, when the apps are ready."""
    for signal, receiver in ((page_published, on_published), (published, on_published), (post_save, on_save)):
        signal.connect(receiver, dispatch_uid=f"common.translation_sync.{receiver.__name__}")
