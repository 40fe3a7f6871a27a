"""The registers in the admin, for whom they are, and the tables that the policy prints of them."""

from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.test.utils.form_data import rich_text

from privacy import blocks, usage
from privacy.admin import dashboard
from privacy.differences import compare
from privacy.models import Channel, DataCategory, Purpose, Recipient, StoredItem
from tests.privacy.builders import (
    CLAUSE,
    locale,
    make_category,
    make_form_version,
    make_item,
    make_policy,
    make_purpose,
    make_recipient,
)
from tests.vault.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_work(client):
    """A client signed in as somebody with the role of the privacy officer and nothing else."""
    user = make_user(username="role", password="x")
    user.groups.set([Group.objects.get(name="Privacy officer")])
    client.force_login(user)
    return client


def address(model, view, *args):
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


ENTRIES = {
    Purpose: {
        "name": "Bản tin",
        "code": "news",
        "description": "Gửi tin",
        "legal_basis": "consent",
        "legal_reference": "",
        "data_categories": ["identity"],
        "retention_days": 30,
        "consent_text": rich_text(CLAUSE),
        "withdrawal_text": "Viết cho chúng tôi.",
        "channel": "",
        "frequency": "",
    },
    DataCategory: {
        "name": "Danh tính",
        "code": "names",
        "description": "Họ tên",
        "field_types": ["full_name", "email"],
    },
    Recipient: {
        "name": "Thư",
        "code": "mail",
        "country": "VN",
        "reason": "Gửi thư",
        "purposes": [],
        "data_categories": ["identity"],
        "first_transfer_on": "2026-11-01",
        "dossier_filed_on": "",
        **dict.fromkeys(("hosts", "script_hosts", "frame_hosts", "image_hosts", "connect_hosts"), ""),
    },
    StoredItem: {
        "name": "Phiên",
        "code": "session",
        "kind": "cookie",
        "key": "sid",
        "reason": "Đăng nhập",
        "lifetime_days": 0,
        "party": "third",
        "recipient": "google",
        "surface": "public",
    },
    Channel: {"name": "Điện thoại", "code": "phone", "description": "Gọi điện"},
}


@pytest.mark.parametrize("model", ENTRIES, ids=lambda model: model.__name__)
def test_the_officer_adds_changes_and_deletes_entries_of_every_register(at_work, model):
    make_category()
    make_recipient()
    data = ENTRIES[model]
    form = at_work.get(address(model, "add")).context["form"]
    answer = at_work.post(address(model, "add"), data)
    assert answer.status_code == 302, answer.context["form"].errors
    entry = model.objects.get(code=data["code"])
    assert entry.locale == locale()
    for name in ("data_categories", "field_types", "recipient"):
        if name in data:
            assert getattr(entry, name) == data[name]
            assert dict(form.fields[name].choices).keys() >= set(
                data[name] if isinstance(data[name], list) else [data[name]]
            )
    for view, args in (("list", []), ("edit", [entry.pk]), ("inspect", [entry.pk]), ("history", [entry.pk])):
        page = at_work.get(address(model, view, *args))
        assert page.status_code == 200, view
        assert data["name"] in page.content.decode()
    assert at_work.post(address(model, "edit", entry.pk), {**data, "name": "Tên mới"}).status_code == 302
    assert at_work.post(address(model, "delete", entry.pk)).status_code == 302
    assert not model.objects.filter(code=data["code"]).exists()


def test_a_list_shows_each_entry_once_and_its_languages(at_work):
    channel = Channel.objects.create(code="phone", locale=locale(), name="Điện thoại", description="-")
    english = channel.copy_for_translation(locale("en"))
    english.name = "Telephone"
    english.save()
    page = BeautifulSoup(at_work.get(address(Channel, "list")).content, "html.parser")
    assert "Điện thoại" in page.select_one("#listing-results").get_text()
    assert "Telephone" not in page.select_one("#listing-results").get_text()
    links = [link["href"] for link in page.select(".register-languages a")]
    assert links == [address(Channel, "edit", channel.pk), address(Channel, "edit", english.pk)]
    chosen = at_work.get(address(Channel, "list"), {"locale": "en"}).content.decode()
    assert "Telephone" in chosen


def test_saving_without_a_change_changes_nothing(at_work):
    """The editor renames its paragraphs with each save; people must not be asked again for that."""
    purpose = make_purpose(consent_text="<p>Tôi đồng ý.</p>", data_categories=[])
    form = at_work.get(address(Purpose, "edit", purpose.pk)).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    data["consent_text"] = rich_text(purpose.consent_text)
    assert at_work.post(address(Purpose, "edit", purpose.pk), data).status_code == 302
    purpose.refresh_from_db()
    assert "data-block-key" in purpose.consent_text
    assert compare().entries == ()


def test_what_is_wrong_is_said_at_the_field(at_work):
    data = {**ENTRIES[StoredItem], "recipient": ""}
    answer = at_work.post(address(StoredItem, "add"), data)
    assert "recipient" in answer.context["form"].errors
    forged = at_work.post(
        address(DataCategory, "add"), {**ENTRIES[DataCategory], "field_types": ["telepathy"]}
    )
    assert "field_types" in forged.context["form"].errors


def test_a_code_that_lost_its_entry_is_still_shown_and_kept(at_work):
    item = make_item(party="third", recipient="gone")
    purpose = make_purpose(data_categories=["gone"])
    assert ("gone", "gone") in at_work.get(address(StoredItem, "edit", item.pk)).context["form"].fields[
        "recipient"
    ].choices
    form = at_work.get(address(Purpose, "edit", purpose.pk)).context["form"]
    assert ("gone", "gone") in form.fields["data_categories"].choices
    data = {**ENTRIES[Purpose], "data_categories": ["gone"], "retention_days": 3}
    assert at_work.post(address(Purpose, "edit", purpose.pk), data).status_code == 302
    purpose.refresh_from_db()
    assert (purpose.data_categories, purpose.retention_days) == (["gone"], 3)


def test_deleting_deletes_the_entry_in_all_languages(at_work):
    channel = Channel.objects.create(code="phone", locale=locale(), name="Điện thoại", description="-")
    channel.copy_for_translation(locale("en")).save()
    confirm = at_work.get(address(Channel, "delete", channel.pk))
    assert confirm.status_code == 200
    at_work.post(address(Channel, "delete", channel.pk))
    assert not Channel.objects.exists()


def test_lists_and_forms_say_what_uses_an_entry_and_what_waits(at_work):
    category = make_category()
    purpose = make_purpose(data_categories=["identity"], name="Bản tin tháng")
    for view, args in (("list", []), ("edit", [category.pk]), ("inspect", [category.pk])):
        page = BeautifulSoup(at_work.get(address(DataCategory, view, *args)).content, "html.parser")
        link = page.select_one(f"main a[href='{address(Purpose, 'edit', purpose.pk)}']")
        assert "Bản tin tháng" in link.get_text(), view
    listing = BeautifulSoup(at_work.get(address(Purpose, "list")).content, "html.parser")
    assert not listing.select(".help-warning")
    purpose.retention_days = 5
    purpose.save()
    listing = BeautifulSoup(at_work.get(address(Purpose, "list")).content, "html.parser")
    assert "Bản tin tháng" in listing.select_one(".help-warning").get_text()
    edit = BeautifulSoup(at_work.get(address(Purpose, "edit", purpose.pk)).content, "html.parser")
    assert edit.select_one(".register-standing .help-warning")


def test_uses_and_differences_cost_the_same_however_long_a_register_is(django_assert_max_num_queries):
    make_category()
    purpose = make_purpose("p0", data_categories=["identity"])

    def look():
        usage.uses(Purpose)
        usage.uses(DataCategory)
        compare()

    with CaptureQueriesContext(connection) as few:
        look()
    for number in range(1, 12):
        Purpose.objects.create(
            code=f"p{number}", locale=locale(), name=f"P{number}", description="-", retention_days=1
        )
    assert purpose.pk
    with django_assert_max_num_queries(len(few.captured_queries)):
        look()


@pytest.mark.parametrize("role", ["Editor", "Translator", "Marketing", "Sales", "Sales lead"])
def test_nobody_else_edits_the_registers(client, role):
    user = make_user(username="role", password="x")
    user.groups.set([Group.objects.get(name=role)])
    client.force_login(user)
    entry = make_category()
    assert client.get(address(DataCategory, "list")).status_code == 302
    assert client.post(address(DataCategory, "delete", entry.pk)).status_code == 302
    assert DataCategory.objects.exists()
    assert "privacy-officer-section" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_first_page_counts_what_waits(at_work):
    make_purpose()
    make_item(name="Cookie mới")
    page = BeautifulSoup(at_work.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert "Cookie mới" in page.select_one("#privacy-officer-section").get_text()


def test_other_parts_put_their_figures_there(at_work, monkeypatch):
    figure = dashboard.Figure("3 yêu cầu đang chờ", "/admin/", is_bad=True)
    monkeypatch.setitem(dashboard.figures._entries, "tests", lambda user: [figure])
    page = BeautifulSoup(at_work.get(reverse("wagtailadmin_home")).content, "html.parser")
    assert "3 yêu cầu" in page.select_one("#privacy-officer-section .officer-figure--bad").get_text()


# The policy's tables


@pytest.mark.parametrize("register", list(blocks.REGISTERS))
def test_each_register_is_printed_or_says_that_it_is_empty(register):
    value = blocks.RegisterBlock().to_python({"heading": "Bảng", "register": register, "text": ""})
    empty = BeautifulSoup(blocks.RegisterBlock().render(value), "html.parser")
    assert empty.select_one(".register-table__empty") and not empty.select("table")
    make_category(name="Danh tính & tên")
    make_purpose(data_categories=["identity"])
    make_recipient(data_categories=["identity"], purposes=["news"], first_transfer_on=date(2026, 11, 1))
    make_item(party="third", recipient="google", lifetime_days=365)
    make_item("own", essential=True, surface="admin")
    Channel.objects.create(code="phone", locale=locale(), name="Điện thoại", description="Gọi")
    table = BeautifulSoup(blocks.RegisterBlock().render(value), "html.parser").select_one("table")
    rows = table.select("tbody tr")
    assert len(rows) == (2 if register == "storage" else 1)
    assert all(cell["data-label"] for cell in table.select("tbody th, tbody td"))
    shown = table.get_text(" ", strip=True)
    for words in {
        "purposes": ["Bản tin", "Danh tính & tên"],
        "categories": ["Danh tính & tên", "Bản tin"],
        "recipients": ["Google", "Hoa Kỳ", "Bản tin", "Danh tính & tên", "2026"],
        "storage": ["some_cookie", "Google", "12"],
        "channels": ["Điện thoại", "Gọi"],
    }[register]:
        assert words in shown
    if register == "storage":
        assert [row["id"] for row in rows] == ["storage-session", "storage-own"], "visitors' first"


def officer(*permissions):
    return make_user("wagtailadmin.access_admin", *permissions, username="officer", password="x")


def test_the_officer_edits_the_registers(client):
    client.force_login(
        officer(
            "privacy.add_purpose", "privacy.change_purpose", "privacy.delete_purpose", "privacy.view_purpose"
        )
    )
    purpose = make_purpose()
    listing = client.get(reverse(Purpose.snippet_viewset.get_url_name("list")))
    assert listing.status_code == 200
    assert "Bản tin" in listing.content.decode()
    address = reverse(Purpose.snippet_viewset.get_url_name("edit"), args=[purpose.pk])
    page = client.get(address)
    assert page.status_code == 200
    code = page.context["form"].fields["code"]
    assert code.disabled
    data = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    data |= {"code": "changed", "retention_days": 5, "consent_text": rich_text(CLAUSE)}
    assert client.post(address, data).status_code == 302
    purpose.refresh_from_db()
    assert (purpose.code, purpose.retention_days) == ("news", 5)
    assert purpose.latest_revision


def test_the_admin_says_which_forms_keep_a_purpose(client):
    client.force_login(officer("privacy.delete_purpose", "privacy.change_purpose"))
    purpose = make_purpose()
    page = make_policy(title="Đăng ký bản tin")
    make_form_version(page=page)
    answer = client.post(
        reverse(Purpose.snippet_viewset.get_url_name("delete"), args=[purpose.pk]), follow=True
    )
    assert "Đăng ký bản tin" in answer.content.decode()
    assert Purpose.objects.exists()


def test_whoever_may_only_look_only_looks(client):
    client.force_login(officer("privacy.view_purpose"))
    purpose = make_purpose()
    assert client.get(reverse(Purpose.snippet_viewset.get_url_name("list"))).status_code == 200
    inspect = client.get(reverse(Purpose.snippet_viewset.get_url_name("inspect"), args=[purpose.pk]))
    assert inspect.status_code == 200
    edit = client.get(reverse(Purpose.snippet_viewset.get_url_name("edit"), args=[purpose.pk]))
    assert edit.status_code == 302
    assert client.get(reverse(Recipient.snippet_viewset.get_url_name("list"))).status_code == 302


def test_the_menu_shows_what_one_may_see(client):
    client.force_login(officer("privacy.view_purpose"))
    sidebar = client.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse(Purpose.snippet_viewset.get_url_name("list")) in sidebar
    assert reverse(Recipient.snippet_viewset.get_url_name("list")) not in sidebar


@pytest.mark.parametrize(
    ("days", "vietnamese", "english"),
    [(90, "90 ngày", "90 days"), (365, "12 tháng", "12 months"), (1095, "36 tháng", "36 months")],
)
def test_a_retention_is_said_as_consent_texts_say_it(days, vietnamese, english):
    purpose = Purpose(retention_days=days)
    for language, words in (("vi", vietnamese), ("en", english)):
        with translation.override(language):
            assert purpose.retention_label() == words


def test_saving_what_was_not_changed_changes_no_order(at_work):
    """The boxes come in the order of the list, which need not be the one that was published."""
    for code in ("alpha", "omega"):
        make_category(code)
    purpose = make_purpose(data_categories=["omega", "alpha"])
    posted = ENTRIES[Purpose] | {"code": purpose.code, "data_categories": ["alpha", "omega"]}
    answer = at_work.post(address(Purpose, "edit", purpose.pk), posted)
    assert answer.status_code == 302, answer.context["form"].errors
    purpose.refresh_from_db()
    assert purpose.data_categories == ["omega", "alpha"]
