"""The caches, one per role, and what names things are kept under where they may be stolen (ADR 0121).

A cache holds pickles, and whoever reads a pickle runs what its writer put into it. So no process reads from
a cache that a process of another role writes to.
"""

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from django.utils.crypto import salted_hmac

# allauth names its counters of sign-in attempts after the network address they came from.
COUNTERS = "allauth:rl:"
# The alias under which the staff side knows the cache of `web` processes.
OF_WEB = "web"
# Where caches live in the database, by role.
TABLES = {"all": "website_cache", "staff": "website_cache", "web": "website_cache_web"}


def cache_key(key, prefix, version):
    """Django's form of a cache key, with the names of sign-in counters turned into keyed digests.

    Only the staff side counts sign-ins, so the digest may depend on its secret key. What it deletes from
    the cache of `web` processes, which have another one, has the same name there.
    """
    if key.startswith(COUNTERS):
        key = COUNTERS + salted_hmac("website.stores", key, algorithm="sha256").hexdigest()
    return f"{prefix}:{version}:{key}"


def settings_for(role, *, redis, web_redis):
    """The setting CACHES of a process of `role`. `redis` and `web_redis` are addresses or None: tables."""

    def entry(kind, owner, address):
        found = {"BACKEND": f"website.stores.{kind}", "KEY_FUNCTION": "website.stores.cache_key"}
        if address:
            return found | {"LOCATION": address, "KEY_PREFIX": owner}
        return found | {"LOCATION": TABLES[owner]}

    store = "RedisCache" if redis else "DatabaseCache"
    if role != "staff":
        return {"default": entry(store, role, redis)}
    others = "RedisCache" if web_redis else "DatabaseCache"
    return {
        "default": entry(f"Staff{store}", "staff", redis),
        OF_WEB: entry(f"Others{others}", "web", web_redis),
    }


class DeletesForWebToo:
    """What staff's changes make untrue (site root paths, names of locales, renditions) goes in both."""

    def delete(self, key, version=None):
        caches[OF_WEB].delete(key, version=version)
        return super().delete(key, version=version)


class DeleteOnly:
    """Another role's cache: nothing is ever read from it, and nothing written into it."""

    def _refuse(self, *args, **kwargs):
        raise TypeError("Another role's cache is only deleted from.")

    get = get_many = has_key = add = set = set_many = touch = incr = decr = _refuse


class StaffDatabaseCache(DeletesForWebToo, DatabaseCache):
    pass


class StaffRedisCache(DeletesForWebToo, RedisCache):
    pass


class OthersDatabaseCache(DeleteOnly, DatabaseCache):
    pass


class OthersRedisCache(DeleteOnly, RedisCache):
    pass
