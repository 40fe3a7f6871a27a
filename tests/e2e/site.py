"""A whole demo site in its own folder: the processes that `make run` starts, on a free port."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg

from .visitor import request

ROOT = Path(__file__).resolve().parents[2]
# What is set for the tests themselves, and not for the site.
# MAKE…: a make that is called by another one says which folders it enters and leaves.
OURS = {
    "DJANGO_SETTINGS_MODULE",
    "PROCESS_ROLE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
}
START_LIMIT = 300  # seconds; a cold start on a loaded machine


def free_port():
    """A TCP port of this machine that nobody listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(condition, *, limit=30, what="condition"):
    """The first truthy result of `condition()`; fails after `limit` seconds, naming `what`."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        result = condition()
        if result:
            return result
        time.sleep(0.05)
    raise AssertionError(f"Waited {limit} s in vain for: {what() if callable(what) else what}")


class DemoSite:
    """The demo, started by the same command as for a newcomer."""

    def __init__(self, folder, *, environment=None, port=None):
        self.folder = Path(folder)
        # A folder for temporary files of its own, so that what is left there can be found.
        self.temporary = self.folder.parent / f"{self.folder.name}-tmp"
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in OURS},
            "SITE_DATA": str(self.folder),
            "PORT": str(self.port),
            "TMPDIR": str(self.temporary),
            "PYTHONUNBUFFERED": "1",
            # The suite sends more from one address than a visitor does in ten minutes.
            "FORMS_RATE_SOFT": "100000",
            "FORMS_RATE_HARD": "100000",
            **(environment or {}),
        }
        self.command = [sys.executable, "manage.py", "run"]
        self.log = self.folder.parent / f"{self.folder.name}.log"
        self.process = None

    def manage(self, *arguments, **options):
        """Runs one management command of this site and returns what it printed."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            timeout=START_LIMIT,
            **options,
        ).stdout

    def query(self, sql):
        """The rows of a SELECT in the site's own database."""
        url = self.environment.get("DATABASE_URL", "")
        if url.startswith("postgres"):
            opened = psycopg.connect(url)
        else:
            opened = sqlite3.connect(f"file:{self.folder / 'site.sqlite3'}?mode=ro", uri=True)
        with closing(opened) as connection:
            return connection.execute(sql).fetchall()

    def start(self):
        self.temporary.mkdir(exist_ok=True)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_for(
            self.is_up, limit=START_LIMIT, what=f"the demo to answer; its output:\n{self.output()[-3000:]}"
        )
        wait_for(lambda: len(self.links()) >= 7, limit=30, what="the sign-in links")

    def is_up(self):
        if self.process.poll() is not None:
            raise AssertionError(f"The demo ended with {self.process.returncode}:\n{self.output()[-3000:]}")
        try:
            return request(self, "/healthz").status == 200
        except OSError:
            return False

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def output(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def links(self):
        """The sign-in links that the command printed, by role."""
        return dict(re.findall(r"^\s*([a-z_]+)\s+.*?(http://\S+)\s*$", self.output(), re.M))

    def sign_in_link(self, role):
        """A fresh one-time link for `role`, as an operator at this machine would ask for it."""
        return json.loads(self.manage("demo_links", "--json", "--role", role))[role]
