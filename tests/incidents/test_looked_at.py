"""An approval is of what the screen showed: what was changed meanwhile is looked through again."""

import pytest
from django.urls import reverse

from incidents import services

from . import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def demand():
    """A narrow demand with its paper, and who drafted it."""
    by = make.officer()
    one = make.with_paper(make.demand(by, make.person(), kinds=["identity"]), by)
    one.by = by
    return one


def form_of(client, demand):
    """What the approver's screen posts."""
    page = client.get(reverse("incidents:disclosure", args=[demand.code])).content.decode()
    return {"shown": page.split('name="shown" value="')[1].split('"')[0]}


def approve(client, demand, form):
    answer = client.post(reverse("incidents:approve", args=[demand.code]), form, follow=True)
    demand.refresh_from_db()
    return answer.content.decode()


CHANGES = {
    "a person": lambda one: services.add_person(one, make.person(email="khac@example.com"), by=one.by),
    "a kind": lambda one: services.edit_disclosure(one, by=one.by, kinds=["identity", "enquiry-contact"]),
    "the scope": lambda one: services.edit_disclosure(one, by=one.by, scope="Tất cả"),
    "the paper": lambda one: make.with_paper(one, one.by),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_demand_that_changed_since_is_not_approved(client, demand, change):
    client.force_login(make.approver())
    form = form_of(client, demand)
    CHANGES[change](demand)
    assert "đã thay đổi" in approve(client, demand, form)
    assert demand.state == "draft" and not demand.approvals.exists()
    approve(client, demand, form_of(client, demand))
    assert demand.state == "first"


def test_a_screen_from_before_it_went_back_approves_nothing(client, demand):
    services.approve(demand, by=demand.by)
    client.force_login(make.approver())
    form = form_of(client, demand)
    services.return_to_draft(demand, by=demand.by)
    services.add_person(demand, make.person(email="khac@example.com"), by=demand.by)
    services.approve(demand, by=demand.by)
    approve(client, demand, form)
    assert demand.state == "first" and demand.approvals.count() == 1


@pytest.mark.parametrize("form", [{}, {"shown": ""}, {"shown": "ữ"}])
def test_a_form_without_what_was_shown_approves_nothing(client, demand, form):
    client.force_login(make.approver())
    approve(client, demand, form)
    assert demand.state == "draft"
