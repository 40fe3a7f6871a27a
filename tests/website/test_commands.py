"""The commands behind the make targets, and the static files' storage."""

import signal
import socket
import stat
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import get_finder
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation.reloader import translation_file_changed
from wagtail.models import Page, Site

from website import bench, preparation, secrets, storage, supervisor


@pytest.fixture(autouse=True)
def fresh_catalogues():
    """What a test makes of the catalogues must not reach the next one."""
    yield
    translation_file_changed(sender=None, file_path=Path("django.mo"))


def test_a_kept_secret_stays_and_is_ours_alone(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    first = secrets.kept_secret(path)
    assert len(first) >= 32
    assert secrets.kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["secret_key"]


def test_a_taken_port_is_said_before_anything_is_done():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is taken.*PORT={port + 1}"):
            call_command("run", port=port, stdout=StringIO())


def children_of(pid):
    out = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(each) for each in out.split()]


def is_alive(pid):
    """Whether the process runs; one that only waits to be reaped does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_stopping_ends_children_that_ignore_it(monkeypatch):
    monkeypatch.setattr(supervisor, "GRACE_SECONDS", 0.5)
    runner = supervisor.Supervisor(environment={})
    stubborn = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    runner.start(
        "parent",
        [
            sys.executable,
            "-c",
            f"import subprocess, sys; subprocess.run([sys.executable, '-c', {stubborn!r}])",
        ],
    )
    parent = runner.children["parent"].process.pid
    deadline = time.monotonic() + 10
    while not (children := children_of(parent)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children
    runner.stop()
    time.sleep(0.2)
    assert runner.children["parent"].process.returncode == -signal.SIGTERM
    assert not any(is_alive(child) for child in children)


def test_a_process_that_ends_by_itself_is_noticed():
    runner = supervisor.Supervisor(environment={})
    runner.start("short", [sys.executable, "-c", "raise SystemExit(3)"])
    runner.children["short"].process.wait()
    assert runner.ended() == ("short", 3)


def until(reached, seconds=20):
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_killed_process_is_started_again_with_growing_pauses(monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.05)
    said, starts = [], tmp_path / "starts"
    # The child of the killed process would keep what the next one needs.
    parent = (
        "import subprocess, sys;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"open({str(starts)!r}, 'a').write(f'{{child.pid}}\\n'); child.wait()"
    )
    runner = supervisor.Supervisor(environment={}, report=said.append)
    runner.start("server", [sys.executable, "-c", parent])
    runner.children["server"].pause = 0.05
    grandchildren = []
    try:
        for kills in (1, 2):

            def started(wanted=kills):
                runner.look_after()
                return starts.exists() and len(starts.read_text().split()) == wanted

            until(started)
            grandchildren.append(int(starts.read_text().split()[-1]))
            runner.children["server"].process.kill()
            runner.children["server"].process.wait()
            runner.look_after()
            until(lambda: not is_alive(grandchildren[-1]))
        assert [line.partition(";")[0] for line in said] == ["The server stopped (ended by signal 9)"] * 2
        assert said[0].endswith("in 0.05 s.") and said[1].endswith("in 0.1 s.")
    finally:
        runner.stop()


def test_static_files_are_collected_only_when_their_sources_changed(settings, tmp_path, monkeypatch):
    source = tmp_path / "sources"
    source.mkdir()
    (source / "a.css").write_text("a{}")
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    get_finder.cache_clear()
    said = []
    try:
        preparation.collect_static_files(said.append)
        preparation.collect_static_files(said.append)
        assert len(said) == 1
        assert (settings.STATIC_ROOT / "a.css").read_text() == "a{}"
        (source / "a.css").write_text("a{color:red}")
        preparation.collect_static_files(said.append)
        assert len(said) == 2
        assert (settings.STATIC_ROOT / "a.css").read_text() == "a{color:red}"
        monkeypatch.setattr(preparation, "version", lambda name: "another")
        preparation.collect_static_files(said.append)
        assert len(said) == 3
    finally:
        get_finder.cache_clear()


@pytest.mark.django_db
def test_a_start_with_nothing_new_does_nothing(settings, tmp_path, monkeypatch):
    """Counted in work, not in seconds: no migration, no collecting, no compiling, no demo."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    preparation.static_note().write_text(preparation.static_digest())
    page = Page.objects.get(depth=2)
    page.add_child(instance=Page(title="A site of its own", slug="own"))
    called, said = [], []
    monkeypatch.setattr(preparation, "call_command", lambda name, *args, **options: called.append(name))
    preparation.prepare(said.append)
    # Both look for themselves, file by file.
    assert called == ["make_keys", "compile_catalogues"]
    assert said == []


def test_keys_are_not_made_by_a_web_process(settings):
    settings.HOLDS_PRIVATE_KEYS = False
    with pytest.raises(CommandError, match="staff side"):
        call_command("make_keys")


def test_reset_deletes_what_is_ours_and_nothing_else(settings, tmp_path):
    settings.DEMO = True
    settings.DATA = tmp_path
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
    (tmp_path / "keys").mkdir()
    for name in ("site.sqlite3", "site.sqlite3-wal", "letters.txt"):
        (tmp_path / name).touch()
    with supervisor.in_use(tmp_path), pytest.raises(CommandError, match="running"):
        call_command("reset_site", yes=True)
    call_command("reset_site", yes=True, stdout=StringIO())
    assert [path.name for path in tmp_path.iterdir()] == ["letters.txt"]


def test_only_the_demo_is_reset(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("reset_site", yes=True)


SHEETS = {
    "css/site.css": '@layer a, b;\n@import url("a.css") layer(a);\n@import "b.css";\nbody{}',
    "css/a.css": "a{}",
    "css/b.css": "b{background:url(x.png)}",
}


def test_imports_are_inlined_in_their_layers():
    assert storage.inlined("css/site.css", SHEETS.__getitem__) == (
        "@layer a, b;\n@layer a {\na{}\n}\nb{background:url(x.png)}\nbody{}"
    )


def test_an_import_from_another_folder_is_refused():
    with pytest.raises(ImproperlyConfigured, match="same folder"):
        storage.inlined("css/x.css", {"css/x.css": '@import "../y.css";'}.__getitem__)


def test_collecting_gives_visitors_one_style_sheet(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "website.storage.SiteStaticFilesStorage"},
    }
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=["wagtail*", "rest_framework"]
    )
    sheets = list((tmp_path / "css").glob("site.*.css"))
    assert len(sheets) == 1
    assert "@import" not in sheets[0].read_text()
    assert sheets[0].with_name(sheets[0].name + ".gz").exists()


def test_the_bench_reads_one_response_after_another():
    class Wire:
        parts = [b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: 3\r\n\r\nabcHTTP/1.1 304 Not"]

        def recv(self, size):
            return self.parts.pop(0) if self.parts else b""

    status, rest = bench.read_response(Wire(), b"")
    assert (status, rest) == (200, b"HTTP/1.1 304 Not")


def test_the_bench_table_relates_to_the_disk():
    figures = bench.Figures({bench.DISK: [100, 200, 300], bench.CACHED: [400, 500]})
    assert "2.25" in figures.table(base=bench.DISK)


@pytest.mark.django_db
def test_the_site_says_the_address_it_is_served_at():
    preparation.settle_address("127.0.0.1", 8123)
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("127.0.0.1", 8123)


@pytest.mark.django_db
def test_an_address_that_an_administrator_gave_is_kept():
    Site.objects.filter(is_default_site=True).update(hostname="www.company.example", port=443)
    preparation.settle_address("127.0.0.1", 8123)
    assert Site.objects.get(is_default_site=True).root_url == "https://www.company.example"


@pytest.mark.django_db
def test_a_start_brings_the_roles_up_to_date():
    editor = Group.objects.get(name="Editor")
    editor.permissions.clear()
    preparation.migrate(say=lambda text: pytest.fail(f"nothing to say: {text}"))
    assert editor.permissions.exists()


def test_words_compiled_now_are_used_at_once(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path]
    source = tmp_path / "vi" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Calm"\nmsgstr "Yên"\n'
    )
    with translation.override("vi"):
        assert gettext("Calm") == "Calm"
        call_command("compile_catalogues", verbosity=0)
    with translation.override("vi"):
        assert gettext("Calm") == "Yên"
