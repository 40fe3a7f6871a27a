"""The policy declares the cookie without which no browser gets one; and somebody who visits."""

import pytest

from privacy.decisions import record_with_receipt
from privacy.models import StoredItem
from rights.centre import sessions
from tests.privacy.builders import declare, locale
from tests.rights import builders
from tests.rights_centre.visiting import SECRET


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


@pytest.fixture
def person():
    builders.declare_purposes("news", "care")
    one = builders.person(phone=builders.PHONE)
    record_with_receipt(
        person=one, purpose="news", decision="given", language="vi", method="privacy_centre", token=SECRET
    )
    return one
