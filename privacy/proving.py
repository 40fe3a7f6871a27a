"""Everything that proves what one person decided about one purpose, checked anew each time."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from . import gate
from .addresses import version_address
from .canonical import sha256
from .countries import country_name
from .ledger import event_hash, form_sha256
from .models import Checkpoint, ConsentEvent, PolicyVersion, Purpose, Receipt
from .models.ledger import GENESIS
from .periods import retention_words
from .presenting import clean, decision_words, method_words
from .verifying import is_signed
from .versions import text_sha256, version_sha256


@dataclass(frozen=True)
class Check:
    """One thing that was computed again."""

    ok: bool
    text: str


@dataclass
class Proof:
    """One decision with what was shown, where the chain has it, and what checking it gave."""

    event: ConsentEvent
    next_hash: str = ""
    # The public page of the policy version that was shown.
    policy_url: str = ""
    receipt: Receipt | None = None
    checkpoint: Checkpoint | None = None
    checks: list[Check] = field(default_factory=list)

    @property
    def ok(self):
        return all(check.ok for check in self.checks)

    @property
    def decision(self):
        return decision_words(self.event.decision)

    @property
    def given(self):
        return self.event.decision == ConsentEvent.Decision.GIVEN

    @property
    def wording(self):
        return clean(self.event.wording)

    @property
    def method(self):
        return method_words(self.event.evidence.get("method", ""))

    @property
    def act(self):
        return {
            "box_ticked": _("The box was ticked"),
            "box_left_unticked": _("The box was left unticked"),
            "said_on_the_phone": _("Said on the phone, after the wording was read out"),
            "link_followed": _("A link in a mail was followed, and the choice confirmed there"),
            "time_over": _("The time it held for was over"),
        }.get(self.event.evidence.get("act", ""), "")

    @property
    def basis(self):
        basis = self.event.legal_basis
        return Purpose.Basis(basis).label if basis in Purpose.Basis.values else basis

    @property
    def retention(self):
        return retention_words(self.event.retention_days) if self.event.retention_days else _("Not known")

    @property
    def recipients(self):
        """Whom the data was passed on to, in words; another system's consent may not say."""
        if not self.event.recipients:
            return _("To nobody") if self.event.notice_version else _("Not known")
        return ", ".join(
            f"{each['name']} ({country_name(each['country'])})" for each in self.event.recipients
        )

    @property
    def fields(self):
        """The labels of the questions that were shown."""
        version = self.event.form_version
        if version is None:
            return []
        shown = self.event.evidence.get("fields_shown")
        return [
            each["label"]
            for each in version.snapshot.get("fields", [])
            if shown is None or each["key"] in shown
        ]

    @property
    def origin(self):
        """What else the evidence says, as (name, value): call, source, original notice."""
        names = {
            "call": _("Number of the call or recording"),
            "recorded_by": _("Recorded by"),
            "source": _("Source"),
            "source_id": _("Number there"),
            "original_method": _("Given by"),
            "original_notice": _("Notice shown then"),
            "proof": _("Kept proof"),
            "imported_at": _("Taken over"),
        }
        evidence = {**self.event.actor, **self.event.evidence}
        rows = [(label, evidence[key]) for key, label in names.items() if evidence.get(key)]
        if self.event.actor.get("type") == "guardian":
            rows.append((_("Decided by"), _("Guardian: %(relation)s") % self.event.actor))
        return rows


def prove(subject_id, purpose):
    """The proofs of all decisions of this pseudonym about this purpose, the latest first."""
    events = list(
        gate.history(subject_id)
        .filter(purpose_code=purpose)
        .select_related("form_version__policy_version")
        .reverse()
    )
    around = {seq for event in events for seq in (event.seq - 1, event.seq + 1)}
    neighbours = {each.seq: each for each in ConsentEvent.objects.filter(seq__in=around)}
    receipts = {
        each.number: each
        for each in Receipt.objects.filter(
            subject_id=subject_id, number__in=[event.receipt for event in events if event.receipt]
        )
    }
    checkpoints = _covering(events)
    forms = {}
    for event in events:
        if event.form_version_id and event.form_version_id not in forms:
            forms[event.form_version_id] = _sound_digest(event.form_version)
    numbers = {event.notice_version for event in events if event.notice_version}
    versions = PolicyVersion.objects.filter(number__in=numbers).prefetch_related("texts")
    policies = {version.number: _sound_policy(version) for version in versions}
    shown = {(event.notice_version, event.language) for event in events}
    urls = {(number, language): version_address(number, language) for number, language in shown}
    proofs = [_prove(event, neighbours, receipts, checkpoints, forms, policies) for event in events]
    for proof in proofs:
        proof.policy_url = urls[proof.event.notice_version, proof.event.language]
    return proofs


def _covering(events):
    """{seq: the first checkpoint at or after that event}, of those whose place in the chain is covered."""
    places = list(Checkpoint.objects.order_by("pk").values_list("pk", "seq"))
    first = {event.seq: next((pk for pk, seq in places if seq >= event.seq), None) for event in events}
    found = Checkpoint.objects.in_bulk([pk for pk in set(first.values()) if pk])
    return {seq: found[pk] for seq, pk in first.items() if pk}


def _prove(event, neighbours, receipts, checkpoints, forms, policies):
    proof = Proof(event, receipt=receipts.get(event.receipt) if event.receipt else None)
    check = proof.checks.append
    check(Check(_fits(event), _("The entry fits its hash, computed now")))
    check(Check(sha256(event.wording) == event.clause_sha256, _("The wording fits its hash")))
    before, after = neighbours.get(event.seq - 1), neighbours.get(event.seq + 1)
    expected = before.hash if before else GENESIS
    is_linked = event.previous_hash == expected and (before is not None or event.seq == 1)
    check(Check(is_linked, _("It continues the entry before it")))
    if after is not None:
        proof.next_hash = after.hash
        check(Check(after.previous_hash == event.hash, _("The entry after it continues it")))
    if event.form_version is not None:
        fits = forms[event.form_version_id] == event.form_version_sha256
        check(Check(fits, _("The form on file is the one that was shown")))
    if event.notice_version:
        fits = policies.get(event.notice_version) == event.notice_sha256
        check(Check(fits, _("The policy on file is the one that was shown")))
    if proof.receipt is not None:
        check(
            Check(_receipt_fits(proof.receipt, event), _("The receipt's signature fits and names this entry"))
        )
    covering = checkpoints.get(event.seq)
    if covering is not None:
        proof.checkpoint = covering
        check(Check(is_signed(covering), _("A signed checkpoint covers it")))
    return proof


def _fits(event):
    try:
        return event_hash(event) == event.hash
    except (TypeError, ValueError):
        return False


def _sound_digest(version):
    """The digest of a form version computed now; None unless it and its policy version are as they were."""
    policy = version.policy_version
    if policy is not None and not _sound_policy(policy):
        return None
    now = form_sha256(version, policy.sha256 if policy else "")
    return now if now == version.sha256 else None


def _sound_policy(policy):
    """The digest of a policy version if its words and all that it declares are as they were, or None."""
    texts = list(policy.texts.all())
    fits = all(text_sha256(text) == text.sha256 for text in texts)
    return policy.sha256 if fits and version_sha256(policy, texts) == policy.sha256 else None


def _receipt_fits(receipt, event):
    named_here = {each["event_hash"] for each in receipt.document["records"]}
    return is_signed(receipt) and event.hash in named_here
