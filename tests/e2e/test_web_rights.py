"""The web's database user: with the rights that `web_grants` prints its work is done, and nothing else is."""

import json
import re
import secrets
import uuid
from collections import deque
from contextlib import closing
from urllib.parse import urljoin, urlsplit

import psycopg
import pytest

from .site import wait_for
from .test_public import FORMS
from .test_web_role import WebProcess
from .visitor import FilledForm, fill, post, receipt, request

SHOW_A_PICTURE = """
import io
from django.core.files.images import ImageFile
from PIL import Image as Pixels
from wagtail.images import get_image_model
from home.models import NewsPage
file = io.BytesIO()
Pixels.new("RGB", (1300, 700), "navy").save(file, "PNG")
image = get_image_model().objects.create(title="Hình", file=ImageFile(file, name="hinh.png"))
page = NewsPage.objects.live().filter(locale__language_code="vi").first()
page.image = image
page.save_revision().publish()
print("PAGE" + page.url)
"""
REMOVE_IT = """
from home.models import NewsPage
for page in NewsPage.objects.exclude(image=None):
    page.image.delete()
    page.refresh_from_db()
    page.save_revision().publish()
"""
# Addresses that a web process answers in its own way, or that don't exist.
CENTRE = ("/vi/quyen-rieng-tu/", "/en/privacy/")
# Nobody may ask for all of these: accounts, sessions, what is in the vault, who consented, what staff wrote.
CLOSED = (
    "auth_user",
    "auth_group",
    "django_session",
    "account_emailaddress",
    "mfa_authenticator",
    "vault_person",
    "vault_sealedrecord",
    "vault_sealedfile",
    "vault_blindindex",
    "vault_readlog",
    "vault_envelopeattachment",
    "inbox_enquiry",
    "inbox_enquirynote",
    "rights_privacyrequest",
    "rights_centresession",
    "incidents_affectedperson",
    "privacy_consentevent",
    "privacy_receipt",
    "wagtailcore_revision",
    "website_cache",
)
# A row of the task table, as a thief of the web's password would add it.
TASK = """
INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs, priority, task_path,
    worker_ids, queue_name, backend_name, run_after, exception_class_path, traceback)
VALUES (gen_random_uuid(), 'READY', now(), '{{"args": [], "kwargs": {{}}}}', 0, '{path}',
    '{workers}', '{queue}', 'default', '9999-01-01 00:00:00+00', '', '')
"""


def task(path, workers="[]", queue="default"):
    return TASK.format(path=path, workers=workers, queue=queue)


@pytest.fixture
def web_user(demo):
    """The address of the demo's database for a user made by the runbook's step; PostgreSQL only."""
    url = demo.environment.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        pytest.skip("SQLite has no users")
    name, password = f"web_{secrets.token_hex(4)}", secrets.token_hex(8)
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")
        try:
            # At the first start, and again after an upgrade
            connection.execute(demo.manage("web_grants", name))
            connection.execute(demo.manage("web_grants", name))
            parts = urlsplit(url)
            host = parts.netloc.rpartition("@")[2]
            yield parts._replace(netloc=f"{name}:{password}@{host}").geturl()
        finally:
            connection.execute(f"DROP OWNED BY {name}")
            connection.execute(f"DROP ROLE {name}")


@pytest.fixture
def web(demo, tmp_path, web_user):
    process = WebProcess(demo, tmp_path, database=web_user)
    try:
        wait_for(process.is_up, limit=60, what="the web process to answer")
        yield process
    finally:
        process.stop()


@pytest.fixture
def illustrated(demo):
    """The address of a page with a picture of which no size was made yet."""
    printed = demo.manage("shell", "--no-imports", "-c", SHOW_A_PICTURE)
    yield urlsplit(printed[printed.index("PAGE") + 4 :].strip()).path
    demo.manage("shell", "--no-imports", "-c", REMOVE_IT)


def every_page(site):
    """{address: status} of everything that can be reached by links, and of what machines ask for."""
    waiting = deque(["/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/lien-he/"])
    waiting.extend(["/.well-known/receipt-keys.json", "/vi/news.atom", "/en/search/?q=host", "/vi/khong-co/"])
    waiting.extend(["/forms/challenge", "/forms/slots/vi/5", "/documents/1/x.pdf"])
    found = {}
    while waiting:
        path = waiting.popleft()
        if path in found:
            continue
        # Somebody else's session changes nothing.
        answer = request(site, path, headers={"Cookie": "sessionid=somebody"})
        found[path] = answer.status
        links = [answer.location] if answer.location else []
        if answer.headers.get("content-type", "").startswith("text/html"):
            links += [each.get("href") or each.get("src") for each in answer.soup.select("a[href], img[src]")]
        for link in links:
            parts = urlsplit(urljoin(site.url + path, link))
            if parts.path and f"{parts.scheme}://{parts.netloc}" == site.url:
                waiting.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def refused(connection, statement):
    try:
        connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    finally:
        connection.rollback()
    return False


def test_the_work_of_the_web_process_is_done_and_nothing_else(web, web_user, illustrated):
    # Pages, pictures, searches, feeds
    found = every_page(web)
    assert illustrated in found
    assert len([path for path in found if path.startswith("/media/")]) >= 1
    wrong = {path: status for path, status in found.items() if status >= 500 and path not in CENTRE}
    assert not wrong, (wrong, web.log.read_text()[-3000:])
    assert found["/vi/khong-co/"] == 404

    # Forms, thank-you pages, receipts
    for path in FORMS["vi"] + FORMS["en"]:
        answer = post(web, fill(web, path, marker="wr" + uuid.uuid4().hex[:10]))
        assert receipt(web, answer), path
    token = answer.location.rstrip("/").rpartition("/")[2]
    wait_for(lambda: request(web, f"/en/receipt/{token}/").status == 200, limit=60, what="the receipt")
    record = request(web, f"/en/receipt/{token}/receipt.json").text
    check = FilledForm("/en/verify-receipt/", [("receipt", record)])
    assert post(web, check).status == 200
    assert not re.search("InsufficientPrivilege|permission denied", web.log.read_text())

    # And with the same name and password by hand
    assert json.loads(record)
    with closing(psycopg.connect(web_user)) as connection:
        open_to_it = [
            table
            for table in CLOSED
            if not refused(connection, f"SELECT * FROM {table}")  # noqa: S608
        ]
        assert not open_to_it
        for statement in (
            "SELECT payload FROM vault_envelope",
            "DELETE FROM vault_envelope",
            "UPDATE vault_envelope SET state = state",
            "UPDATE wagtailcore_page SET title = title",
            "DELETE FROM privacy_receipt",
            "SELECT subject_id FROM privacy_receipt",
            "INSERT INTO website_contentchange (at) VALUES (now())",
            "CREATE TABLE mine (id int)",
            # Of the worker it may ask to take in what was sent, and nothing else.
            task("wagtail.tasks.delete_file_from_storage_task"),
            task("rights.tasks.send_letter"),
            task("var.media.images.evil.x"),
            task("inbox.tasks.take_in", workers="7"),
            task("inbox.tasks.take_in", queue="elsewhere"),
        ):
            assert refused(connection, statement), statement
        assert not refused(connection, task("inbox.tasks.take_in"))
