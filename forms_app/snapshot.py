"""A form page as data: what a visitor is asked, in the words of the page's language."""

from django.utils.translation import gettext, override

from privacy.services import Undeclared, clause_sha256, wording
from privacy.shown import shown_wording

from . import keys

SNAPSHOT_VERSION = 1


def form_fields(page):
    """The stream children that are questions, without the consent boxes."""
    return [child for child in page.fields if child.block_type != "consent"]


def consent_blocks(page):
    return [child for child in page.fields if child.block_type == "consent"]


def snapshot_of(page):
    """The snapshot of `page` for `privacy.FormVersion`; Undeclared if a purpose has no wording here."""
    language = page.locale.language_code
    with override(language):
        return {
            "v": SNAPSHOT_VERSION,
            "channel": page.channel,
            "locale": language,
            "page_id": page.pk,
            "title": page.title,
            "main_purpose": page.main_purpose,
            "fields": [field_of(child) for child in form_fields(page)],
            "consents": [consent_of(child.value, language) for child in consent_blocks(page)],
            "submit_label": page.submit_label or gettext("Send"),
        }


def field_of(child):
    """One question; `block` and the choices' `item` name the blocks, so that a key can be seen to change."""
    value, block = child.value, child.block
    field = {
        "key": keys.field_key(child),
        "type": child.block_type,
        "label": block.label_for(value),
        "help": value.get("help") or "",
        "required": bool(value.get("required")),
        "options": block.get_options(value),
        "block": child.id,
    }
    if child.block_type == "text":
        field["multiline"] = bool(value.get("multiline"))
    if "choices" in value:
        field["choices"] = [
            {"key": keys.choice_key(item), "label": item.value["label"], "item": item.id}
            for item in value["choices"].bound_blocks
        ]
    return field


def consent_of(value, language):
    """One box with the words beside it, and their digest as proof of what was shown."""
    purpose = wording(value["purpose"], language)
    html = str(shown_wording(purpose, language))
    if not html:
        raise Undeclared(f"The purpose {value['purpose']!r} has no consent wording in {language!r}.")
    return {
        "purpose": value["purpose"],
        "wording": html,
        "required": bool(value.get("required")),
        "sha256": clause_sha256(html),
    }
