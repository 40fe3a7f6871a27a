"""Looking up who is calling: one person found is who it is, and every look is written down."""

import pytest
from django.urls import reverse

from tests.inbox import factories as make
from tests.inbox.screens import enquiry, sign_in
from vault import services as vault
from vault.models import ReadLog

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unrun_tasks")]
CALLER = "privacy_ledger:caller"


@pytest.fixture
def found(client):
    sign_in(client, make.sales())
    return lambda term: client.post(reverse(CALLER), {"term": term})


def test_who_is_found_alone_is_gone_on_with_and_the_look_is_logged(found):
    one = enquiry()
    answer = found(make.EMAIL)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("privacy_ledger:call", args=[one.person_id])
    assert ReadLog.objects.filter(person=one.person_id).exists()


def test_of_several_the_caller_is_chosen(found):
    people = [
        vault.person_for(vault.Identifiers(email=f"{name}@example.com", phone="")) for name in ("a", "b")
    ]
    for person in people:
        vault.note_identity(person, name="Lan", phone="0912345678", language="vi")
    answer = found("0912345678")
    assert answer.status_code == 200
    for person in people:
        assert reverse("privacy_ledger:call", args=[person.pk]) in answer.content.decode()


def test_nobody_found_is_entered(found):
    answer = found("nobody@example.com")
    assert answer.status_code == 200 and 'name="name"' in answer.content.decode()
