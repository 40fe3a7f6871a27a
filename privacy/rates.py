"""How much may be posted from one place: counted by the room that takes forms in, which registers here.

No address is stored or passed on; the counter answers yes or no.
"""

from common.registry import Registry

# Takes one entry, `posts`: a function of a request that counts it and says whether there were too many.
counters = Registry("post counters")


def too_many(request):
    """Counts this post; whether more than enough came from the same place lately."""
    counter = counters.get("posts")
    return counter(request) if counter else False
