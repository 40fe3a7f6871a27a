"""Forms as this room's tests need them: purposes, a site, a published page, and a visitor who posts."""

import io
import re
import zipfile

from bs4 import BeautifulSoup
from PIL import Image
from wagtail.models import Locale

from forms_app.models import FormPage
from privacy.models import Channel, DataCategory, Purpose
from tests.home.builders import make_site
from tests.privacy.builders import declare
from vault import services as vault
from vault.models import Envelope

CLAUSES = {
    "vi": '<p>Tôi đồng ý cho {code}. <a href="/vi/chinh-sach-bao-mat/">Chính sách</a></p>',
    "en": '<p>I agree to {code}. <a href="/en/privacy-policy/">Policy</a></p>',
}
FIELDS = [
    ("full_name", {"required": True}),
    ("email", {"required": True}),
    ("phone", {"required": False}),
    ("text", {"label": "Nội dung", "key": "message", "multiline": True, "required": True}),
    ("consent", {"purpose": "enquiry", "required": True}),
    ("consent", {"purpose": "news", "required": False}),
]
ANSWERS = {
    "full_name": "Đặng Thị Ửng",
    "email": "ung@visitor.example",
    "phone": "0912 345 678",
    "message": "Cho tôi hỏi giá.",
    "consent-enquiry": "on",
}


# Which kinds of fields each data category covers.
CATEGORIES = {
    "identity": ["full_name"],
    "contact_details": ["email", "phone", "address"],
    "message": ["text", "file"],
    "answers": ["choice", "choices", "number", "date", "callback_slot"],
}
CHANNELS = ("contact", "callback", "newsletter", "survey")


def make_purpose(code, language="vi", **fields):
    """An entry of the working copy; it counts once it is declared."""
    locale = Locale.objects.get_or_create(language_code=language)[0]
    fields = {
        "name": f"{code} ({language})",
        "description": code,
        "retention_days": 365,
        "consent_text": CLAUSES[language].format(code=code),
        "data_categories": list(CATEGORIES),
        **fields,
    }
    return Purpose.objects.get_or_create(code=code, locale=locale, defaults=fields)[0]


def make_purposes():
    """Everything the tests' forms need, in both languages and published."""
    if Channel.objects.exists():
        return
    for language in ("vi", "en"):
        locale = Locale.objects.get_or_create(language_code=language)[0]
        for code, types in CATEGORIES.items():
            DataCategory.objects.create(
                code=code, locale=locale, name=f"{code} ({language})", description=code, field_types=types
            )
        for code in CHANNELS:
            Channel.objects.create(code=code, locale=locale, name=code, description=code)
        for code in ("enquiry", "news", "callback", "research"):
            make_purpose(code, language)
    declare()


def stream(*blocks):
    """Stream data with ids, as the editor's browser sends them."""
    return [
        {"type": kind, "value": value, "id": f"{n:08x}-0000-4000-8000-000000000000"}
        for n, (kind, value) in enumerate(blocks, 1)
    ]


def make_form(fields=None, *, homes=None, publish=True, language="vi", **values):
    """A form page below the home page, published unless told otherwise."""
    make_purposes()
    homes = homes or make_site()
    values = {
        "title": "Liên hệ",
        "slug": "lien-he",
        "channel": "contact",
        "main_purpose": "enquiry",
        **values,
    }
    page = FormPage(locale=homes[language].locale, live=False, **values)
    page.fields = stream(*(FIELDS if fields is None else fields))
    homes[language].add_child(instance=page)
    page.refresh_from_db()
    if publish:
        page.save_revision().publish()
        page.refresh_from_db()
    return page


def make_question(kind, /, **value):
    """A survey page with one question and no contact field: returns the page."""
    consent = ("consent", {"purpose": "research", "required": True})
    return make_form(
        [(kind, value), consent], channel="survey", main_purpose="research", title="Khảo sát", slug="khao-sat"
    )


def url(page):
    return page.get_url()


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def version_of(client, page):
    return soup(client.get(url(page))).select_one("main [name=_version]")["value"]


def send(client, page, answers=None, **changes):
    """Posts `answers` (by default a good contact form) as a visitor who just fetched the page."""
    data = {**(ANSWERS if answers is None else answers), **changes}
    data.setdefault("_version", version_of(client, page))
    data = {name: value for name, value in data.items() if value is not None}
    return client.post(url(page), data, headers={"Origin": "http://testserver"})


def ask(client, kind, answer, /, **value):
    """Posts `answer` to a form with one question of that kind; returns (response, the question's key)."""
    page = make_question(kind, **value)
    key = kind if kind in {"full_name", "email", "phone", "address", "callback_slot"} else value["key"]
    return send(client, page, {key: answer, "consent-research": "on"}), key


def sealed():
    """The payload and files of the one envelope there is."""
    return vault.open_envelope(Envelope.objects.get())


def receipt_of(client, response):
    assert response.status_code == 303, (response.status_code, re.sub(r"\s+", " ", soup(response).get_text()))
    return soup(client.get(response["Location"])).select_one("[data-receipt]").get_text(strip=True)


def errors(response):
    """The messages at the fields."""
    return [error.get_text(strip=True) for error in soup(response).select("main .form__error")]


def png(size=(2, 2)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "teal").save(buffer, "PNG")
    return buffer.getvalue()


def docx(*, macros=False):
    """A document's archive, the same bytes each time: test names are made of them."""
    parts = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
    if macros:
        parts["word/vbaProject.bin"] = b"\xd0\xcf"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def accepted(client, kind, answer, **value):
    response, key = ask(client, kind, answer, **value)
    assert response.status_code == 303, errors(response)
    return sealed()[0]["answers"][key]


def refused(client, kind, answer, **value):
    response, _key = ask(client, kind, answer, **value)
    assert response.status_code == 422
    assert not Envelope.objects.exists()
    (message,) = errors(response)
    return message
