"""The day that a policy states is the day from which it is in force, wherever it stands."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from privacy.models import PolicyVersion
from privacy.release import Incomplete
from tests.privacy.policies import OFFICER, change, publish, published_policy, staff, translate, update_entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def policy():
    return published_policy()


def today():
    return timezone.localdate()


def stated(client, number):
    """The day that the version's data state, and the days that its page and the list print."""
    data = client.get(f"/vi/chinh-sach-bao-mat/phien-ban/{number}/du-lieu/").json()
    return data["effective_date"]


@pytest.mark.parametrize("day", [None, -30, 0])
def test_a_day_that_is_past_or_none_means_today(client, policy, day):
    day = None if day is None else today() + timedelta(days=day)
    publish(policy, intro="Mới.", change_summary="Có lời mở đầu.", effective_date=day)
    version = PolicyVersion.in_force()
    assert version.number == 2
    assert version.effective_date == today() == timezone.localdate(version.effective_at)
    assert stated(client, 2) == today().isoformat()
    html = client.get(policy.url).content.decode()
    assert f'<time datetime="{today().isoformat()}">' in html


def test_what_replaces_an_announced_version_states_its_day(client, policy):
    """The third version is published for today, but can't overtake what was announced."""
    day = today() + timedelta(days=10)
    publish(policy, intro="Sắp tới.", change_summary="Một.", effective_date=day)
    publish(policy, intro="Sắp tới, gọn hơn.", change_summary="Hai.", effective_date=None)
    third = PolicyVersion.objects.get(number=3)
    assert third.effective_date == day == timezone.localdate(third.effective_at)
    assert stated(client, 3) == day.isoformat()


def test_the_panel_says_which_day_it_will_be(client, policy):
    client.force_login(staff(OFFICER))
    edit = reverse("wagtailadmin_pages:edit", args=[policy.pk])
    change(policy, intro="Mới.", change_summary="Có lời mở đầu.", effective_date=today() - timedelta(days=3))
    translate(policy)
    assert "It comes into force at once" in client.get(edit).content.decode()
    day = today() + timedelta(days=10)
    change(policy, effective_date=day)
    translate(policy)
    assert "It comes into force on" in client.get(edit).content.decode()
    publish(policy)
    # What comes next can't be in force before that.
    change(policy, intro="Gọn hơn.", change_summary="Hai.", effective_date=None)
    translate(policy)
    assert "It comes into force on" in client.get(edit).content.decode()


# A date alone


def test_a_new_date_for_what_is_in_force_is_refused_in_words(policy):
    with pytest.raises(Incomplete, match="A date alone makes no new version"):
        publish(policy, effective_date=today() + timedelta(days=5))
    assert PolicyVersion.objects.count() == 1


@pytest.mark.parametrize("days", [None, 5, 20])
def test_an_announced_day_is_not_moved_silently(policy, days):
    update_entry(retention_days=730)
    announced = today() + timedelta(days=10)
    publish(policy, change_summary="Lưu lâu hơn.", effective_date=announced)
    with pytest.raises(Incomplete, match="Version 2 says the same and is announced"):
        publish(policy, effective_date=days and today() + timedelta(days=days))
    publish(policy, effective_date=announced)
    assert PolicyVersion.objects.count() == 2


def test_an_announcement_is_dropped_and_made_again_as_the_words_say(policy):
    update_entry(retention_days=730)
    publish(policy, change_summary="Lưu lâu hơn.", effective_date=today() + timedelta(days=10))
    update_entry(retention_days=365)
    publish(policy, change_summary="Chưa lưu lâu hơn.", effective_date=None)
    update_entry(retention_days=730)
    later = today() + timedelta(days=20)
    publish(policy, change_summary="Lưu lâu hơn, từ ngày khác.", effective_date=later)
    fourth = PolicyVersion.objects.get(number=4)
    assert fourth.effective_date == later
    assert PolicyVersion.in_force(fourth.effective_at - timedelta(days=1)).number == 3
