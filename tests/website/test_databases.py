"""The suite's own ground: both databases, and a clean one after a test that committed."""

import pytest
from django.contrib.auth.models import Group
from django.db import connections
from wagtail.models import Page


def test_both_databases_are_there(db):
    assert set(connections) == {"default", "keys"}
    with connections["keys"].cursor() as cursor:
        cursor.execute("SELECT 1")
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db(transaction=True)
def test_a_committing_test_leaves_a_trace():
    Group.objects.create(name="left behind")
    Page.objects.filter(depth__gt=1).delete()


@pytest.mark.django_db(transaction=True)
def test_the_next_one_finds_none():
    assert not Group.objects.filter(name="left behind").exists()
    assert Page.objects.filter(depth=1).exists()
