"""What is published is frozen: forms and the policy, once per change and never after."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.utils import timezone, translation
from wagtail.models import Page

from privacy import services as privacy
from privacy.models import FormVersion, PolicyVersion, Purpose
from privacy.rendering import policy_html, sections
from tests.privacy.builders import (
    REGISTERS,
    declare,
    make_form_version,
    make_policy,
    make_purpose,
    make_recipient,
    make_snapshot,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return Page.get_first_root_node()


# Forms


def test_the_same_form_is_frozen_once(page):
    make_purpose()
    version = make_form_version(page=page)
    assert make_form_version(page=page) == version == privacy.current_form_version(page)
    assert FormVersion.objects.count() == 1


def test_a_changed_form_is_another_version_and_so_is_the_way_back(page):
    make_purpose()
    first = make_form_version(page=page)
    second = make_form_version(page=page, title="Nhận tin")
    third = make_form_version(page=page)
    assert len({first.pk, second.pk, third.pk}) == 3
    assert first.sha256 == third.sha256 != second.sha256
    assert privacy.current_form_version(page) == third


@pytest.mark.django_db(transaction=True)
def test_two_processes_freeze_the_same_form_once():
    make_purpose()
    start, found, page = Barrier(4), [], Page.get_first_root_node()

    def freeze():
        start.wait()
        try:
            found.append(make_form_version(page=page).pk)
        finally:
            connections.close_all()

    threads = [Thread(target=freeze) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and len(set(found)) == 1
    assert FormVersion.objects.count() == 1


def test_a_form_is_frozen_with_what_the_registers_declare(page):
    make_recipient(purposes=["news"])
    make_purpose(withdrawal_text="Bấm vào liên kết trong thư.")
    make_purpose("enquiry", legal_basis="contract", legal_reference="L19.1d")
    version = make_form_version(page=page, main_purpose="enquiry")
    assert set(version.declared["purposes"]) == {"news", "enquiry"}
    assert version.declared["purposes"]["news"]["retention_days"] == 730
    assert version.declared["purposes"]["news"]["withdrawal"] == "Bấm vào liên kết trong thư."
    assert version.declared["recipients"] == [{"code": "google", "name": "Google", "country": "US"}]


def test_an_undeclared_purpose_cannot_be_frozen(page):
    make_purpose(language="en")
    with pytest.raises(privacy.Undeclared, match="news"):
        make_form_version(page=page)
    assert not FormVersion.objects.exists()


def test_a_clause_must_fit_its_digest(page):
    make_purpose()
    snapshot = make_snapshot()
    snapshot["consents"][0]["wording"] += " "
    with pytest.raises(ValueError, match="news"):
        privacy.freeze_form(page=page, channel="newsletter", locale="vi", snapshot=snapshot)


def test_the_working_copy_changes_no_form_until_it_is_published(page):
    purpose = make_purpose()
    before = make_form_version(page=page)
    purpose.retention_days = 30
    purpose.save()
    assert make_form_version(page=page) == before
    declare()
    after = make_form_version(page=page)
    assert after.pk != before.pk
    assert after.snapshot == before.snapshot
    assert after.declared["purposes"]["news"]["retention_days"] == 30
    assert FormVersion.objects.get(pk=before.pk).declared["purposes"]["news"]["retention_days"] == 730


# The policy


def test_publishing_freezes_the_text():
    make_purpose()
    policy = make_policy()
    version = PolicyVersion.in_force()
    text = version.text("vi")
    assert (text.title, text.page_id) == (policy.title, policy.pk)
    assert version.effective_date == timezone.localdate()
    assert "Chỉ khi quý khách đồng ý." in text.html
    assert "Bản tin" in text.html


def test_publishing_the_same_text_again_freezes_nothing():
    policy = make_policy()
    policy.save_revision().publish()
    assert PolicyVersion.objects.count() == 1


def test_a_draft_freezes_nothing():
    policy = make_policy()
    policy.intro = "Bản nháp"
    policy.save_revision()
    assert PolicyVersion.objects.count() == 1


def test_a_changed_text_is_the_next_version_and_forms_refer_to_it():
    policy = make_policy()
    make_purpose()
    form_page = Page.get_first_root_node()
    old = make_form_version(page=form_page)
    policy.intro, policy.change_summary = "Từ nay ngắn gọn hơn.", "Có lời mở đầu."
    policy.save_revision().publish()
    assert list(PolicyVersion.objects.values_list("number", flat=True)) == [3, 2, 1]
    assert old.policy_version.number == 2
    assert make_form_version(page=form_page).policy_version.number == 3
    assert privacy.verify_ledger().ok


def test_a_new_date_alone_is_no_new_version():
    policy = make_policy()
    policy.effective_date = timezone.localdate() - timedelta(days=20)
    policy.save_revision().publish()
    assert PolicyVersion.in_force().number == 1


def test_a_change_of_a_register_is_a_new_version():
    policy = make_policy()
    Purpose.objects.create(
        code="news",
        locale=policy.locale,
        name="Bản tin",
        description="…",
        retention_days=30,
        legal_basis="contract",
        legal_reference="L19.1d",
    )
    policy.change_summary = "Có bản tin."
    policy.save_revision().publish()
    assert PolicyVersion.in_force().number == 2


def test_the_frozen_text_does_not_depend_on_who_publishes():
    make_purpose()
    policy = make_policy()
    with translation.override("en"):
        english = policy_html(policy)
    with translation.override("vi"):
        assert policy_html(policy) == english


def test_sections_have_readable_and_unique_anchors():
    twice = ("section", {"heading": "Mục đích", "text": "<p>…</p>"})
    policy = make_policy(
        body=[twice, twice, ("section", {"heading": "Đồng ý", "text": "<p>…</p>"}), *REGISTERS]
    )
    assert [section["anchor"] for section in sections(policy)][:3] == ["muc-dich", "muc-dich-2", "dong-y"]


def test_the_policy_page_shows_text_contents_date_and_version(client):
    make_purpose()
    make_recipient()
    policy = make_policy(
        body=[
            ("section", {"heading": "Mục đích", "text": "<p>Chỉ khi đồng ý.</p>"}),
            ("register", {"heading": "Các mục đích", "register": "purposes", "text": "<p>Bảng:</p>"}),
            *REGISTERS[1:],
        ]
    )
    answer = client.get(policy.url)
    html = answer.content.decode()
    assert answer.status_code == 200
    for part in (
        '<a href="#muc-dich">Mục đích</a>',
        'id="cac-muc-dich"',
        f'datetime="{timezone.localdate():%Y-%m-%d}"',
        'data-policy-version="3"',
        "Bản tin",
        "Chống thư rác",
    ):
        assert part in html


def test_the_page_shows_exactly_what_is_frozen(client):
    make_purpose()
    policy = make_policy()
    assert PolicyVersion.in_force().text("vi").html in client.get(policy.url).content.decode()


def test_the_query_count_does_not_grow_with_the_registers(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    policy = make_policy()
    counts = set()
    for number in range(3):
        make_purpose(f"p{number}")
        client.get(policy.url)
        with CaptureQueriesContext(connection) as queries:
            policy_html(policy)
        counts.add(len(queries))
    assert len(counts) == 1
