"""The worker runs the site's own tasks, whatever a row of the task table names."""

import importlib
import io
import sys

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult, get_date_max
from PIL import Image as Pixels
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.test_architecture import FOLDERS, python_files
from website import task_gate

pytestmark = pytest.mark.django_db(transaction=True)
DELETE = "wagtail.tasks.delete_file_from_storage_task"
STORAGE = ["django.core.files.storage.FileSystemStorage", [], {}]


def row(task_path, *arguments, **fields):
    """A row as a taken-over process would add it."""
    return DBTaskResult.objects.create(
        **{
            "args_kwargs": {"args": list(arguments), "kwargs": {}},
            "task_path": task_path,
            "backend_name": "default",
            "run_after": get_date_max(),
            "exception_class_path": "",
            "traceback": "",
            **fields,
        }
    )


def work(*rows):
    call_command("worker", once=True)
    for each in rows:
        each.refresh_from_db()


def is_refused(given):
    return (given.status, given.exception_class_path) == ("FAILED", "website.task_gate.TaskRefused")


@pytest.fixture
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def test_no_row_runs_a_program(worker_queue, tmp_path, caplog):
    trace = tmp_path / "trace"
    given = row(DELETE, ["os.system", [f"touch {trace}"], {}], "x")
    work(given)
    assert is_refused(given)
    assert not trace.exists()
    assert str(given.pk) in caplog.text
    assert str(trace) not in caplog.text + given.traceback and "os.system" not in caplog.text


def test_no_row_has_a_module_imported(worker_queue, tmp_path, monkeypatch):
    trace = tmp_path / "trace"
    (tmp_path / "uploaded_module.py").write_text(f"open({str(trace)!r}, 'w')")
    monkeypatch.syspath_prepend(tmp_path)
    given = row("uploaded_module.task")
    work(given)
    assert is_refused(given)
    assert not trace.exists() and "uploaded_module" not in sys.modules


@pytest.mark.parametrize(
    "task_path, arguments, fields",
    [
        ("wagtail.contrib.frontend_cache.tasks.purge_urls_from_cache_task", [["https://a.example"]], {}),
        ("inbox.tasks.take_in", [], {}),
        ("inbox.tasks.take_in", [{"id": 1}], {}),
        ("inbox.tasks.take_in", ["../1"], {}),
        ("inbox.tasks.take_in", ["1"], {"args_kwargs": {"args": [], "kwargs": {"envelope_id": "1"}}}),
        ("inbox.tasks.take_in", ["1"], {"args_kwargs": [1]}),
        ("inbox.tasks.take_in", ["1"], {"queue_name": "elsewhere"}),
        ("wagtail.tasks.update_reference_index_task", ["auth", ["user"], "1"], {}),
        (DELETE, [[STORAGE[0], ["/etc"], {}], "hosts"], {}),
        (DELETE, [[STORAGE[0], [], {"location": "/etc"}], "hosts"], {}),
        (DELETE, [STORAGE, "../private.json"], {}),
        (DELETE, [STORAGE, "/etc/hosts"], {}),
        (DELETE, [STORAGE, "images/..\\x"], {}),
        (DELETE, [STORAGE, ""], {}),
        (DELETE, [STORAGE, ["images/a.png"]], {}),
        (DELETE, [STORAGE], {}),
    ],
)
def test_what_does_not_fit_is_refused_and_the_worker_goes_on(worker_queue, task_path, arguments, fields):
    given = row(task_path, *arguments, **fields)
    work(given)
    assert is_refused(given)


def test_what_wagtail_asks_for_is_done(worker_queue, media):
    file = io.BytesIO()
    Pixels.new("RGB", (30, 20), "navy").save(file, "PNG")
    image = get_image_model().objects.create(title="Hình", file=ImageFile(file, name="hình 1.png"))
    image.get_rendition("max-10x10")
    document = get_document_model().objects.create(title="Giá", file=ContentFile(b"x", name="bảng giá.pdf"))
    kept = [image.file.name, document.file.name]
    assert all(default_storage.exists(name) for name in kept)
    work()
    image.delete()
    document.delete()
    work()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert DBTaskResult.objects.filter(task_path=DELETE).count() >= 3
    assert not [path for path in media.rglob("*") if path.is_file()]


def test_every_task_of_ours_is_admitted_and_exists():
    ours = set()
    for room, folder in FOLDERS.items():
        for path in python_files(room):
            if path.name != "tasks.py":
                continue
            root = folder.parent if room == "website" else site_settings.ROOT
            module = importlib.import_module(".".join(path.relative_to(root).with_suffix("").parts))
            ours |= {each.module_path for each in vars(module).values() if isinstance(each, Task)}
    assert {path for path in task_gate.ADMITTED if path.split(".")[0] in FOLDERS} == ours
