"""No response carries a cookie that the published policy doesn't declare, over HTTP."""

import pytest
from django.http import HttpResponse
from django.urls import path

from privacy.models import GuardAlarm
from tests.privacy.builders import declare, make_item
from website import urls as site_urls

pytestmark = pytest.mark.django_db


def sets_cookie(request):
    response = HttpResponse("ok")
    response.set_cookie("tracker", "v", max_age=30 * 24 * 3600)
    return response


urlpatterns = [path("test-cookie/", sets_cookie), *site_urls.urlpatterns]


@pytest.fixture(autouse=True)
def with_a_view_that_sets_one(settings):
    settings.ROOT_URLCONF = __name__


def test_an_undeclared_cookie_never_leaves_and_raises_an_alarm(client):
    declare()
    response = client.get("/test-cookie/")
    assert response.status_code == 200
    assert not response.cookies
    alarm = GuardAlarm.objects.get(kind="cookie", name="tracker")
    assert alarm.count == 1


def test_a_declared_cookie_leaves_and_lives_no_longer_than_declared(client):
    make_item("tracker", key="tracker", lifetime_days=7, essential=True)
    declare()
    response = client.get("/test-cookie/")
    assert response.cookies["tracker"]["max-age"] == 7 * 24 * 3600
    assert not GuardAlarm.objects.exists()


def test_a_cookie_declared_for_staff_is_not_one_for_visitors(client):
    make_item("tracker", key="tracker", lifetime_days=30, surface="admin", essential=True)
    declare()
    assert not client.get("/test-cookie/").cookies


def test_a_cookie_that_needs_consent_stays_here(client):
    make_item("tracker", key="tracker", lifetime_days=7)
    declare()
    assert not client.get("/test-cookie/").cookies
