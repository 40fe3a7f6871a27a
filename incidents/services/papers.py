"""Papers: sealed when they are added, opened through one door that writes who opened them."""

import hashlib

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vault import keys, sealing
from vault.errors import VaultLocked

from .. import access, conf, keeping
from ..models import Disclosure, DisclosureEvent, Incident, IncidentEvent, Paper
from .base import NotAllowedNow, name_of, require
from .register import log as log_incident

# What a browser shows or an office program opens, by its first bytes; a scan is one of these.
SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}


def kind_of(content):
    """The media type of a scan by its content, or ValueError: PDF, PNG and JPEG are taken."""
    for start, kind in SIGNATURES.items():
        if content.startswith(start):
            return kind
    raise ValueError("A paper is a PDF, PNG or JPEG file.")


def add_paper(home, *, by, kind, name, content, **named):
    """Seals a scan for an incident or a disclosure; `named` is sealed with it (who asked, for example).

    ValueError for what is no scan or too large. NotAllowedNow once a disclosure is approved.
    """
    require(access.may_manage(by))
    if len(content) > conf.get("INCIDENTS_PAPER_BYTES"):
        raise ValueError("The file is too large.")
    details = {"name": name, "type": kind_of(content), **named}
    return _keep(home, by=by, kind=kind, details=details, content=content)


def _keep(home, *, by, kind, details, content):
    public = keys.public()
    key_id = public.envelope_current
    paper = Paper(
        kind=kind,
        key_id=key_id,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        added_by_name=name_of(by),
    )
    place = {"public_key": public.envelope[key_id], "key_id": key_id, "envelope_id": paper.id}
    paper.details = sealing.seal_part(sealing.pack(details), part="details", **place)
    paper.content = sealing.seal_part(content, part="content", **place)
    with transaction.atomic():
        if isinstance(home, Incident):
            paper.incident = home
            log_incident(home, IncidentEvent.Kind.PAPER, by, paper.kind)
        else:
            paper.disclosure = Disclosure.objects.select_for_update().get(pk=home.pk)
            if not paper.disclosure.may_change:
                raise NotAllowedNow("Approvals cover the papers that were there.")
            log_disclosure(home, DisclosureEvent.Kind.PAPER, by, paper.kind)
        paper.save(force_insert=True)
    return paper


def read_paper(paper, *, by):
    """(details, bytes) of a paper. The line that says so is committed before anything is returned."""
    return _opened(paper, ("details", "content"), by=by)


def read_paper_details(paper, *, by):
    """What is sealed beside a paper, such as who asks for the data; a reading like that of the paper."""
    return _opened(paper, ("details",), by=by)[0]


def _opened(paper, parts, *, by):
    require(access.may_open_paper(by, paper))
    private_key = keys.private().envelope.get(paper.key_id)
    if private_key is None:
        raise VaultLocked(f"Envelope key {paper.key_id} is not among the private keys.")
    place = {"private_key": private_key, "key_id": paper.key_id, "envelope_id": paper.id}
    with transaction.atomic(durable=True):
        opened = [sealing.open_part(getattr(paper, part), part=part, **place) for part in parts]
        opened[0] = sealing.unpack(opened[0])
        if paper.incident_id:
            log_incident(paper.incident, IncidentEvent.Kind.PAPER_READ, by, paper.kind)
        else:
            log_disclosure(paper.disclosure, DisclosureEvent.Kind.PAPER_READ, by, paper.kind)
    return opened


def expire_papers(now=None):
    """Deletes the papers of what was closed or answered longer ago than files are kept; returns how many."""
    now = now or timezone.now()
    over = Paper.objects.filter(
        Q(incident__closed_at__lte=keeping.over_since(now, keeping.INCIDENTS))
        | Q(disclosure__decided_at__lte=keeping.over_since(now, keeping.DISCLOSURES))
    )
    return over.delete()[0]


def log_disclosure(disclosure, kind, by, detail=""):
    """Writes a line of the disclosure's history."""
    DisclosureEvent.objects.create(
        disclosure=disclosure, kind=kind, actor=by, actor_name=name_of(by), detail=str(detail)[:400]
    )
