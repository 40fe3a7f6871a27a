"""Disclosures: two approve, every reading is logged, the bundle leaves once."""

import datetime as dt
import hashlib
import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from incidents import bundle, services
from incidents.models import DisclosureApproval
from privacy.models import LegalHold
from vault import services as vault
from vault.models import Person, ReadLog, SealedRecord

from . import builders as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return make.officer()


def opened(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return archive, json.loads(archive.read("data.json"))


def test_the_whole_way(by):
    one = make.approved(by)
    assert one.state == "approved"
    assert services.seal_bundle(one, by=by) == 1
    content = make.handed_over(one, by)
    one.refresh_from_db()
    assert one.state == "handed" and one.sha256 == hashlib.sha256(content).hexdigest()
    archive, document = opened(content)
    (person,) = document["people"]
    fields = {name: value for record in person["records"] for name, value in record["fields"].items()}
    assert fields["email"] == make.EMAIL and fields["message"] == "marker-message-zq82"
    assert archive.read(person["files"][0]) == make.PDF
    assert make.NAME in archive.read("index.html").decode()
    sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
    assert all(hashlib.sha256(archive.read(name)).hexdigest() == sha for name, sha in sums.items())


def test_each_reading_is_logged_under_the_officers_name(by):
    one = make.approved(by)
    services.seal_bundle(one, by=by)
    services.hand_over(one, by=by)
    lines = ReadLog.objects.all()
    assert lines and {line.actor_id for line in lines} == {by.pk}
    assert all(line.reason.startswith(one.code) and line.purpose == "legal_request" for line in lines)
    assert {record.kind for line in lines if (record := line.record)} == {
        "identity",
        "enquiry",
        "disclosure",
    }


def test_nothing_of_the_bundle_lies_in_the_clear(by):
    one = make.approved(by)
    services.seal_bundle(one, by=by)
    sealed = SealedRecord.objects.get(kind="disclosure")
    stored = bytes(sealed.payload) + b"".join(bytes(file.payload) for file in sealed.files.all())
    paper = one.papers.get()
    stored += bytes(paper.details) + bytes(paper.content)
    for marker in (b"marker", make.EMAIL.encode(), b"Marka"):
        assert marker not in stored


def test_one_person_can_not_approve_twice(by):
    one = make.with_paper(make.demand(by, make.person()), by)
    services.approve(one, by=by)
    with pytest.raises(services.NotAllowedNow):
        services.approve(one, by=by)
    one.refresh_from_db()
    assert one.state == "first" and DisclosureApproval.objects.count() == 1


@pytest.mark.parametrize("missing", ["paper", "people"])
def test_nobody_approves_without_paper_and_people(by, missing):
    one = make.demand(by, *([] if missing == "people" else [make.person()]))
    if missing == "people":
        make.with_paper(one, by)
    with pytest.raises(services.NotAllowedNow):
        services.approve(one, by=make.approver())


def test_who_may_not(by, django_user_model):
    one = make.with_paper(make.demand(by, make.person()), by)
    root = django_user_model.objects.create_superuser("root")
    for user in (root, make.colleague("vault.open_vault"), make.colleague("incidents.manage_incidents")):
        with pytest.raises(PermissionDenied):
            services.approve(one, by=user)
    for user in (root, make.approver(), make.colleague("incidents.manage_incidents")):
        with pytest.raises(PermissionDenied):
            services.seal_bundle(one, by=user)
        with pytest.raises(PermissionDenied):
            services.hand_over(one, by=user)
    assert not ReadLog.objects.exists()


def test_steps_come_in_order(by):
    one = make.with_paper(make.demand(by, make.person()), by)
    for step in (services.seal_bundle, services.hand_over):
        with pytest.raises(services.NotAllowedNow):
            step(one, by=by)
    services.approve(one, by=by)
    for act in (
        lambda: services.seal_bundle(one, by=by),
        lambda: services.add_person(one, make.person("late@example.com"), by=by),
        lambda: services.edit_disclosure(one, by=by, scope="Mọi thứ"),
    ):
        with pytest.raises(services.NotAllowedNow):
            act()
    assert not ReadLog.objects.exists()


def test_back_to_draft_the_approvals_are_void(by):
    one = make.approved(by)
    services.return_to_draft(one, by=by)
    assert one.state == "draft" and not one.approvals.exists()
    services.edit_disclosure(one, by=by, scope="Ít hơn")
    assert one.events.last().detail == "scope"


def test_it_is_handed_over_once(by):
    one = make.approved(by)
    services.seal_bundle(one, by=by)
    services.hand_over(one, by=by)
    with pytest.raises(services.NotAllowedNow):
        services.hand_over(one, by=by)
    with pytest.raises(services.NotAllowedNow):
        services.refuse(one, by=by, reason="muộn")


def test_a_refusal_gives_its_reason_and_leaves_no_copy(by):
    one = make.approved(by)
    services.seal_bundle(one, by=by)
    with pytest.raises(ValueError, match="reason"):
        services.refuse(one, by=by, reason=" ")
    services.refuse(one, by=by, reason="Không có căn cứ")
    assert one.state == "refused" and not SealedRecord.objects.filter(kind="disclosure").exists()


def test_the_erased_are_not_in_the_bundle(by):
    gone, stays = make.person(), make.person("b@example.com", name="Lê Văn Ở")
    one = make.approved(by, gone, stays)
    vault.destroy_person_key(gone)
    assert services.seal_bundle(one, by=by) == 1
    _archive, document = opened(make.handed_over(one, by))
    assert [person["erased"] for person in document["people"]] == [True, False]


def test_erasing_a_person_reaches_the_sealed_bundle(by):
    person = make.person()
    one = make.approved(by, person)
    services.seal_bundle(one, by=by)
    vault.destroy_person_key(person)
    _archive, document = opened(make.handed_over(one, by))
    assert document["people"][0]["erased"] and not document["people"][0]["records"]


def records(content):
    """[(kind, title, rows)] of the first person in a bundle."""
    _archive, document = opened(content)
    return [(each["kind"], each["fields"], dict(each["rows"])) for each in document["people"][0]["records"]]


def bundled(by, person, **scope):
    one = make.with_paper(make.demand(by, person, **scope), by)
    services.approve(one, by=by)
    services.approve(one, by=make.approver())
    services.seal_bundle(one, by=by)
    return make.handed_over(one, by)


def test_only_the_demanded_period_is_copied_by_when_it_was_sent(by):
    person = make.person()
    today = timezone.localdate()
    make.enquiry(person, at=timezone.now() - dt.timedelta(days=400), message="sent long ago, stored today")
    content = bundled(by, person, period_from=today - dt.timedelta(days=30), period_to=today)
    assert [kind for kind, _fields, _rows in records(content)] == ["identity", "enquiry-contact"]
    assert "sent long ago" not in str(records(content))


def test_a_period_that_is_over_takes_what_was_sent_in_it(by):
    person = make.person()
    at = timezone.now() - dt.timedelta(days=400)
    make.enquiry(person, at=at, message="sent long ago")
    day = timezone.localdate(at)
    content = bundled(by, person, kinds=["enquiry-contact"], period_from=day, period_to=day)
    assert [fields["message"] for _kind, fields, _rows in records(content)] == ["sent long ago"]


def test_the_scope_names_the_kinds_of_data_and_nothing_else_is_copied(by):
    person = make.person()
    make.enquiry(person, channel="callback", message="by-callback")
    for kind in (
        "enquiry-note",
        "privacy_request",
        "privacy_request_note",
        "privacy_letter",
        "centre_export",
    ):
        vault.store(person, kind=kind, data={"text": f"inner-{kind}"}, masks={}, files=[b"inner-file"])
    make_event(person)
    everything = bundled(by, person, kinds=["identity", "consents", "enquiry-contact", "enquiry-callback"])
    assert sorted(kind for kind, _fields, _rows in records(everything)) == [
        "consents",
        "enquiry-callback",
        "enquiry-contact",
        "identity",
    ]
    archive, _document = opened(everything)
    assert not [name for name in archive.namelist() if b"inner-" in archive.read(name)]
    only = bundled(by, person, kinds=["enquiry-callback"])
    assert [kind for kind, _fields, _rows in records(only)] == ["enquiry-callback"]
    assert make.EMAIL not in str(records(only)) and "marker" not in str(records(only))


def make_event(person):
    from tests.privacy.builders import make_form_version, make_purpose, record

    make_purpose()
    record(person, make_form_version())


def test_what_comes_after_the_first_approval_is_not_in_the_bundle(by):
    person = make.person()
    one = make.with_paper(make.demand(by, person), by)
    services.approve(one, by=by)
    shown = services.coverage(one)
    make.enquiry(person, message="came later")
    assert services.coverage(one) == shown and [number for _label, number in shown] == [1, 1]
    services.approve(one, by=make.approver())
    services.seal_bundle(one, by=by)
    assert "came later" not in str(records(make.handed_over(one, by)))


def test_the_draft_counts_what_its_scope_covers(by):
    person = make.person()
    one = make.demand(by, person)
    assert [number for _label, number in services.coverage(one)] == [1, 1]
    make.enquiry(person)
    assert [number for _label, number in services.coverage(one)] == [1, 2]


def test_another_scope_takes_new_approvals(by):
    one = make.approved(by)
    with pytest.raises(services.NotAllowedNow):
        services.edit_disclosure(one, by=by, kinds=["consents"])
    services.return_to_draft(one, by=by)
    services.edit_disclosure(one, by=by, kinds=["enquiry-contact"])
    assert not one.approvals.exists() and one.people.get().pieces == []
    services.approve(one, by=by)
    assert {kind for kind, _id in one.people.get().pieces} == {"enquiry-contact"}


def test_nobody_approves_without_a_scope(by):
    one = make.with_paper(make.demand(by, make.person(), kinds=[]), by)
    with pytest.raises(services.NotAllowedNow):
        services.approve(one, by=by)


def test_the_page_in_the_bundle_speaks_as_the_form_did(by):
    archive, _document = opened(bundled(by, make.person(), kinds=["enquiry-contact"]))
    page = archive.read("index.html").decode()
    assert "<dt>Nội dung</dt>" in page and "<dd>Máy chủ ảo</dd>" in page
    assert "vps" not in page and "topic" not in page and "_files" not in page


def test_no_paper_is_added_after_an_approval(by):
    one = make.with_paper(make.demand(by, make.person()), by)
    services.approve(one, by=by)
    with pytest.raises(services.NotAllowedNow):
        make.with_paper(one, by)
    assert one.papers.count() == 1


def test_nobody_is_added_who_is_being_erased(by):
    """The hold takes the lock of the erasure, and finds whoever is gone."""
    person = make.person()
    one = make.demand(by)
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    with pytest.raises(services.NotAllowedNow):
        services.add_person(one, person, by=by)
    assert not one.people.exists() and not LegalHold.objects.exists()


def test_an_approver_opens_the_demands_paper_and_nothing_else(by):
    one = make.approved(by)
    services.seal_bundle(one, by=by)
    who = make.approver()
    _details, content = services.read_paper(one.papers.get(), by=who)
    assert content == make.PDF and one.events.last().actor == who
    of_incident = services.add_paper(make.incident(by), by=by, kind="record", name="x.pdf", content=make.PDF)
    with pytest.raises(PermissionDenied):
        services.read_paper(of_incident, by=who)
    with pytest.raises(PermissionDenied):
        services.hand_over(one, by=who)


def test_an_interrupted_sealing_goes_on(by, monkeypatch):
    one = make.approved(by, make.person(), make.person("b@example.com"))
    real, calls = vault.store, []

    def fail_second(*arguments, **options):
        calls.append(1)
        if len(calls) == 2:
            raise OSError
        return real(*arguments, **options)

    monkeypatch.setattr(vault, "store", fail_second)
    with pytest.raises(OSError):
        services.seal_bundle(one, by=by)
    assert services.seal_bundle(one, by=by) == 2
    assert SealedRecord.objects.filter(kind="disclosure").count() == 2


def test_the_same_contents_make_the_same_file(by):
    one = make.demand(by, make.person())
    parts = [bundle.Part(1, {"records": [], "files": []}, [make.PDF])]
    assert bundle.pack(one, parts) == bundle.pack(one, parts)


def test_yearly_totals_name_nobody(by):
    one = make.approved(by)
    services.seal_bundle(one, by=by)
    services.hand_over(one, by=by)
    refused = make.demand(by, authority_kind="court", received_on=dt.date(2025, 3, 1))
    services.refuse(refused, by=by, reason="Sai thẩm quyền")
    make.demand(by)
    first, second = services.totals()
    assert (first["year"], first["requests"], first["handed"], first["people"], first["open"]) == (
        "2026",
        2,
        1,
        1,
        1,
    )
    assert (second["year"], second["refused"], second["people"]) == ("2025", 1, 0)
    assert [number for _label, number in second["by_kind"]] == [0, 1, 0, 0]
