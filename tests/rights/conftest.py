"""A list of erasures of the test's own, a room that keeps notes, and the officer at the screen."""

import pytest

from privacy.personal_data import sources

from . import builders as make
from .builders import Notes


@pytest.fixture
def notes(monkeypatch):
    monkeypatch.setitem(sources._entries, "notes", Notes())


@pytest.fixture
def own_list(settings, tmp_path):
    settings.ERASURE_LOG = tmp_path / "kept" / "erasures.log"
    return settings.ERASURE_LOG


@pytest.fixture
def officer(client):
    user = make.officer(first_name="Hạnh")
    client.force_login(user)
    return user
