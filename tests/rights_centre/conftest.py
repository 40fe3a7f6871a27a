"""The policy declares the privacy centre's cookie; without that no browser would get it."""

import pytest

from privacy.models import StoredItem
from rights.centre import sessions
from tests.privacy.builders import declare, locale


@pytest.fixture(autouse=True)
def declared_cookie(request):
    if not request.node.get_closest_marker("django_db"):
        return
    request.getfixturevalue("db")
    fields = {"kind": "cookie", "key": sessions.COOKIE, "reason": "Trung tâm", "essential": True}
    for language in ("vi", "en"):
        StoredItem.objects.create(
            code="privacy_centre", locale=locale(language), name="Trung tâm", surface="public", **fields
        )
    declare()
