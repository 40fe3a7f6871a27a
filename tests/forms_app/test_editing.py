"""What an editor meets: keys that stay, problems in plain words, presets, translation."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from forms_app import presets, services
from forms_app.blocks import FormFieldsBlock, KeyBlock
from forms_app.keys import field_key
from forms_app.models import FormPage
from forms_app.problems import problems_of
from privacy.models import FormVersion, Purpose
from tests.privacy.builders import declare

from .builders import FIELDS, make_form, make_purposes, make_site, sealed, send, soup, stream, url

pytestmark = pytest.mark.django_db

TOPIC = ("choice", {"label": "Chủ đề", "choices": [{"label": "Hosting"}, {"label": "Tên miền"}]})


@pytest.fixture
def admin(client):
    user = get_user_model().objects.create_superuser("admin", "admin@company.example", "x" * 20)
    client.force_login(user)
    return client


def messages(page):
    return [problem.message for problem in problems_of(page)]


def test_keys_come_from_ids_not_labels():
    page = make_form([*FIELDS, ("text", {"label": "Tên miền của bạn"})])
    key = services.shown_version(page).snapshot["fields"][-1]["key"]
    assert key == "text-00000007"


def test_keys_survive_a_new_label_and_a_new_place():
    page = make_form([*FIELDS, TOPIC])
    before = services.shown_version(page).snapshot["fields"][-1]
    raw = page.fields.get_prep_value()
    raw[-1]["value"]["label"] = "Quý khách hỏi về"
    raw[-1]["value"]["choices"][0]["value"]["label"] = "Lưu trữ"
    page.fields = [raw[-1], *raw[:-1]]
    page.save_revision().publish()
    after = services.shown_version(FormPage.objects.get(pk=page.pk)).snapshot["fields"][0]
    assert after["label"] == "Quý khách hỏi về"
    assert after["key"] == before["key"]
    assert [choice["key"] for choice in after["choices"]] == [choice["key"] for choice in before["choices"]]


def test_a_published_key_cannot_change_even_in_a_draft():
    page = make_form()
    raw = page.fields.get_prep_value()
    raw[3]["value"]["key"] = "other"
    page.fields = raw
    page.is_to_be_complete = False
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    (error,) = caught.value.error_dict["fields"]
    assert "message" in str(error.block_errors[3].block_errors["key"])


@pytest.mark.parametrize("kind", ["number", "text"])
def test_a_deleted_field_s_key_is_not_taken_over(kind):
    page = make_form()
    raw = [child for child in page.fields.get_prep_value() if child["value"].get("key") != "message"]
    page.fields = raw
    page.save_revision().publish()
    added = {"label": "Khác", "key": "message"}
    page.fields = [*raw, {"type": kind, "value": added, "id": "abcdef00-0000-4000-8000-000000000000"}]
    page.is_to_be_complete = False
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    (error,) = caught.value.error_dict["fields"]
    assert "message" in str(error.block_errors[len(raw)].block_errors["key"])


def test_a_deleted_choice_s_key_is_not_taken_over():
    choices = [{"label": "Hosting", "key": "hosting"}, {"label": "Tên miền", "key": "domain"}]
    page = make_form([*FIELDS, ("choice", {"label": "Chủ đề", "choices": choices})])
    raw = page.fields.get_prep_value()
    choices = raw[-1]["value"]["choices"]
    deleted = choices.pop(0)
    page.fields = raw
    page.save_revision().publish()
    added = {**deleted, "id": "abcdef00-0000-4000-8000-000000000000"}
    raw[-1]["value"]["choices"] = [*choices, {**added, "value": {"label": "Khác", "key": "hosting"}}]
    page.fields = raw
    page.is_to_be_complete = False
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    (error,) = caught.value.error_dict["fields"]
    assert "hosting" in str(error.block_errors[len(raw) - 1].block_errors["label"])
    # The choice itself comes back with its key, and a new one gets its own.
    raw[-1]["value"]["choices"] = [*choices, deleted, {**added, "value": {"label": "Khác", "key": ""}}]
    page.fields = raw
    page.full_clean()


def test_a_deleted_field_comes_back_with_its_key():
    page = make_form()
    whole = list(page.fields.get_prep_value())
    page.fields = [child for child in whole if child["value"].get("key") != "message"]
    page.save_revision().publish()
    page.fields = whole
    page.full_clean()


def test_what_is_asked_once_can_be_asked_again():
    page = make_form()
    whole = list(page.fields.get_prep_value())
    whole[1]["id"] = "abcdef00-0000-4000-8000-000000000000"
    page.fields = whole
    page.full_clean()


def test_two_fields_of_one_key_are_refused():
    page = make_form(publish=False)
    page.fields = stream(*FIELDS, ("text", {"label": "Khác", "key": "message"}))
    with pytest.raises(ValidationError):
        page.full_clean()


@pytest.mark.parametrize("key", ["Tên", "a b", "1st", "_x", "consent-news", "email", "web_address", "x" * 41])
def test_keys_that_are_none(key):
    with pytest.raises(ValidationError):
        KeyBlock().clean(key)


def test_a_draft_may_be_incomplete_and_says_what_is_missing():
    page = make_form([], publish=False, main_purpose="")
    page.full_clean()
    assert len(messages(page)) >= 2
    with pytest.raises(ValidationError):
        page.save_revision().publish()


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        (FIELDS[:4], "consent"),
        ([f for f in FIELDS if f[0] not in {"email", "phone"}], "reach"),
        ([*FIELDS[:5], ("consent", {"purpose": "news", "required": True})], "main purpose"),
        ([*FIELDS, ("consent", {"purpose": "news"})], "already"),
        ([*FIELDS[:4], ("consent", {"purpose": "enquiry", "required": False})], "no reason"),
        ([*FIELDS, ("consent", {"purpose": "unknown"})], "no purpose “unknown”"),
    ],
)
def test_what_holds_up_publishing(fields, where):
    from django.utils.translation import override

    page = make_form(fields, publish=False)
    with override("en"):
        assert any(where in message for message in messages(page)), messages(page)
    with pytest.raises(ValidationError):
        page.save_revision().publish()
    page.refresh_from_db()
    assert not page.live


def test_wording_must_exist_in_the_language_of_the_page():
    page = make_form(publish=False)
    Purpose.objects.filter(code="news", locale=page.locale).delete()
    declare()
    assert messages(page)
    with pytest.raises(ValidationError):
        page.save_revision().publish()


def test_wagtail_localize_never_sees_keys_and_keeps_them(
    client, unrun_tasks, django_capture_on_commit_callbacks
):
    homes = make_site()
    page = make_form(
        [
            *FIELDS,
            (
                "choice",
                {
                    "label": "Chủ đề",
                    "key": "topic",
                    "choices": [{"label": "Hosting", "key": "h"}, {"label": "Khác"}],
                },
            ),
        ],
        homes=homes,
    )
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.get_or_create_from_instance(page)
    source.update_from_db()
    translation = Translation.objects.create(source=source, target_locale=english)
    strings = list(StringSegment.objects.filter(source=source).select_related("string", "context"))
    texts = {segment.string.data for segment in strings}
    assert {"Nội dung", "Chủ đề", "Hosting", "Khác"} <= texts
    assert not texts & {"message", "topic", "h", "enquiry", "news", "contact"}
    for segment in strings:
        translated = "contact-form" if segment.context.path == "slug" else f"EN {segment.string.data}"
        StringTranslation.objects.create(
            translation_of=segment.string, locale=english, context=segment.context, data=translated
        )
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    copy = page.get_translation(english).specific
    assert copy.live and copy.alias_of is None
    vi, en = (services.shown_version(p).snapshot for p in (page, copy))
    assert [f["key"] for f in vi["fields"]] == [f["key"] for f in en["fields"]]
    assert [c["key"] for c in vi["fields"][-1]["choices"]] == [c["key"] for c in en["fields"][-1]["choices"]]
    assert en["fields"][-1]["label"] == "EN Chủ đề"
    assert en["main_purpose"] == vi["main_purpose"]
    assert "I agree to" in en["consents"][0]["wording"]
    assert send(client, copy, topic="h").status_code == 303
    assert sealed()[0]["answers"]["topic"] == "h"
    assert sealed()[0]["locale"] == "en"


def test_a_form_can_be_placed_on_a_page_of_the_other_language(rf):
    from django.template import Context, Template
    from django.utils.translation import override

    homes = make_site()
    page = make_form(homes=homes)
    copy = page.copy_for_translation(homes["en"].locale)
    copy.title, copy.slug, copy.alias_of = "Contact", "contact", None
    copy.save_revision().publish()
    template = Template("{% load form_tags %}{% form_embed page %}{% form_embed page compact=True %}")

    with override("en"):
        request = rf.get("/en/")
        html = template.render(Context({"request": request, "page": Page.objects.get(pk=page.pk)}))
    assert 'action="/en/contact/"' in html
    assert "I agree to" in html
    ids = [tag["id"] for tag in soup(type("R", (), {"content": html})).select("[id]")]
    assert len(ids) == len(set(ids)), "element ids are unique however often a form is shown"
    assert template.render(Context({"request": request, "page": None})).strip() == ""


def test_new_wording_freezes_the_forms_that_show_it():
    page = make_form()
    purpose = Purpose.objects.get(code="enquiry", locale=page.locale)
    purpose.consent_text = "<p>Lời khác.</p>"
    purpose.save()
    shown = services.shown_version(page).snapshot["consents"][0]["wording"]
    assert "Lời khác" not in shown, "the working copy says nothing to visitors"
    declare()
    version = FormVersion.objects.filter(page_id=page.pk).latest("created_at")
    assert version.snapshot["consents"][0]["wording"] == "<p>Lời khác.</p>"


# In the admin


def test_the_editor_chooses_what_to_start_from(admin):
    homes = make_site()
    make_purposes()
    address = reverse("wagtailadmin_pages:add", args=["forms_app", "formpage", homes["vi"].pk])
    links = [a["href"] for a in soup(admin.get(address)).select("a") if "preset=" in a.get("href", "")]
    assert links == [
        "?preset=contact",
        "?preset=callback",
        "?preset=newsletter",
        "?preset=survey",
        "?preset=empty",
    ]
    for link in links:
        assert admin.get(address + link).status_code == 200


@pytest.mark.parametrize("code", presets.PRESETS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_preset_can_be_published_as_it_is(client, code, language):
    homes = make_site()
    make_purposes()
    page = FormPage(locale=homes[language].locale, slug=code, live=False)
    presets.fill(page, code)
    homes[language].add_child(instance=page)
    page.save_revision().publish()
    assert client.get(url(page)).status_code == 200
    assert page.channel == code


def form_data(page, fields, **more):
    blocks = [
        (
            kind,
            {
                name: ("on" if value is True else value)
                for name, value in values.items()
                if value is not False
            },
        )
        for kind, values in fields
    ]
    data = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "channel": page.channel,
            "main_purpose": page.main_purpose,
            "intro": rich_text(""),
            "fields": streamfield(blocks),
            "submit_label": "",
            "thank_you_title": "",
            "thank_you_text": rich_text(""),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **more,
        }
    )
    for number, child in enumerate(page.fields):
        if number < len(fields):
            data[f"fields-{number}-id"] = child.id
    return data


def test_autosaving_a_half_typed_label_freezes_no_key(admin):
    page = make_form([*FIELDS[:3], ("text", {"label": "Nội dung"}), *FIELDS[4:]])
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    half = [*FIELDS[:3], ("text", {"label": "Nội", "help": "", "key": "", "max_length": ""}), *FIELDS[4:]]
    response = admin.post(address, form_data(page, half), headers={"Accept": "application/json"})
    assert response.status_code == 200 and json.loads(response.content)["success"], response.content[:500]
    draft = FormPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.fields[3].value["label"] == "Nội"
    assert field_key(draft.fields[3]) == field_key(page.fields[3])


def test_problems_are_shown_at_the_field_when_publishing(admin):
    page = make_form()
    wrong = [*FIELDS[:5], ("consent", {"purpose": "news", "required": True})]
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = admin.post(address, {**form_data(page, wrong), "action-publish": "publish"})
    assert response.status_code == 200
    assert "91/2025" in response.content.decode()
    saved = admin.post(address, form_data(page, wrong))
    assert saved.status_code == 302, "a draft may be incomplete"


def test_the_editor_and_its_preview_open(admin):
    page = make_form()
    assert admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert admin.post(preview, form_data(page, FIELDS)).json()["is_valid"]
    html = admin.get(preview + "?in_preview_panel=true&mode=").content.decode()
    assert "full_name" in html


@pytest.mark.parametrize("name", FormFieldsBlock().child_blocks)
def test_every_block_has_a_preview(admin, name):
    make_purposes()
    block = FormPage._meta.get_field("fields").stream_block.child_blocks[name]
    assert block.meta.icon and block.label and block.get_description()
    response = admin.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    assert "<label" in response.content.decode() or "<legend" in response.content.decode()


@pytest.mark.parametrize("path", ["forms/", "forms/submissions/1/", "forms/submissions/1/delete/"])
def test_stock_submission_views_are_closed_to_superusers_too(admin, path):
    assert admin.get(f"/admin/{path}").status_code == 404


def test_the_stock_menu_item_is_gone(admin):
    make_form()
    assert reverse("wagtailforms:index") not in admin.get("/admin/").content.decode()
