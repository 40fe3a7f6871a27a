"""Spam protection without surveillance: signs that hold an enquiry for review, never a reason to lose it.

No address is stored. Rate counters are keyed by a digest whose random salt is deleted after its day.
"""

import datetime as dt
import hashlib
import hmac
import ipaddress
import re
import secrets

import altcha
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import conf, keys
from .models import DailySalt, RateCounter, SpentChallenge

HONEYPOT_FILLED = "honeypot"
PROOF_INVALID = "proof_invalid"
PROOF_REPLAYED = "proof_replayed"
TOO_MANY = "rate"
MANY_LINKS = "many_links"

ALGORITHM = "PBKDF2/SHA-256"
_LINK = re.compile(r"https?://|www\.|\[url", re.IGNORECASE)


def _secret():
    return salted_hmac("forms_app.challenge", "altcha", algorithm="sha256").hexdigest()


def new_challenge():
    """A signed proof-of-work challenge (ALTCHA v2) that expires; some half a second of a phone's time."""
    counter = conf.get("FORMS_CHALLENGE_COUNTER")
    return altcha.create_challenge(
        ALGORITHM,
        conf.get("FORMS_CHALLENGE_COST"),
        counter=counter // 4 + secrets.randbelow(counter * 3 // 4),
        expires_at=int(timezone.now().timestamp()) + conf.get("FORMS_CHALLENGE_SECONDS"),
        hmac_secret=_secret(),
    ).to_dict()


def signals_of(form, data, *, count):
    """The signs that this valid submission may be spam; a sign is a code that the inbox shows."""
    signals = []
    if data.get(keys.HONEYPOT):
        signals.append(HONEYPOT_FILLED)
    if proof := data.get(keys.PROOF):
        signals += _proof_signals(proof)
    if count > conf.get("FORMS_RATE_SOFT"):
        signals.append(TOO_MANY)
    text = " ".join(value for value in form.answers().values() if isinstance(value, str))
    if len(_LINK.findall(text)) > conf.get("FORMS_MOST_LINKS"):
        signals.append(MANY_LINKS)
    return signals


def _proof_signals(proof):
    """Signs about a proof that was sent. None sent is none: the form works without JavaScript."""
    try:
        payload = altcha.Payload.from_base64(proof[:4096])
        # The cost was ours to set: a forged one would make verifying dear. The signature is checked first.
        result = altcha.verify_solution(payload, _secret())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [PROOF_INVALID]
    if not result.verified:
        return [PROOF_INVALID]
    digest = hashlib.sha256(payload.challenge.signature.encode()).hexdigest()
    expires_at = dt.datetime.fromtimestamp(payload.challenge.parameters.expires_at, dt.UTC)
    try:
        with transaction.atomic():
            SpentChallenge.objects.create(digest=digest, expires_at=expires_at)
    except IntegrityError:
        return [PROOF_REPLAYED]
    return []


def client_address(request):
    """Where the request comes from: a network address as text, or "" where the server doesn't know.

    X-Forwarded-For counts only as far as our own proxies wrote it. An IPv6 visitor has a whole /64.
    """
    proxies = conf.get("ALLAUTH_TRUSTED_PROXY_COUNT")
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


def count_post(request, *, now=None):
    """Counts this post and returns how many came from the same address in the current window of time."""
    address = client_address(request)
    if not address:
        return 1
    now = now or timezone.now()
    seconds = conf.get("FORMS_RATE_WINDOW_SECONDS")
    window = dt.datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, dt.UTC)
    digest = _digest(address, now.date())
    with transaction.atomic():
        counter, created = RateCounter.objects.get_or_create(
            digest=digest, window=window, defaults={"count": 1}
        )
        if not created:
            RateCounter.objects.filter(pk=counter.pk).update(count=F("count") + 1)
            counter.refresh_from_db(fields=["count"])
    return counter.count


def is_flood(request):
    """Counts this post and says whether more than enough came from the same address lately."""
    return count_post(request) > conf.get("FORMS_RATE_HARD")


def _digest(address, day):
    """`address` under the day's salt and the secret key: there are few addresses, so whoever stole the
    database with the salt could try them all."""
    key = salted_hmac("forms_app.rate", _salt(day), algorithm="sha256").digest()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()


def _salt(day):
    row, _created = DailySalt.objects.get_or_create(day=day, defaults={"salt": secrets.token_bytes(32)})
    return bytes(row.salt)


def purge(*, now=None):
    """Forgets what is no longer needed: expired proofs, old counters, and the salts of days that are over."""
    now = now or timezone.now()
    SpentChallenge.objects.filter(expires_at__lt=now).delete()
    RateCounter.objects.filter(
        window__lt=now - dt.timedelta(seconds=2 * conf.get("FORMS_RATE_WINDOW_SECONDS"))
    ).delete()
    DailySalt.objects.filter(day__lt=now.date()).delete()
