"""What the officer reads after publishing: which version it is, and from when."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from privacy.models import PolicyVersion
from tests.privacy.policies import OFFICER, change, posted_from, published_policy, staff, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    client.force_login(staff(OFFICER))
    return published_policy()


def published(client, page, **fields):
    change(page, **fields)
    translate(page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, posted_from(client, page, **{"action-publish": "1"}, **fields))
    assert answer.status_code == 302 and answer["Location"] == address
    (message,) = get_messages(answer.wsgi_request)
    return str(message)


def test_a_new_version_is_named_with_its_address(client, page):
    said = published(client, page, intro="Từ nay ngắn gọn hơn.", change_summary="Gọn hơn.")
    assert "Version 2 is in force" in said
    assert "/vi/chinh-sach-bao-mat/phien-ban/2/" in said


def test_what_is_announced_says_its_day(client, page):
    day = timezone.localdate() + dt.timedelta(days=40)
    said = published(
        client, page, intro="Từ nay ngắn gọn hơn.", change_summary="Gọn hơn.", effective_date=day.isoformat()
    )
    assert "Version 2 is announced" in said and str(day.year) in said
    assert PolicyVersion.coming().number == 2


def test_publishing_what_stands_already_says_so(client, page):
    said = published(client, page)
    assert "Version 1 says all of this already" in said
