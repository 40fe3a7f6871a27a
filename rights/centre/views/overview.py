"""The centre's first page: the way in, or what the visit may see; and showing contents on demand."""

from django.http import Http404

from privacy import declared

from .. import holdings, receipt_view
from ..forms import ContactForm
from .base import VERIFIED, centre_view, show
from .entry import start


@centre_view("GET", "POST")
def centre(request):
    """Without a visit the way in, with one the overview. A post asks for a code."""
    if request.method == "POST":
        return start(request)
    if request.visit is None:
        return show(request, "start", {"form": ContactForm()})
    return overview(request) if request.visit.level == VERIFIED else by_receipt(request)


@centre_view("POST", level=VERIFIED)
def reveal(request):
    """The overview with the contents of one thing, of all, or of who we take them to be, in clear."""
    key = request.POST.get("item", "")
    person = request.visit.person
    shown = holdings.items(person)
    if key == "identity":
        return overview(request, shown, identity=holdings.read_identity(person))
    if key != holdings.WHOLE and key not in {item.key for item in shown}:
        raise Http404
    shown = holdings.fill(person, shown, key=key)
    identity = holdings.read_identity(person) if key == holdings.WHOLE else None
    return overview(request, shown, identity=identity, opened=key)


def by_receipt(request):
    """The one submission that the visit's receipt is of."""
    return show(request, "by_receipt", receipt_view.contents(request.visit))


def overview(request, shown=None, *, identity=None, opened=""):
    """Everything about the person of the visit."""
    person, in_force = request.visit.person, declared.current()
    shown = holdings.items(person) if shown is None else shown
    return show(
        request,
        "overview",
        {
            "items": holdings.beside_identity(person, shown),
            "identity": identity,
            "opened": opened,
            "masks": holdings.identity_masks(person),
            "standings": holdings.standings(person, shown),
            "general_limits": holdings.general_limits(person),
            "policy_version": in_force.number if in_force else "",
            "readings": holdings.readings(person, shown, most=holdings.MOST_READINGS),
            "requests": holdings.requests(person),
        },
    )
