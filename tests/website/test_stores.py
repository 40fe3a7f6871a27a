"""A cache per role: what a `web` process keeps, the staff side deletes and never reads."""

import pickle

import pytest
from django.core.cache import cache, caches
from django.db import connection
from wagtail.models import Locale, Site

from website import stores

pytestmark = pytest.mark.django_db
ROOTS = "wagtail_site_root_paths"
ran = []


def run():
    ran.append("taken over")


class Planted:
    """What a taken-over web process would write: reading it runs code."""

    def __reduce__(self):
        return run, ()


@pytest.fixture
def web(settings):
    """The cache of a web process, as that process has it."""
    settings.CACHES = stores.settings_for("web", redis=None, web_redis=None)
    return caches["default"]


@pytest.fixture
def staff(web, settings):
    """From here on this is a process of the staff side."""
    settings.CACHES = stores.settings_for("staff", redis=None, web_redis=None)
    ran.clear()


def rows(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT cache_key FROM {table}")  # noqa: S608
        return [key for (key,) in cursor.fetchall()]


def test_what_web_planted_staff_never_reads(web, staff):
    for version in (1, 2):
        web.set(ROOTS, Planted(), version=version)
    web.set("wagtail_locales_display_name", Planted())
    pickle.loads(pickle.dumps(Planted()))  # noqa: S301
    assert ran.pop()
    Site.get_site_root_paths()
    assert str(Locale.objects.first())
    assert cache.get(ROOTS) is None
    assert not ran


def test_what_staff_changes_goes_from_webs_cache(web, staff):
    web.set(ROOTS, Planted(), version=2)
    web.set("wagtail_locales_display_name", Planted())
    web.set("other", 1)
    Site.get_site_root_paths()
    Site.objects.first().save()
    Locale.objects.first().save()
    assert [key.rpartition(":")[2] for key in rows("website_cache_web")] == ["other"]
    assert not [key for key in rows("website_cache") if ROOTS in key]
    assert not ran


@pytest.mark.parametrize(
    "use",
    [
        lambda other: other.get("x"),
        lambda other: other.get_many(["x"]),
        lambda other: other.get_or_set("x", 1),
        lambda other: "x" in other,
        lambda other: other.set("x", 1),
        lambda other: other.set_many({"x": 1}),
        lambda other: other.add("x", 1),
        lambda other: other.incr("x"),
        lambda other: other.touch("x"),
    ],
)
def test_of_webs_cache_staff_has_deletion_alone(web, staff, use):
    web.set("x", Planted())
    with pytest.raises(TypeError):
        use(caches[stores.OF_WEB])
    assert not ran
    caches[stores.OF_WEB].delete("x")
    assert rows("website_cache_web") == []


def place(entry):
    return entry["LOCATION"], entry.get("KEY_PREFIX")


@pytest.mark.parametrize("redis", [None, "redis://127.0.0.1/0"])
def test_no_two_roles_share_one(redis):
    web, staff = (stores.settings_for(role, redis=redis, web_redis=redis) for role in ("web", "staff"))
    assert place(web["default"]) != place(staff["default"])
    assert place(web["default"]) == place(staff[stores.OF_WEB])
    assert list(stores.settings_for("all", redis=redis, web_redis=redis)) == ["default"]


def test_on_redis_staff_can_have_an_instance_of_its_own():
    staff = stores.settings_for("staff", redis="redis://staff/0", web_redis="redis://web/0")
    assert staff["default"]["LOCATION"] == "redis://staff/0"
    assert staff[stores.OF_WEB]["LOCATION"] == "redis://web/0"
