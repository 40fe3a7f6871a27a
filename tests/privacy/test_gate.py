"""The purpose gate: every answer it can give, in every order of events, for one person and for many."""

import ast
import datetime as dt
import itertools
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from privacy import gate, limits
from privacy.models import ConsentEvent, Purpose, Restriction
from vault.models import Person

from .builders import answer, decide, declare, make_purpose

DAY = dt.timedelta(days=1)
RESTRICT, OBJECT = Restriction.Kind.RESTRICT, Restriction.Kind.OBJECT


@pytest.fixture
def person(db):
    make_purpose()
    return Person.objects.create()


# Consent


def test_nobody_was_asked(person):
    assert answer(person) == (False, "never_asked")


def test_consent_opens_and_names_its_event(person):
    event = decide(person, "given")
    assert answer(person) == (True, "consent")
    assert gate.may_use(person, "news").event == event


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_a_no_closes(person, decision):
    decide(person, "given")
    event = decide(person, decision)
    assert answer(person) == (False, decision)
    assert gate.may_use(person, "news").event == event


def test_withdrawn_and_given_again(person):
    for decision, expected in (("given", True), ("withdrawn", False), ("given", True), ("withdrawn", False)):
        decide(person, decision)
        assert answer(person)[0] is expected


def test_consent_to_one_purpose_opens_no_other(person):
    make_purpose("research")
    decide(person, "given", "research")
    assert answer(person) == (False, "never_asked")
    assert answer(person, "research") == (True, "consent")


def test_one_persons_consent_opens_nobody_else(person):
    decide(person, "given")
    assert answer(Person.objects.create()) == (False, "never_asked")


def test_consent_runs_out_at_its_moment(person):
    until = timezone.now() + DAY
    decide(person, "given", valid_until=until)
    assert answer(person) == (True, "consent")
    assert answer(person, at=until - dt.timedelta(seconds=1)) == (True, "consent")
    assert answer(person, at=until) == (False, "expired")


def test_what_was_decided_last_counts_not_what_was_written_last(person):
    """A form waited sealed while its sender withdrew; an old consent was imported after a withdrawal."""
    decide(person, "withdrawn", at=timezone.now() - DAY)
    decide(person, "given", at=timezone.now() - 2 * DAY)
    assert answer(person) == (False, "withdrawn")
    assert [event.decision for event in gate.latest_events([person.pseudonym])] == ["withdrawn"]


def test_the_past_can_be_asked_about(person):
    now = timezone.now()
    # The policy came into force just now; asked about are moments after that.
    decide(person, "given", at=now + DAY)
    decide(person, "withdrawn", at=now + 3 * DAY)
    assert answer(person, at=now + dt.timedelta(hours=1)) == (False, "never_asked")
    assert answer(person, at=now + 2 * DAY) == (True, "consent")
    assert answer(person, at=now + 3 * DAY) == (False, "withdrawn")
    limits.restrict(person, at=now + DAY)
    assert answer(person, at=now + 2 * DAY) == (False, "restricted")
    limits.lift(person, at=now + 2 * DAY)
    assert answer(person, at=now + 2 * DAY) == (True, "consent")


# Declared or not


def test_nothing_is_allowed_before_there_is_a_policy(db):
    assert answer(Person.objects.create()) == (False, "undeclared")


def test_an_undeclared_purpose_is_not_opened_by_consent(person):
    decide(person, "given")
    # A purpose in use can't be deleted by any usual way.
    Purpose.objects.all()._raw_delete("default")
    assert answer(person) == (True, "consent"), "the working copy decides nothing"
    declare()
    assert answer(person) == (False, "undeclared")


@pytest.mark.parametrize("basis", ["contract", "emergency", "state", "other_law"])
def test_another_basis_needs_no_consent(person, basis):
    make_purpose("service", legal_basis=basis, legal_reference="Điều 19")
    assert answer(person, "service") == (True, basis)
    decide(person, "withdrawn", "service")
    assert answer(person, "service") == (True, basis), "there was no consent to withdraw"


# Limits


@pytest.mark.parametrize(("kind", "reason"), [(RESTRICT, "restricted"), (OBJECT, "objected")])
@pytest.mark.parametrize("purpose", ["", "news"])
def test_a_limit_closes_until_it_is_lifted(person, kind, reason, purpose):
    decide(person, "given")
    limits.restrict(person, purpose, kind=kind)
    assert answer(person) == (False, reason)
    assert limits.lift(person, purpose, kind=kind)
    assert not limits.lift(person, purpose, kind=kind)
    assert answer(person) == (True, "consent")


def test_a_limit_on_one_purpose_leaves_the_others(person):
    make_purpose("research")
    decide(person, "given")
    limits.restrict(person, "research")
    assert answer(person) == (True, "consent")
    assert answer(person, "research") == (False, "restricted")


def test_restricting_twice_is_one_restriction(person):
    limits.restrict(person)
    limits.restrict(person)
    assert Restriction.objects.count() == 1


def test_lifting_one_limit_leaves_the_other(person):
    decide(person, "given")
    limits.restrict(person, "news", kind=OBJECT)
    limits.restrict(person)
    assert answer(person) == (False, "objected")
    limits.lift(person, "news", kind=OBJECT)
    assert answer(person) == (False, "restricted")


@pytest.mark.parametrize("basis", ["consent", "contract", "other_law"])
def test_the_objection_to_marketing_is_absolute(person, basis):
    """No consent, no contract and no later tick of a box goes past it."""
    fields = {"is_marketing": True, "channel": "e-mail", "frequency": "1", "legal_reference": "Điều 28"}
    make_purpose("offers", legal_basis=basis, **fields)
    decide(person, "given", "offers")
    limits.restrict(person, "offers", kind=OBJECT)
    decide(person, "given", "offers")
    assert answer(person, "offers") == (False, "objected")


@pytest.mark.parametrize("decision", ["refused", "withdrawn"])
def test_a_no_to_marketing_counts_on_any_basis(person, decision):
    fields = {"is_marketing": True, "channel": "e-mail", "frequency": "1", "legal_reference": "Điều 19"}
    make_purpose("offers", legal_basis="contract", **fields)
    assert answer(person, "offers") == (True, "contract")
    decide(person, decision, "offers")
    assert answer(person, "offers") == (False, decision)


def test_the_erased_are_left_alone_also_by_who_loaded_them_before(person):
    decide(person, "given")
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    assert person.erased_at is None
    assert answer(person) == (False, "erased")


# Many


STATES = list(
    itertools.product(
        [(), ("given",), ("refused",), ("given", "withdrawn"), ("given", "withdrawn", "given"), ("run out",)],
        [None, ("", RESTRICT), ("news", RESTRICT), ("news", OBJECT), ("research", OBJECT), "lifted"],
        [False, True],
    )
)


def in_state(decisions, limit, erased):
    """A person to whom all that happened."""
    person = Person.objects.create()
    for decision in decisions:
        if decision == "run out":
            decide(person, "given", valid_until=timezone.now() - DAY, at=timezone.now() - 2 * DAY)
        else:
            decide(person, decision)
    if limit == "lifted":
        limits.restrict(person)
        limits.lift(person)
    elif limit:
        limits.restrict(person, limit[0], kind=limit[1])
    if erased:
        Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    return person


@pytest.mark.parametrize("basis", ["consent", "contract"])
def test_the_answer_for_many_is_that_for_each(db, basis):
    """Every combination of decisions, limits and erasure, asked at once and one by one."""
    make_purpose(legal_basis=basis, legal_reference="Điều 19")
    people = {in_state(*state).pk: state for state in STATES}
    rows = list(Person.objects.all())
    each = {row.pk for row in rows if gate.may_use(row, "news")}
    assert gate.allowed(rows, "news") == each
    expected = {
        pk
        for pk, (decisions, limit, erased) in people.items()
        if not erased
        and limit in (None, "lifted", ("research", OBJECT))
        and (basis == "contract" or decisions[-1:] == ("given",))
    }
    assert each == expected
    assert gate.allowed(rows, "undeclared") == set()
    assert gate.allowed([], "news") == set()


def test_many_cost_no_more_queries_than_one(person):
    def queries(people):
        with CaptureQueriesContext(connection) as captured:
            gate.allowed(people, "news")
        return len(captured)

    decide(person, "given")
    one = queries([person])
    crowd = [Person.objects.create() for _ in range(60)]
    for each in crowd[:20]:
        decide(each, "given")
    assert queries(crowd) == one <= 4


def test_more_than_one_round_loses_nobody(person, monkeypatch):
    monkeypatch.setattr(gate, "ROUND", 3)
    crowd = [Person.objects.create() for _ in range(7)]
    for each in crowd:
        decide(each, "given")
    assert gate.allowed(crowd, "news") == {each.pk for each in crowd}
    assert ConsentEvent.objects.count() == 7


# The house


# Who opens the vault for a process, or sends mail, without asking the gate, and why that is right.
NO_GATE = {
    "inbox/services/notify.py": "to colleagues; says nothing about anybody",
    "privacy/guards/operators.py": "to operators; names cookies and hosts, never people",
    "privacy/retention/warning.py": "to colleagues; counts only",
    "rights/services/reminders.py": "to colleagues; counts only",
    "staff/custody.py": "to colleagues, about their own sign-in",
    "rights/services/letters.py": "answers to the person's own request (Decree 356/2025, art. 5)",
    "rights/centre/mails.py": "the code that the person themselves asked for",
    "incidents/services/delivery.py": "notices of an incident, a duty of law (Law 91/2025, art. 23)",
    "incidents/services/approvers.py": "to colleagues; names nobody",
    "vault/services/__init__.py": "defines the door",
}
MAILERS = {"send_mail", "send_mass_mail", "EmailMessage", "EmailMultiAlternatives", "get_connection"}


def reaches_people(tree):
    """Whether the module sends mail or opens the vault for a process."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.core.mail":
            if {alias.name for alias in node.names} & MAILERS:
                return True
        elif isinstance(node, ast.ImportFrom) and "mail" in {alias.name for alias in node.names}:
            if node.module == "django.core":
                return True
        elif isinstance(node, ast.Attribute | ast.Name | ast.alias):
            name = getattr(node, "attr", None) or getattr(node, "id", None) or getattr(node, "name", None)
            if name == "reveal_for_process":
                return True
    return False


def asks_the_gate(tree):
    """Whether the module calls the gate."""
    return any(
        isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"may_use", "allowed"}
        for node in ast.walk(tree)
    )


def test_whoever_writes_to_people_asks_the_gate():
    """A new module that sends mail or reads for a process asks, or says here why it need not."""
    root = Path(settings.ROOT)
    rooms = [path.parent for path in root.glob("*/apps.py")] + [root / "site" / "website"]
    senders, silent = set(), set()
    for path in sorted(path for room in rooms for path in room.rglob("*.py")):
        tree = ast.parse(path.read_text())
        if reaches_people(tree):
            name = str(path.relative_to(root))
            senders.add(name)
            if not asks_the_gate(tree):
                silent.add(name)
    assert silent <= NO_GATE.keys(), f"ask privacy.gate before sending: {sorted(silent - NO_GATE.keys())}"
    assert NO_GATE.keys() <= senders, f"no longer sends: {sorted(NO_GATE.keys() - senders)}"
