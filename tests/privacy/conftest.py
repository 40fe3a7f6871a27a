"""A policy in draft, the officer who publishes it, and the admin in English."""

import pytest
from django.utils import translation

from tests.privacy.policies import (
    OFFICER,
    draft_policy,
    make_entry,
    staff,
)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def policy():
    make_entry()
    return draft_policy()


@pytest.fixture
def officer(client):
    user = staff(OFFICER)
    client.force_login(user)
    return user
