"""What is asked twice: the same act leaves one request, and what needs a person goes to the queue."""

import pytest

from rights.models import PrivacyRequest
from tests.rights import builders
from tests.rights_centre.visiting import (
    enter,
    main,
    page,
    post,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name, data",
    [
        ("privacy_centre_limit", {"kind": "restrict"}),
        ("privacy_centre_limit", {"kind": "object", "purpose": "news"}),
        ("privacy_centre_correct", {"name": "Lê Văn Mới"}),
        ("privacy_centre_archive", {}),
    ],
    ids=str,
)
def test_the_same_act_again_leaves_one_request(person, name, data):
    client = enter(builders.EMAIL)
    for _ in range(4):
        assert post(client, name, data).status_code == 303
    assert PrivacyRequest.objects.count() == 1


@pytest.mark.parametrize("kind", ["complain", "protect"])
def test_what_needs_a_person_goes_to_the_queue_with_its_clock(person, kind):
    client = enter(builders.EMAIL)
    post(client, "privacy_centre_ask", {"text": "Xin xem giúp marker"}, args=(kind,))
    request = PrivacyRequest.objects.get()
    assert (request.kind, request.source, request.status) == (kind, "centre", "open")
    assert request.due_at and request.reference in main(page(client)).get_text()


def test_a_second_complaint_is_a_request_of_its_own(person):
    client = enter(builders.EMAIL)
    for text in ("Không ai gọi lại", "Có người đọc thư của tôi"):
        post(client, "privacy_centre_ask", {"text": text}, args=("complain",))
    open_ones = PrivacyRequest.objects.filter(kind="complain", closed_at=None)
    assert open_ones.count() == 2
    seen = page(client).content.decode()
    assert all(one.reference in seen for one in open_ones)
