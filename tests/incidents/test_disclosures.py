"""Disclosures: two approve, every reading is logged, the bundle leaves once."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.exceptions import PermissionDenied

from incidents import bundle, services
from incidents.models import DisclosureApproval
from vault import services as vault
from vault.models import ReadLog, SealedRecord

from . import builders as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by():
    return make.officer()


def approved(by, *people):
    one = make.with_paper(make.demand(by, *(people or (make.person(),))), by)
    services.approve(one, by=by)
    services.approve(one, by=make.approver())
    return one


def opened(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return archive, json.loads(archive.read("data.json"))


def test_the_whole_way(by):
    one = approved(by)
    assert one.state == "approved"
    assert services.seal_bundle(one, by=by) == 1
    content = services.hand_over(one, by=by)
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
    one = approved(by)
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
    one = approved(by)
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
    one = approved(by)
    services.return_to_draft(one, by=by)
    assert one.state == "draft" and not one.approvals.exists()
    services.edit_disclosure(one, by=by, scope="Ít hơn")
    assert one.events.last().detail == "scope"


def test_it_is_handed_over_once(by):
    one = approved(by)
    services.seal_bundle(one, by=by)
    services.hand_over(one, by=by)
    with pytest.raises(services.NotAllowedNow):
        services.hand_over(one, by=by)
    with pytest.raises(services.NotAllowedNow):
        services.refuse(one, by=by, reason="muộn")


def test_a_refusal_gives_its_reason_and_leaves_no_copy(by):
    one = approved(by)
    services.seal_bundle(one, by=by)
    with pytest.raises(ValueError, match="reason"):
        services.refuse(one, by=by, reason=" ")
    services.refuse(one, by=by, reason="Không có căn cứ")
    assert one.state == "refused" and not SealedRecord.objects.filter(kind="disclosure").exists()


def test_the_erased_are_not_in_the_bundle(by):
    gone, stays = make.person(), make.person("b@example.com", name="Lê Văn Ở")
    one = approved(by, gone, stays)
    vault.destroy_person_key(gone)
    assert services.seal_bundle(one, by=by) == 1
    _archive, document = opened(services.hand_over(one, by=by))
    assert [person["erased"] for person in document["people"]] == [True, False]


def test_erasing_a_person_reaches_the_sealed_bundle(by):
    person = make.person()
    one = approved(by, person)
    services.seal_bundle(one, by=by)
    vault.destroy_person_key(person)
    _archive, document = opened(services.hand_over(one, by=by))
    assert document["people"][0]["erased"] and not document["people"][0]["records"]


def test_only_the_demanded_period_is_copied(by):
    import datetime as dt

    from django.utils import timezone

    person = make.person()
    old = SealedRecord.objects.filter(person=person, kind="enquiry")
    old.update(created_at=timezone.now() - dt.timedelta(days=400))
    one = make.with_paper(
        make.demand(by, person, period_from=timezone.localdate() - dt.timedelta(days=30)), by
    )
    services.approve(one, by=by)
    services.approve(one, by=make.approver())
    services.seal_bundle(one, by=by)
    _archive, document = opened(services.hand_over(one, by=by))
    assert [record["kind"] for record in document["people"][0]["records"]] == ["identity"]


def test_an_interrupted_sealing_goes_on(by, monkeypatch):
    one = approved(by, make.person(), make.person("b@example.com"))
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
    import datetime as dt

    one = approved(by)
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
