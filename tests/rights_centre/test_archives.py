"""The archive of everything held: what is in it, how long it lasts, and who takes it."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from rights.centre import exports
from rights.models import CentreExport
from tests.rights import builders
from tests.rights_centre.visiting import (
    HOSTILE,
    archive,
    enter,
    hold_text,
    post,
)
from vault import services as vault
from vault.models import SealedRecord

pytestmark = pytest.mark.django_db


def test_the_archive_holds_everything_twice_for_machines_and_people(person):
    hold_text(person, HOSTILE)
    client = enter(builders.EMAIL)
    assert post(client, "privacy_centre_archive").status_code == 303
    response = post(client, "privacy_centre_take")
    assert "no-store" in response["Cache-Control"] and "attachment" in response["Content-Disposition"]
    opened = archive(response)
    assert sorted(opened.namelist()) == ["data.json", "index.html", "style.css"]
    data = json.loads(opened.read("data.json"))
    assert data["person"]["identity"]["email"] == builders.EMAIL
    assert any(HOSTILE in str(held["contents"]).replace("\\'", "'") for held in data["held"])
    assert [event["purpose_code"] for event in data["consents"]] == ["news"]
    html = opened.read("index.html").decode()
    assert builders.EMAIL in html and "<script>" not in html and "&lt;script&gt;" in html


def test_files_that_were_sent_are_in_the_archive(person):
    from privacy.personal_data import Held, Source, sources

    record = vault.store(
        person,
        kind="enquiry",
        data={"full_name": "A", "_files": [{"name": "../../bill?.pdf", "part": 0, "field": "f"}]},
        masks={},
        files=[b"%PDF marker"],
    )

    class Files(Source):
        code, label = "files", "Files"

        def held(self, of):
            return [Held("files", "1", "Liên hệ", ("news",), timezone.now(), None, (record.pk,))]

        def erase(self, of):
            return SealedRecord.objects.filter(person=of, kind="enquiry").delete()[0]

    sources.register("files", Files())
    try:
        client = enter(builders.EMAIL)
        post(client, "privacy_centre_archive")
        opened = archive(post(client, "privacy_centre_take"))
    finally:
        sources._entries.pop("files")
    assert opened.read("files/01-bill_.pdf") == b"%PDF marker"


def test_an_archive_is_sealed_expires_and_is_swept(person):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_archive")
    export = CentreExport.objects.get()
    assert b"PK" not in bytes(export.record.files.get().payload)[:64]
    CentreExport.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert post(client, "privacy_centre_take").status_code == 303
    exports.purge(timezone.now())
    assert not SealedRecord.objects.filter(pk=export.record_id).exists()


def test_archives_are_few_in_an_hour(person, settings):
    settings.CENTRE_RATE_ADDRESS = 2
    client = enter(builders.EMAIL)
    statuses = [post(client, "privacy_centre_archive").status_code for _ in range(3)]
    assert statuses == [303, 303, 429]
    assert CentreExport.objects.count() == 1


def test_nobody_takes_another_person_s_archive(person):
    exports.make(person)
    builders.person(email="other@example.com")
    response = post(enter("other@example.com"), "privacy_centre_take")
    assert response.status_code == 303
