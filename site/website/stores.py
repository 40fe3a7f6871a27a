"""What names things are kept under in stores that may be stolen."""

from django.utils.crypto import salted_hmac

# allauth names its counters of sign-in attempts after the network address they came from.
COUNTERS = "allauth:rl:"


def cache_key(key, prefix, version):
    """Django's form of a cache key, with the names of sign-in counters turned into keyed digests.

    Only the staff side counts sign-ins, so the digest may depend on its secret key; everything else is
    shared with `web` processes, which have another one.
    """
    if key.startswith(COUNTERS):
        key = COUNTERS + salted_hmac("website.stores", key, algorithm="sha256").hexdigest()
    return f"{prefix}:{version}:{key}"
