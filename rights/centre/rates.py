"""How often codes are asked for and tried. No address is kept: counters are keyed by salted digests.

The salt is random and deleted after its day (ADR 0022 says why a plain digest would not do). What is
counted is the same whether an address is known or not.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
import secrets

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..models import CentreRate, CentreSalt
from . import conf


def too_many(request, contact="", *, tries=False):
    """Counts this post and says whether it is one too many from the client or for the address."""
    over = False
    client = client_address(request)
    kind, limit = ("try", "CENTRE_RATE_TRIES") if tries else ("client", "CENTRE_RATE_CLIENT")
    if client:
        over |= _count(kind, client) > conf.setting(limit)
    if contact:
        over |= _count("contact", contact) > conf.setting("CENTRE_RATE_ADDRESS")
    return over


def client_address(request):
    """Where the request comes from, as text; an IPv6 client is its whole /64. "" where unknown."""
    proxies = conf.setting("ALLAUTH_TRUSTED_PROXY_COUNT")
    address = request.META.get("REMOTE_ADDR", "")
    if proxies:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        address = hops[-proxies] if len(hops) >= proxies else address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if parsed.version == 6 and not parsed.ipv4_mapped:
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _count(kind, value):
    now = timezone.now()
    seconds = conf.setting("CENTRE_RATE_WINDOW_SECONDS")
    window = dt.datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, dt.UTC)
    digest = _digest(kind, value, now.date())
    with transaction.atomic():
        counter, _created = CentreRate.objects.get_or_create(digest=digest, window=window)
        CentreRate.objects.filter(pk=counter.pk).update(count=F("count") + 1)
        counter.refresh_from_db(fields=["count"])
    return counter.count


def _digest(kind, value, day):
    row, _created = CentreSalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(32)})
    key = salted_hmac("rights.centre.rate", bytes(row.salt), algorithm="sha256").digest()
    return hmac.new(key, f"{kind}\0{value}".encode(), hashlib.sha256).hexdigest()


def purge(now):
    """Forgets counters of windows that are over and the salts of past days."""
    old = now - dt.timedelta(seconds=2 * conf.setting("CENTRE_RATE_WINDOW_SECONDS"))
    CentreRate.objects.filter(window__lt=old).delete()
    CentreSalt.objects.filter(day__lt=now.date()).delete()
