"""A policy in two languages, with its translation in wagtail-localize, as the tests of publishing need it."""

import re
from html import unescape

from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from privacy.looked_through import FIELD
from privacy.models import PolicyPage, Purpose
from tests.privacy.builders import CLAUSE, REGISTERS, locale, make_home, make_needed

OFFICER, EDITOR = "Privacy officer", "Editor"
BODY = [
    ("section", {"heading": "Mục đích thu thập", "text": "<p>Chỉ khi quý khách đồng ý.</p>"}),
    *REGISTERS,
]


def make_homes():
    """A live home page in each language."""
    vi = make_home("vi")
    en = make_home("en")
    Page.objects.filter(pk=en.pk).update(translation_key=vi.translation_key)
    return Page.objects.get(pk=vi.pk).specific, Page.objects.get(pk=en.pk).specific


def make_entry(code="news", **fields):
    """A purpose of the working copy in both languages; nothing is published. Returns the Vietnamese one."""
    fields = {
        "retention_days": 365,
        "legal_basis": "consent",
        "withdrawal_text": "Bấm vào liên kết trong thư.",
        **fields,
    }
    vi = Purpose.objects.create(
        code=code,
        locale=locale("vi"),
        name="Bản tin",
        description="Gửi bảng giá và ưu đãi.",
        consent_text=CLAUSE,
        **fields,
    )
    Purpose.objects.create(
        code=code,
        locale=locale("en"),
        translation_key=vi.translation_key,
        name="Newsletter",
        description="Sends price lists and offers.",
        consent_text="<p>I agree to the newsletter.</p>",
        **fields,
    )
    return vi


def update_entry(code="news", **fields):
    """Changes the working copy of a purpose in both languages."""
    Purpose.objects.filter(code=code).update(**fields)


def draft_policy(home=None, **fields):
    """A Vietnamese draft of the policy, and the English draft below it, still without words."""
    make_needed("vi", "en")
    vi_home, _en_home = (home, None) if home else make_homes()
    page = PolicyPage(
        locale=locale("vi"),
        live=False,
        **{
            "title": "Chính sách bảo mật",
            "slug": "chinh-sach-bao-mat",
            "body": BODY,
            **fields,
        },
    )
    vi_home.add_child(instance=page)
    page.save_revision()
    source, _new = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=locale("en"))
    translation.save_target(publish=False)
    return PolicyPage.objects.get(pk=page.pk)


def english(text):
    """What stands for the English of a Vietnamese text here."""
    return {"chinh-sach-bao-mat": "privacy-policy", "Chính sách bảo mật": "Privacy policy"}.get(
        text, f"EN {text}"
    )


def translate(page):
    """Gives every text of the policy its English words, as a translator does."""
    for segment in StringSegment.objects.filter(source__object_id=page.translation_key).select_related(
        "string", "context"
    ):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            locale=locale("en"),
            context=segment.context,
            defaults={"data": english(segment.string.data), "translation_type": "manual"},
        )


def translation_of(page):
    return Translation.objects.get(source__object_id=page.translation_key)


def english_page(page):
    return PolicyPage.objects.get(translation_key=page.translation_key, locale__language_code="en")


def change(page, **fields):
    """Saves a draft of the policy with `fields`; returns its revision."""
    draft = PolicyPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    return draft.save_revision()


def publish(page, **fields):
    """Changes, translates and publishes the whole policy."""
    revision = change(page, **fields)
    translate(page)
    revision.publish()
    return PolicyPage.objects.get(pk=page.pk)


def published_policy(**fields):
    """Version 1, in both languages, with one purpose."""
    if not Purpose.objects.exists():
        make_entry()
    return publish(draft_policy(**fields))


def staff(*roles, **fields):
    user = User.objects.create_user(username="-".join(roles).lower().replace(" ", "-") or "nobody", **fields)
    user.groups.set([Group.objects.get(name=role) for role in roles])
    UserProfile.objects.create(user=user, preferred_language="en")
    return user


# In the admin


def said(response):
    return unescape(" ".join(str(message) for message in get_messages(response.wsgi_request)))


def _rich_text(html):
    """What the editor posts; it leaves an empty one empty."""
    return rich_text(html) if html else "null"


def form_of(page, **fields):
    """What the editor's form posts, without what its screen adds to it."""
    blocks = [
        (
            block.block_type,
            {"heading": block.value["heading"], "text": _rich_text(block.value["text"].source)}
            | ({"register": block.value["register"]} if block.block_type == "register" else {}),
        )
        for block in page.body
    ]
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "effective_date": page.effective_date.isoformat() if page.effective_date else "",
            "change_kind": page.change_kind,
            "change_summary": page.change_summary,
            "intro": page.intro,
            "body": streamfield(blocks),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **fields,
        }
    )
    # Translations hang on the blocks' ids.
    return data | {f"body-{n}-id": block.id or "" for n, block in enumerate(page.body)}


def stamp_on(client, page):
    """What the page's edit screen, as it is now, says that it showed."""
    html = client.get(edit_url(page)).content.decode()
    found = re.search(rf'name="{FIELD}" value="([^"]*)"', html)
    return found.group(1) if found else ""


def posted_from(client, page, **fields):
    """What a browser posts from the page's edit screen, which `client` opens now."""
    return form_of(page, **fields) | {FIELD: stamp_on(client, page)}


def edit_url(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
