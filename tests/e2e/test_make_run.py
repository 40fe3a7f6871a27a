"""`make run` on data that is there: it makes nothing anew, keeps everything, and ends whole."""

import os
import re
import shutil
import signal
import sqlite3
from contextlib import closing

import pytest

from .processes import processes_of, servers_of, workers_of
from .site import DemoSite, wait_for
from .visitor import request

ROLES = {"editor", "translator", "marketing", "sales", "sales_lead", "privacy_officer", "administrator"}
# What a start says when it has to make something.
MADE = ("Making the database", "Loading the demo", "Collecting the static", "Keys made")
# The whole of what a start could change: what was migrated when, what there is, what it says.
STATE = {
    "migrations": "SELECT count(*), max(applied) FROM django_migrations",
    "pages": "SELECT count(*), max(latest_revision_created_at), group_concat(title) FROM wagtailcore_page",
    "revisions": "SELECT count(*), max(id) FROM wagtailcore_revision",
    "versions": "SELECT count(*), max(effective_at) FROM privacy_policyversion",
    "users": "SELECT count(*), group_concat(first_name) FROM auth_user",
    "envelopes": "SELECT count(*) FROM vault_envelope",
}


def copy_of(demo, folder):
    """The running demo's data as a backup takes it, in `folder`."""
    folder.mkdir(mode=0o700)
    for name in ("site.sqlite3", "keys.sqlite3"):
        with (
            closing(sqlite3.connect(demo.folder / name)) as there,
            closing(sqlite3.connect(folder / name)) as here,
        ):
            there.backup(here)
    for name in ("keys", "static", "media"):
        if (demo.folder / name).exists():
            shutil.copytree(demo.folder / name, folder / name)
    shutil.copy2(demo.folder / "static.sources", folder)
    return folder


def state(folder):
    with closing(sqlite3.connect(folder / "site.sqlite3")) as database:
        return {name: database.execute(query).fetchone() for name, query in STATE.items()}


@pytest.fixture
def made(demo, tmp_path):
    """The site of a newcomer who starts it again, not yet running."""
    if demo.environment.get("DATABASE_URL", "").startswith("postgres"):
        pytest.skip("what `make run` starts with by itself is SQLite")
    site = DemoSite(copy_of(demo, tmp_path / "again"))
    site.command = ["make", "run"]
    site.environment.pop("DATABASE_URL", None)
    yield site
    if site.process and site.process.poll() is None:
        os.killpg(site.process.pid, signal.SIGINT)
        site.process.wait(timeout=30)


def test_a_second_start_makes_nothing_and_ctrl_c_ends_everything(made):
    with closing(sqlite3.connect(made.folder / "site.sqlite3")) as database, database:
        database.execute("UPDATE auth_user SET first_name = 'Đã đổi' WHERE username = 'editor'")
    before = state(made.folder)
    made.start()

    # Nothing was made, nothing was lost.
    assert not [words for words in MADE if words in made.output()], made.output()
    assert state(made.folder) == before
    assert request(made, "/vi/").status == request(made, "/en/").status == 200

    # A link for each role, each leads to its button.
    links = made.links()
    assert set(links) >= ROLES
    for role in ROLES:
        assert links[role].startswith(f"{made.url}/accounts/demo/")
        assert request(made, links[role]).status == 200
    assert re.search(rf"{re.escape(made.url)}/ .*this machine only", made.output())

    # Server and worker run, in groups of their own; Ctrl-C goes to the terminal's group alone.
    wait_for(lambda: workers_of(made) and servers_of(made), what="server and worker")
    running = processes_of(made)
    assert len({os.getsid(pid) for pid in running}) >= 3
    os.killpg(made.process.pid, signal.SIGINT)
    made.process.wait(timeout=30)
    assert made.output().rstrip().endswith("`make run` goes on where it was."), made.output()
    assert "Traceback" not in made.output() and "WARNING" not in made.output()
    assert processes_of(made) == {}
    assert not [pid for pid in running if os.path.exists(f"/proc/{pid}")]  # noqa: PTH110
    with pytest.raises(OSError):
        request(made, "/healthz")
    assert state(made.folder)["pages"] == before["pages"]
