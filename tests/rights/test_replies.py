"""Replies, extensions and refusals: each with its reason, and within the law."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from privacy import limits
from privacy.models import Purpose
from rights import services, wording
from rights.errors import NotPossible
from rights.models import PrivacyRequest
from tests.privacy.builders import declare

from . import builders as make
from .builders import day, kinds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]


def test_the_first_reply_counts_once():
    officer, one = make.officer(), make.ask("view")
    services.acknowledge(one, by=officer)
    at = one.ack_sent_at
    services.acknowledge(one, by=officer)
    assert one.ack_sent_at == at
    assert kinds(one).count("acknowledged") == 1


def test_one_extension_with_a_reason_and_within_the_law():
    officer, one = make.officer(), make.ask("view")
    base = day(one.due_at)
    for wrong in (base, base - dt.timedelta(days=1), base + dt.timedelta(days=11)):
        with pytest.raises(NotPossible):
            services.extend(one, until=wrong, reason="complex", by=officer)
    with pytest.raises(ValueError, match="whim"):
        services.extend(one, until=base + dt.timedelta(days=10), reason="whim", by=officer)
    services.extend(
        one, until=base + dt.timedelta(days=10), reason="complex", words="chờ lưu trữ", by=officer
    )
    assert day(one.deadline) == base + dt.timedelta(days=10)
    assert one.extension_reason == "complex"
    with pytest.raises(NotPossible):
        services.extend(one, until=base + dt.timedelta(days=5), reason="many", by=officer)
    event = one.events.get(kind="extended")
    assert event.record.kind == "privacy_request_note"
    assert "chờ" not in str(event.detail)


def test_too_late_and_too_early_to_extend():
    officer = make.officer()
    late = make.ask("view")
    PrivacyRequest.objects.filter(pk=late.pk).update(due_at=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(NotPossible):
        services.extend(late, until=day(timezone.now()) + dt.timedelta(days=1), reason="many", by=officer)
    unproven = make.ask("copy", verified=False)
    with pytest.raises(NotPossible):
        services.extend(unproven, until=dt.date(2027, 1, 1), reason="many", by=officer)


def test_a_refusal_has_a_ground_of_the_list():
    officer, one = make.officer(), make.ask("delete")
    with pytest.raises(ValueError, match="because"):
        services.refuse(one, ground="because", by=officer)
    with pytest.raises(NotPossible):
        services.refuse(one, ground="other_law", by=officer)  # which law?
    services.refuse(one, ground="other_law", reference="Luật Kế toán, Điều 41", by=officer)
    assert (one.status, one.outcome, one.refusal_ground) == ("closed", "refused", "other_law")
    with pytest.raises(NotPossible):
        services.refuse(one, ground="abuse", by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        PrivacyRequest.objects.filter(pk=one.pk).update(refusal_ground="")


def test_withdrawing_consent_is_hardly_refused():
    one = make.ask("withdraw")
    with pytest.raises(NotPossible):
        services.refuse(one, ground="contract", by=make.officer())
    services.refuse(one, ground="identity", by=make.officer())


def test_an_objection_to_advertising_is_not_refused():
    make.declare_purposes("news", "offers", "support")
    for code in ("news", "offers"):
        Purpose.objects.filter(code=code).update(is_marketing=True)
    declare()
    one = make.ask("object", purposes=["news"])
    for ground in ("contract", "other_law", "abuse", "legal_hold"):
        with pytest.raises(NotPossible):
            services.refuse(one, ground=ground, reference="Điều 1", by=make.officer())
    assert one.is_open
    services.refuse(one, ground="identity", by=make.officer())
    assert not limits.open_restrictions(one.person.pseudonym).exists()


@pytest.mark.parametrize("purposes", [[], ["news", "support"]])
def test_with_an_objection_to_more_the_advertising_stops_and_the_rest_is_refused(purposes):
    make.declare_purposes("news", "support")
    Purpose.objects.filter(code="news").update(is_marketing=True)
    declare()
    one = make.ask("object", purposes=purposes)
    services.refuse(one, ground="contract", by=make.officer())
    assert one.outcome == "refused"
    stopped = limits.open_restrictions(one.person.pseudonym)
    assert list(stopped.values_list("purpose_code", "kind")) == [("news", "object")]
    assert "Mục đích news" in wording.compose(one, "refusal", "vi")[1]
    assert "Mục đích news" in wording.compose(one, "refusal", "en")[1]


def test_without_proof_only_the_identity_is_a_ground():
    one = make.ask("delete", verified=False)
    with pytest.raises(NotPossible):
        services.refuse(one, ground="abuse", by=make.officer())
    services.refuse(one, ground="identity", by=make.officer())


def test_only_officers_are_given_requests():
    one, officer = make.ask("view"), make.officer()
    services.assign(one, to=officer, by=officer)
    assert one.assignee == officer
    with pytest.raises(PermissionDenied):
        services.assign(one, to=make.colleague(make.ADMIN), by=officer)
