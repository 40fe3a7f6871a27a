"""An uploaded file is a picture or a download; it never runs as this site."""

import io
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pixels
from wagtail.documents import get_document_model
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException
from wagtail.images import get_image_model

from tests.staff.builders import make_staff

pytestmark = pytest.mark.django_db

PAGE = b"<script src=/media/documents/evil.js></script>"


@pytest.fixture
def folder(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def put(folder, name, content):
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_pictures_are_shown(client, folder):
    put(folder, "images/a.png", b"\x89PNG")
    response = client.get("/media/images/a.png")
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"


@pytest.mark.parametrize(
    "name",
    [
        "documents/evil.html",
        "documents/evil.js",
        "documents/secret.pdf",
        "documents/photo.png",
        "images/evil.html",
        "images/evil.svg",
        "images/evil.js",
        "evil.xhtml",
    ],
)
def test_nothing_else_comes_out_of_the_folder(client, folder, name):
    put(folder, name, PAGE)
    assert client.get(f"/media/{name}").status_code == 404


def test_no_detour_leads_to_documents(client, folder):
    put(folder, "documents/photo.png", b"\x89PNG")
    put(folder, "images/a.png", b"\x89PNG")
    for path in ("images/../documents/photo.png", "./documents/photo.png", "/documents/photo.png"):
        assert client.get(f"/media/{path}").status_code in {400, 404}


@pytest.mark.parametrize("name", ["evil.html", "evil.svg", "evil.js", "evil.xhtml", "evil.mht"])
def test_what_a_browser_might_run_is_no_document(client, folder, name):
    client.force_login(make_staff("Editor"))
    client.post(
        "/admin/documents/add/",
        {"title": "x", "file": SimpleUploadedFile(name, PAGE), "collection": 1},
    )
    assert not get_document_model().objects.exists()


def test_a_document_is_still_a_download(client, folder):
    client.force_login(make_staff("Editor"))
    client.post(
        "/admin/documents/add/",
        {"title": "x", "file": SimpleUploadedFile("price-list.pdf", b"%PDF-1.4"), "collection": 1},
    )
    response = client.get(get_document_model().objects.get().url)
    assert response.status_code == 200
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("size, is_taken", [((8000, 5000), True), ((8000, 5001), False)])
def test_a_picture_is_taken_up_to_forty_megapixels(client, folder, size, is_taken):
    file = io.BytesIO()
    Pixels.new("1", size).save(file, "PNG")
    client.force_login(make_staff("Editor"))
    client.post(
        "/admin/images/add/",
        {"title": "x", "file": SimpleUploadedFile("a.png", file.getvalue()), "collection": 1},
    )
    assert get_image_model().objects.exists() is is_taken


def test_nobody_is_asked_what_an_address_embeds(monkeypatch):
    def asked(*args, **kwargs):
        raise AssertionError("The server contacted somebody.")

    monkeypatch.setattr("wagtail.embeds.finders.oembed.urlopen", asked, raising=False)
    assert site_settings.WAGTAILEMBEDS_FINDERS == []
    with pytest.raises(EmbedUnsupportedProviderException):
        get_embed("https://www.youtube.com/watch?v=aqz-KE-bpKQ")
