"""Two halves of a right at the same time are one right: neither escapes the watch by not seeing the other."""

import threading

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction
from wagtail.log_actions import LogContext

from staff.models import CustodyChange
from tests.e2e.site import wait_for
from tests.staff.builders import make_staff
from vault.access import holds

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite writes one after the other"),
]
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"


def someone_waits():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


class Colleague(threading.Thread):
    """Does one thing as `actor`, in a connection of their own; `error` is what came of it."""

    def __init__(self, actor, action):
        super().__init__(daemon=True)
        self.actor, self.action, self.error = actor, action, None

    def run(self):
        try:
            with LogContext(user=self.actor):
                self.action()
        except PermissionDenied as error:
            self.error = error
        finally:
            connections.close_all()


@pytest.mark.parametrize("own", [True, False])
def test_joining_a_group_while_it_gets_a_right(own):
    actor = make_staff("Administrator", username="quan-tri")
    user = actor if own else make_staff("Editor", username="ban-be")
    group = Group.objects.create(name="Nhóm mới")
    right = Permission.objects.get(codename="open_vault")
    joined, done = threading.Event(), threading.Event()

    def join():
        with transaction.atomic():
            user.groups.add(group)
            joined.set()
            done.wait(30)

    joins, gives = Colleague(actor, join), Colleague(actor, lambda: group.permissions.add(right))
    joins.start()
    assert joined.wait(30)
    gives.start()
    wait_for(someone_waits, what="the second to wait for the first")
    done.set()
    joins.join(30)
    gives.join(30)
    assert not holds(User.objects.get(pk=user.pk), "vault.open_vault")
    if own:
        assert gives.error
    else:
        assert CustodyChange.objects.open().filter(user=user, what=CustodyChange.What.RIGHT).exists()
