"""What carries out a request on this site, by kind. Another room registers here what it can do itself."""

from common.registry import Registry
from privacy import limits
from privacy.decisions import record_decision
from privacy.models import ConsentEvent

from . import recipients
from .models.requests import Kind, Source

# {kind: function(request, by=user or None)}, called in the transaction that marks the request carried out.
executors = Registry("executors of requests")

# How the decision reached us, as the ledger names it.
METHODS = {
    Source.CENTRE: "privacy_centre",
    Source.EMAIL: "email",
    Source.PHONE: "phone_call",
    Source.PAPER: "paper",
    Source.FORM: "web_form",
}


def execute(request, *, by=None):
    """Does what is registered for the request's kind; kinds without an entry are done by people."""
    if request.kind in executors:
        executors[request.kind](request, by=by)


def withdraw(request, *, by=None):
    """Appends a withdrawal for each purpose that the person agrees to at present."""
    given = recipients.given_purposes(request.person)
    for code in request.purposes or given:
        if code in given:
            record_decision(
                person=request.person,
                purpose=code,
                decision=ConsentEvent.Decision.WITHDRAWN,
                language=request.locale,
                method=METHODS[request.source],
                evidence={"request": request.reference, **({"staff": by.get_username()} if by else {})},
            )


def restrict(request, *, by=None):
    """From now on the gate refuses the purposes asked for, or all."""
    for code in request.purposes or [""]:
        limits.restrict(request.person, purpose=code, kind=request.kind)


for _kind, _function in ((Kind.WITHDRAW, withdraw), (Kind.RESTRICT, restrict), (Kind.OBJECT, restrict)):
    executors.register(_kind.value, _function)
