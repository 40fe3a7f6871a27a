"""Files that visitors send: which are taken, and how they are kept."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vault.models import Envelope

from .builders import ask, docx, errors, make_question, png, refused, sealed, send, soup, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def upload(name, content, kind="application/octet-stream"):
    return SimpleUploadedFile(name, content, kind)


def test_file_is_sealed_with_its_real_type(client):
    response, _key = ask(
        client,
        "file",
        upload("../../Ảnh <1>.png", png(), "text/html"),
        key="brief",
        label="Tệp",
        kinds=["images"],
    )
    assert response.status_code == 303, errors(response)
    payload, (content,) = sealed()
    (file,) = payload["files"]
    assert (file["field"], file["name"], file["content_type"]) == ("brief", "Ảnh _1_.png", "image/png")
    assert content == png()
    assert "brief" not in payload["answers"]


ANY_FILE = {"key": "brief", "label": "Tệp", "kinds": ["pdf", "images", "office", "text"]}


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7\n%%EOF"), ("a.docx", docx()), ("a.txt", "Xin chào".encode()), ("A.PNG", png())],
)
def test_files_of_accepted_kinds(client, name, content):
    response, _key = ask(
        client,
        "file",
        upload(name, content),
        **ANY_FILE,
    )
    assert response.status_code == 303, errors(response)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ\x90\x00"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("a.html", b"<script>alert(1)</script>"),
        ("a.png", b"<svg onload=alert(1)>"),
        ("a.png", png()[:40]),
        ("a.pdf", png()),
        ("a.txt", b"<html><script>alert(1)</script>"),
        ("a.txt", b"\xff\xfe\x00"),
        ("a.docx", docx(macros=True)),
        ("a.docm", docx(macros=True)),
        ("a.docx", b"PK\x03\x04nonsense"),
        ("a.png", b""),
        ("png", png()),
    ],
)
def test_files_that_are_not_accepted(client, name, content):
    response, _key = ask(
        client,
        "file",
        upload(name, content),
        **ANY_FILE,
        required=True,
    )
    assert response.status_code == 422
    assert not Envelope.objects.exists()


def test_a_file_that_is_too_large(client):
    big = upload("a.png", png() + b"\0" * (5 * 1024 * 1024 + 1))
    response, _key = ask(client, "file", big, key="brief", label="Tệp", kinds=["images"])
    assert response.status_code == 422
    assert "5 MB" in errors(response)[0]
    assert not Envelope.objects.exists()


def test_more_files_than_asked_for(client):
    files = [upload(f"{n}.png", png()) for n in range(3)]
    assert refused(client, "file", files, key="brief", label="Tệp", kinds=["images"], max_files=2)


def test_files_never_touch_the_disk(client, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("A visitor's file was written to the temporary directory.")

    monkeypatch.setattr("tempfile.NamedTemporaryFile", forbidden)
    monkeypatch.setattr("django.core.files.temp.NamedTemporaryFile", forbidden)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", forbidden)
    big = upload("a.png", png() + b"\0" * (4 * 1024 * 1024))
    response, _key = ask(client, "file", big, key="brief", label="Tệp", kinds=["images"])
    assert response.status_code == 303


def test_after_a_mistake_files_are_to_be_chosen_again(client):
    page = make_question("file", key="brief", label="Tệp", kinds=["images"])
    response = send(client, page, {"brief": upload("a.png", png())})
    assert response.status_code == 422
    assert len(soup(response).select("main [role=alert] > p")) == 1


@pytest.mark.parametrize(("most", "several"), [(1, False), (3, True)])
def test_file_dialog_offers_as_many_files_as_are_taken(client, most, several):
    page = make_question("file", key="brief", label="Tệp", kinds=["images"], max_files=most)
    chooser = soup(client.get(url(page))).select_one("main [data-field='brief']")
    assert chooser.has_attr("multiple") is several
