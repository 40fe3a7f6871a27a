"""Keeps form versions in step with what visitors are shown."""

import logging

from django.db.models.signals import post_save
from wagtail.admin.views.pages.create import CreateView
from wagtail.signals import init_new_page, page_published

from privacy.models import Purpose
from privacy.services import Undeclared

from . import presets, services
from .models import FormPage

logger = logging.getLogger(__name__)


def freeze_published_form(sender, instance, **kwargs):
    services.freeze(instance)


def freeze_forms_of_purpose(sender, instance, raw=False, **kwargs):
    """A purpose got new words: what visitors are shown, and prove to have agreed to, changes with them."""
    if raw:
        return
    for page in FormPage.objects.live().filter(locale=instance.locale):
        codes = {child.value.get("purpose") for child in page.fields if child.block_type == "consent"}
        if instance.code in codes | {page.main_purpose}:
            try:
                services.freeze(page)
            except Undeclared:
                # Another purpose of this form is missing: the last complete version stays in force.
                logger.exception("The form on page %s could not be frozen anew.", page.pk)


def start_from_preset(sender, page, **kwargs):
    code = presets.chosen.get()
    if isinstance(page, FormPage) and code:
        presets.fill(page, code)


def connect():
    page_published.connect(freeze_published_form, sender=FormPage, dispatch_uid="forms_app.freeze")
    post_save.connect(freeze_forms_of_purpose, sender=Purpose, dispatch_uid="forms_app.purpose")
    init_new_page.connect(start_from_preset, sender=CreateView, dispatch_uid="forms_app.preset")
