"""Whom the server may contact: the company's own machines, and hosts that the policy in force declares."""

import ipaddress
import logging
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signals import setting_changed
from django.db import transaction

from .. import services
from . import alarms, conf

logger = logging.getLogger("privacy.guards")

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class UndeclaredHost(OSError):
    """The policy in force declares no recipient with this host. An OSError, as any failed connection."""


def check(host, port=None):
    """Returns if the server may contact `host`; otherwise raises an alarm, and UndeclaredHost.

    With PRIVACY_OUTGOING=alarm it only raises the alarm; with off it does nothing.
    """
    mode = conf.get("PRIVACY_OUTGOING")
    if mode == "off" or is_allowed(host, port):
        return
    name = plain(host)
    alarms.note(alarms.HOST, name)
    if not transaction.get_connection().in_atomic_block:
        alarms.flush()
    if mode != "alarm":
        raise UndeclaredHost(f"The privacy policy in force declares no recipient with the host {name}.")


def is_allowed(host, port=None):
    """Whether `host` is the company's own or declared. What can't be found out is not allowed."""
    if is_own(host):
        return True
    try:
        declared = services.outgoing_hosts()
    except Exception as error:  # noqa: BLE001 - without the policy nothing is declared
        logger.error("The declared hosts could not be read: %s.", type(error).__name__)
        return False
    return any(covers(entry, plain(host), port) for entry in declared)


def covers(entry, host, port=None):
    """Whether the register's `entry` (a host, perhaps *.below it, perhaps with a port) covers `host`."""
    name, _, wanted = entry.lower().partition(":")
    if wanted and port is not None and str(port) != wanted:
        return False
    if name.startswith("*."):
        return host.endswith(name[1:])
    return host == name


def plain(host):
    """`host` as names are compared: text, small letters, no final dot or brackets."""
    text = host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host)
    return text.strip("[]").rstrip(".").lower()


def is_own(host):
    """Whether `host` is this machine or one of the company's own; nothing, or a path, is this machine."""
    if not host:
        return True
    name = plain(host)
    return is_this_machine(name) or name in own_hosts()


def is_this_machine(name):
    """Whether the plain `name` is this machine: a path, a name or an address of its own."""
    if name.startswith("/") or name in {"localhost", "0.0.0.0", "::"} or name.endswith(".localhost"):  # noqa: S104
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=1)
def own_hosts():
    """The company's own machines by the settings: databases, cache, and PRIVACY_OWN_HOSTS."""
    hosts = {plain(host) for host in conf.get("PRIVACY_OWN_HOSTS")}
    hosts.update(plain(database["HOST"]) for database in settings.DATABASES.values() if database.get("HOST"))
    for cache in settings.CACHES.values():
        locations = cache.get("LOCATION") or ""
        for location in [locations] if isinstance(locations, str) else locations:
            if host := urlsplit(location).hostname if "://" in location else "":
                hosts.add(plain(host))
    return frozenset(hosts)


def forget_own_hosts(setting=None, **kwargs):
    """Receives `setting_changed`."""
    if setting in {"PRIVACY_OWN_HOSTS", "CACHES", "DATABASES"}:
        own_hosts.cache_clear()


setting_changed.connect(forget_own_hosts, dispatch_uid="privacy.guards.outgoing")


def configured():
    """[(what for, host, port)] that the settings make the server contact."""
    found = []
    if settings.EMAIL_BACKEND in {SMTP, "privacy.guards.mail.EmailBackend"}:
        found.append(("mail", settings.EMAIL_HOST, settings.EMAIL_PORT))
    for storage in settings.STORAGES.values():
        options = storage.get("OPTIONS", {})
        endpoint = options.get("endpoint_url")
        if endpoint or "s3" in storage["BACKEND"].lower():
            endpoint = endpoint or getattr(settings, "AWS_S3_ENDPOINT_URL", "") or "https://s3.amazonaws.com"
            address = urlsplit(endpoint)
            found.append(("storage", address.hostname or "", address.port or 443))
    if settings.RECAPTCHA_PUBLIC_KEY and settings.RECAPTCHA_PRIVATE_KEY:
        found.append(("captcha", captcha_host(), 443))
    return found


def captcha_host():
    """The host that confirms captchas."""
    return getattr(settings, "RECAPTCHA_DOMAIN", "www.google.com")


def undeclared():
    """Those of `configured` that would be refused."""
    return [each for each in configured() if not is_allowed(each[1], each[2])]
