"""One demo site and one browser for all the browser tests."""

import os
import signal
import uuid
from contextlib import closing

import psycopg
import pytest
from django.db import connections
from playwright.sync_api import sync_playwright

from . import browser as chromium
from .site import DemoSite

# A run that is told to end stops the site it started, as one that is interrupted does.
signal.signal(signal.SIGTERM, signal.default_int_handler)


def postgres_databases(url):
    """Makes a database and its key store beside `url`; yields the two addresses, then drops both."""
    server, name = url.rsplit("/", 1)[0], f"e2e_{uuid.uuid4().hex[:8]}"
    names = (name, f"{name}_keys")
    with closing(psycopg.connect(f"{server}/postgres", autocommit=True)) as connection:
        for each in names:
            connection.execute(f'CREATE DATABASE "{each}"')
        try:
            yield tuple(f"{server}/{each}" for each in names)
        finally:
            for each in names:
                connection.execute(f'DROP DATABASE IF EXISTS "{each}" WITH (FORCE)')


@pytest.fixture(scope="package")
def site_databases():
    """The environment of a demo site's databases: SQLite files by default, else PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    for default, keys in postgres_databases(url):
        yield {"DATABASE_URL": default, "KEYS_DATABASE_URL": keys}


@pytest.fixture(scope="package")
def demo(tmp_path_factory, site_databases):
    """The demo site, running. E2E_REUSE=folder:port takes one that runs already, to write tests faster."""
    if os.environ.get("E2E_REUSE"):
        folder, port = os.environ["E2E_REUSE"].split(":")
        yield DemoSite(folder, port=int(port))
        return
    site = DemoSite(tmp_path_factory.mktemp("demo") / "data", environment=site_databases)
    site.folder.mkdir()
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="package")
def browser():
    path = chromium.executable()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Its event loop runs in this thread; tests with a database of their own use it between the steps.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        instance = playwright.chromium.launch(executable_path=path, args=chromium.FLAGS)
        yield instance
        instance.close()
    # Whatever this thread had open outside that loop: databases may have been replaced meanwhile.
    connections.close_all()
