"""Who is responsible for the data is what the policy in force says, and not what the editor typed last."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from home.models import CompanyIdentity
from privacy import declared, follow_ups, gate
from privacy import services as privacy
from privacy.controller import controller
from privacy.differences import compare
from privacy.models import FollowUp, PolicyVersion
from privacy.processing import build
from privacy.release import Incomplete
from tests.privacy.builders import locale, make_form_version
from tests.privacy.policies import EDITOR, OFFICER, publish, published_policy, staff
from vault.models import Person

pytestmark = pytest.mark.django_db
VI, EN = "/vi/chinh-sach-bao-mat/", "/en/privacy-policy/"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def policy():
    for language, name in (("vi", "Công ty Một"), ("en", "Company One")):
        CompanyIdentity.objects.create(
            locale=locale(language),
            name=name,
            trade_name="One",
            head_office="Hà Nội",
            tax_code="0101234567",
            privacy_contact="Ban dữ liệu",
        )
    return published_policy()


def rename(**fields):
    for company in CompanyIdentity.objects.all():
        for name, value in fields.items():
            setattr(company, name, value)
        company.save()


def agree(person):
    return privacy.record_decision(
        person=person, purpose="news", decision="given", language="vi", method="privacy_centre"
    )


def test_an_editor_changes_nothing_that_people_agree_to(client, policy):
    before, form = controller("vi"), make_form_version()
    assert (before["name"], before["id"]) == ("Công ty Một", "0101234567")
    editor = staff(EDITOR)
    client.force_login(editor)
    company = CompanyIdentity.objects.get(locale__language_code="vi")
    url = reverse("wagtailsnippets_home_companyidentity:edit", args=[company.pk])
    data = client.get(url).context["form"].initial
    posted = {name: value for name, value in data.items() if value is not None} | {"name": "Kẻ mạo danh"}
    answer = client.post(url, {**posted, "action-publish": "1"})
    assert answer.status_code == 302
    assert CompanyIdentity.objects.get(pk=company.pk).name == "Kẻ mạo danh"

    assert controller("vi") == before
    assert agree(Person.objects.create()).controller == before
    assert make_form_version().declared["controller"] == form.declared["controller"] == before
    assert build("vi")["controller"] == before
    assert "Công ty Một" in client.get(VI).content.decode()
    assert PolicyVersion.objects.count() == 1


def test_the_officer_sees_what_is_not_published_yet_and_publishes_it(client, policy):
    rename(name="Công ty Hai", privacy_contact="Ban khác")
    client.force_login(staff(OFFICER))
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Công ty Hai (company): changed, not published" in home
    edit = reverse("wagtailadmin_pages:edit", args=[policy.pk])
    html = client.get(edit).content.decode()
    assert "Công ty Hai" in html and "data protection officer" in html
    with translation.override("en"), pytest.raises(Incomplete, match="more than wording"):
        publish(policy, change_summary="Đổi tên.", change_kind="typo")
    publish(policy, change_kind="material")
    assert controller("vi")["name"] == controller("en")["name"] == "Công ty Hai"
    html = client.get(f"{VI}phien-ban/1/2/").content.decode()
    assert "Công ty Một" in html and "Công ty Hai" in html


def test_every_version_names_its_own_controller(client, policy):
    rename(name="Công ty Hai")
    publish(policy, change_summary="Đổi tên.", change_kind="material")
    for path, name in (
        (VI, "Công ty Hai"),
        (f"{VI}phien-ban/1/", "Công ty Một"),
        (f"{EN}versions/1/", "Company One"),
        (f"{EN}versions/2/", "Công ty Hai"),
    ):
        html = client.get(path).content.decode()
        section = html[html.index('id="controller-facts"') :]
        assert name in section[: section.index("</section>")], path
    data = client.get(f"{VI}phien-ban/1/du-lieu/").json()
    assert data["registers"]["controller"]["en"]["company"]["name"] == "Company One"


def test_an_announced_controller_counts_from_its_day(policy):
    rename(name="Công ty Hai")
    day = timezone.localdate() + timedelta(days=5)
    publish(policy, change_summary="Đổi tên.", effective_date=day)
    assert controller("vi")["name"] == "Công ty Một"
    later = PolicyVersion.objects.get(number=2)
    assert declared.of_version(later.pk).controller("vi")["name"] == "Công ty Hai"


@pytest.mark.parametrize(
    ("fields", "action"),
    [({"tax_code": "0107654321"}, FollowUp.Action.ASK), ({"name": "Công ty Hai"}, FollowUp.Action.TELL)],
)
def test_people_are_told_of_a_new_name_and_asked_about_another_company(policy, fields, action):
    person = Person.objects.create()
    agree(person)
    rename(**fields)
    publish(policy, change_summary="Công ty đổi.", change_kind="material")
    follow_ups.sweep()
    assert FollowUp.objects.get().action == action
    assert gate.may_use(person, "news").allowed == (action == FollowUp.Action.TELL)


def test_a_version_that_names_nobody_falls_back_to_the_company(client):
    published_policy()
    assert declared.current().controller("vi") is None
    assert "controller-facts" not in client.get(VI).content.decode()
    CompanyIdentity.objects.create(
        locale=locale("vi"), name="Công ty Một", trade_name="Một", head_office="Hà Nội"
    )
    assert controller("vi")["name"] == "Công ty Một"
    # The officer is told that no version says it yet.
    assert [(each.name, each.state) for each in compare().entries] == [("Công ty Một", "added")]
