"""The policy's text as published: what is frozen is what is shown."""

from django.template.loader import render_to_string
from django.utils import translation

from common.text import slug_for, without_editor_keys

from .models.policy import PolicyText


def sections(page):
    """[{anchor, heading, block}] of the policy in order; anchors are unique and readable."""
    result, used = [], set()
    for block in page.body:
        heading = block.value["heading"]
        base = anchor = slug_for(heading) or "section"
        number = 1
        while anchor in used:
            number += 1
            anchor = f"{base}-{number}"
        used.add(anchor)
        result.append({"anchor": anchor, "heading": heading, "block": block})
    return result


def policy_html(page):
    """The text of the policy in its own language, the same for the same content and registers."""
    with translation.override(page.locale.language_code):
        html = render_to_string("privacy/_policy_text.html", {"page": page, "sections": sections(page)})
    return without_editor_keys(html).strip()


def text_of(page):
    """The page's words as an unsaved PolicyText, with the registers' working copy printed in them."""
    return PolicyText(
        locale=page.locale.language_code,
        page_id=page.pk,
        title=page.title,
        sections=[{"anchor": each["anchor"], "heading": each["heading"]} for each in sections(page)],
        html=policy_html(page),
    )
