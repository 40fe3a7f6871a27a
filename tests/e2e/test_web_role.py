"""A `web` process as it is in production: it serves and takes in, and can't read what it took in."""

import os
import shutil
import subprocess
import sys

import pytest

from .site import ROOT, free_port, wait_for
from .visitor import fill, post, receipt, request

# What whoever breaks into the process would try, with its environment and its code.
READ = """
import django
django.setup()
from vault import keys, services
from vault.errors import VaultLocked
from vault.models import Envelope, PersonKey

def outcome(action):
    try:
        action()
    except Exception as error:
        return type(error).__name__
    return "done"

envelope = Envelope.objects.get(receipt="RECEIPT")
print(outcome(keys.private), outcome(lambda: services.open_envelope(envelope)),
      outcome(lambda: PersonKey.objects.count()))
"""


class WebProcess:
    """granian with PROCESS_ROLE=web on the demo's database; its key folder holds public.json alone.

    `database` names another user of it, `environment` adds settings; what the process says is in `log`.
    """

    def __init__(self, demo, folder, *, database=None, **environment):
        keys = folder / "keys"
        keys.mkdir()
        shutil.copy(demo.folder / "keys" / "public.json", keys)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        database = database or demo.environment.get("DATABASE_URL", "")
        if not database.startswith("postgres"):
            database = f"sqlite:///{demo.folder / 'site.sqlite3'}"
        # Nothing is inherited but what a program needs to be found.
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "site")]),
            "DJANGO_SETTINGS_MODULE": "website.settings.dev",
            "PROCESS_ROLE": "web",
            "SITE_DATA": str(folder / "data"),
            "KEYS_DIRECTORY": str(keys),
            "SECRET_KEY": "a-secret-of-the-web-process-in-this-test-alone",
            "DATABASE_URL": database,
            "TMPDIR": str(folder),
            **environment,
        }
        (folder / "data").mkdir()
        shutil.copytree(demo.folder / "static", folder / "data" / "static")
        (folder / "data" / "media").symlink_to(demo.folder / "media")
        self.log = folder / "web.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "granian", "--interface=wsgi", "--host=127.0.0.1"]
                + [f"--port={self.port}", "--workers=1", "--no-ws", "website.wsgi:application"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def is_up(self):
        assert self.process.poll() is None, "the web process ended"
        try:
            return request(self, "/healthz").status == 200
        except OSError:
            return False

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=20)


@pytest.fixture
def web(demo, tmp_path):
    process = WebProcess(demo, tmp_path)
    try:
        wait_for(process.is_up, limit=60, what="the web process to answer")
        yield process
    finally:
        process.stop()


def test_a_web_process_takes_in_what_it_cannot_read(web):
    assert request(web, "/vi/").status == 200
    for closed in ("/admin/", "/admin/inbox/", "/accounts/login/", "/accounts/2fa/", "/vi/_util/login/"):
        assert request(web, closed).status == 404, closed

    number = receipt(web, post(web, fill(web, "/vi/lien-he/", marker="webrole")))

    # Its own surroundings: neither the private keys nor the key store are named or reachable.
    with open(f"/proc/{web.process.pid}/environ", "rb") as file:  # noqa: PTH123 - not a file of ours
        surroundings = file.read()
    assert b"private" not in surroundings.lower() and b"KEYS_DATABASE_URL" not in surroundings
    tried = subprocess.run(
        [sys.executable, "-c", READ.replace("RECEIPT", number)],
        cwd=ROOT,
        env=web.environment,
        capture_output=True,
        text=True,
    )
    assert tried.stdout.split() == ["VaultLocked", "VaultLocked", "ConnectionDoesNotExist"], tried.stderr
