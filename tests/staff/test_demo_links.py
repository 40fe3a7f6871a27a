"""Demo links: they sign in once, on this machine, in the demo."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from staff import demo, services
from staff.access import DEMO_SESSION

pytestmark = pytest.mark.django_db
LOCAL = {"HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1"}


@pytest.fixture
def in_demo(settings):
    settings.DEMO = True


@pytest.fixture
def sales(in_demo):
    return {user.username: user for user in services.ensure_demo_users()}["sales"]


def test_each_role_has_a_user_that_has_no_password(in_demo):
    users = services.ensure_demo_users()
    assert [user.username for user in users] == [name for name, _, _ in demo.DEMO_USERS]
    for user, (_, group, _) in zip(users, demo.DEMO_USERS, strict=True):
        assert not user.has_usable_password()
        assert [each.name for each in user.groups.all()] == [group]
        assert user.wagtail_userprofile.preferred_language == "vi"
    assert [user.username for user in users if user.is_superuser] == ["administrator"]


def test_making_the_users_again_keeps_what_was_changed(sales):
    sales.first_name = "Đã đổi"
    sales.save()
    services.ensure_demo_users()
    sales.refresh_from_db()
    assert sales.first_name == "Đã đổi"


def test_a_look_does_not_spend_the_link(client, sales):
    path = demo.link_path(sales)
    for _ in range(2):
        response = client.get(path, **LOCAL)
        assert response.status_code == 200
        assert "_auth_user_id" not in client.session


def test_the_button_signs_in_and_spends_the_link(client, sales):
    path = demo.link_path(sales)
    response = client.post(path, **LOCAL)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(sales.pk)
    other = Client()
    assert other.get(path, **LOCAL).status_code == 410
    assert other.post(path, **LOCAL).status_code == 410
    assert "_auth_user_id" not in other.session


def test_of_two_at_once_one_gets_in(rf, sales):
    from django.contrib.auth import get_user_model

    stale = get_user_model().objects.get(pk=sales.pk)
    client = Client()
    client.post(demo.link_path(sales), **LOCAL)
    assert services.sign_in_by_demo_link(request=rf.post("/"), user=stale) is False


def test_it_opens_the_inbox_side_without_a_second_factor(client, sales):
    client.post(demo.link_path(sales), **LOCAL)
    assert client.get("/admin/", **LOCAL).status_code == 200


def test_from_another_machine_the_same_session_is_asked(client, sales):
    client.post(demo.link_path(sales), **LOCAL)
    response = client.get("/admin/", HTTP_HOST="127.0.0.1", REMOTE_ADDR="192.0.2.7")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/2fa/"


def test_a_demo_session_ends_with_the_demo(client, sales, settings):
    client.post(demo.link_path(sales), **LOCAL)
    assert client.session[DEMO_SESSION]
    settings.DEMO = False
    assert client.get("/admin/", **LOCAL).status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "testserver"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    ],
)
def test_not_from_elsewhere(client, sales, elsewhere):
    path = demo.link_path(sales)
    assert client.get(path, **elsewhere).status_code == 404
    assert client.post(path, **elsewhere).status_code == 404
    assert "_auth_user_id" not in client.session


def test_not_outside_the_demo(client, sales, settings):
    path = demo.link_path(sales)
    settings.DEMO = False
    assert client.post(path, **LOCAL).status_code == 404
    with pytest.raises(CommandError):
        call_command("demo_links", stdout=StringIO())


def test_not_for_other_accounts(client, in_demo, django_user_model):
    someone = django_user_model.objects.create_user("nguoi-khac")
    assert client.post(demo.link_path(someone), **LOCAL).status_code == 410


def test_not_made_up(client, sales):
    good = demo.link_path(sales)
    assert client.post(good[:-3] + "xx/", **LOCAL).status_code == 410


def test_not_after_a_day(client, sales, settings):
    path = demo.link_path(sales)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.post(path, **LOCAL).status_code == 410


def test_the_button_needs_its_token(sales):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(demo.link_path(sales), **LOCAL).status_code == 403


def test_the_command_prints_a_link_for_each_role(sales):
    out = StringIO()
    call_command("demo_links", base="http://127.0.0.1:8000", stdout=out)
    assert len(out.getvalue().strip().splitlines()) == len(demo.DEMO_USERS)
