"""Handing a bundle over and downloading it: once, by one colleague, and only what can be read."""

import hashlib
import io
import json
import zipfile

import pytest

from incidents import services
from vault import services as vault
from vault.errors import VaultLocked

from . import builders as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return make.officer()


def sealed(by, *people):
    one = make.approved(by, *people)
    services.seal_bundle(one, by=by)
    return one


def document_of(content):
    return json.loads(zipfile.ZipFile(io.BytesIO(content)).read("data.json"))


def test_the_bundle_is_downloaded_once_by_who_handed_it_over(by):
    one = sealed(by)
    services.hand_over(one, by=by)
    with pytest.raises(services.NotAllowedNow):
        services.take_bundle(one, by=make.officer())
    assert services.take_bundle(one, by=by)[:2] == b"PK"
    with pytest.raises(services.NotAllowedNow):
        services.take_bundle(one, by=by)
    assert [event.kind for event in one.events.order_by("id")][-2:] == ["handed", "downloaded"]


def test_what_can_not_be_read_is_not_recorded_as_handed_over(by, monkeypatch):
    one = sealed(by)

    def locked(*arguments, **options):
        raise VaultLocked

    with monkeypatch.context() as patched:
        patched.setattr(vault, "reveal", locked)
        with pytest.raises(VaultLocked):
            services.hand_over(one, by=by)
        one.refresh_from_db()
        assert one.state == "sealed" and not one.sha256
    services.hand_over(one, by=by)
    with monkeypatch.context() as patched:
        patched.setattr(vault, "reveal", locked)
        with pytest.raises(VaultLocked):
            services.take_bundle(one, by=by)
    assert services.take_bundle(one, by=by)


def test_who_is_erased_before_the_download_is_not_in_the_file(by):
    person = make.person()
    one = sealed(by, person)
    services.hand_over(one, by=by)
    vault.destroy_person_key(person)
    content = services.take_bundle(one, by=by)
    one.refresh_from_db()
    assert document_of(content)["people"][0]["erased"] and not one.people.get().handed_over
    assert one.sha256 == hashlib.sha256(content).hexdigest()
