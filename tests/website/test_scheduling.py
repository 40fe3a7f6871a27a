"""What the editor scheduled happens by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from home.models import HomePage
from tests.privacy.builders import locale
from website.scheduling import publish_due

pytestmark = pytest.mark.django_db(databases="__all__")


def make_page(**fields):
    return Page.get_first_root_node().add_child(
        instance=HomePage(title="Trang", hero_title="Trang", locale=locale("vi"), **fields)
    )


def test_a_page_goes_live_when_its_time_comes(monkeypatch):
    page = make_page(live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    publish_due()
    page.refresh_from_db()
    assert not page.live
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(hours=2))
    publish_due()
    page.refresh_from_db()
    assert page.live


def test_a_page_ends_when_its_time_is_over():
    page = make_page()
    page.expire_at = timezone.now() - timedelta(hours=1)
    page.save()
    publish_due()
    page.refresh_from_db()
    assert not page.live and page.expired
