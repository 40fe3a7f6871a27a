"""What the officer reads after publishing: which version it is, and from when."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from privacy.models import PolicyVersion
from tests.privacy.policies import OFFICER, change, posted_from, published_policy, staff, translate

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    user = staff(OFFICER)
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    client.force_login(user)
    return published_policy()


def published(client, page, **fields):
    """What is said after publishing these fields, with their English."""
    change(page, **fields)
    translate(page)
    page.refresh_from_db()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client.post(address, posted_from(client, page, **{"action-publish": "1"}, **fields))
    assert answer.status_code == 302 and answer["Location"] == address
    *_earlier, message = get_messages(answer.wsgi_request)
    return str(message)


def test_a_new_version_is_named_with_its_address(client, page):
    said = published(client, page, intro="Từ nay ngắn gọn hơn.", change_summary="Gọn hơn.")
    assert "Version 2 is in force" in said
    assert "/vi/chinh-sach-bao-mat/phien-ban/2/" in said


def test_what_is_announced_says_its_day(client, page):
    day = timezone.localdate() + dt.timedelta(days=40)
    said = published(
        client, page, intro="Từ nay ngắn gọn hơn.", change_summary="Gọn hơn.", effective_date=day
    )
    assert "Version 2 is announced" in said and str(day.year) in said
    assert PolicyVersion.coming().number == 2


def test_publishing_what_stands_already_says_so(client, page):
    fields = {"intro": "Từ nay ngắn gọn hơn.", "change_summary": "Gọn hơn."}
    published(client, page, **fields)
    assert "Version 2 says all of this already" in published(client, page, **fields)
    assert PolicyVersion.objects.count() == 2
