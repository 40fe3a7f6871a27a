"""What every test stands on: migrated databases by copy, keys of the run's own, nothing from outside."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import TransactionTestCase

from tests import databases
from tests.staff import signing

EVERY_DATABASE = "__all__"
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")
BROWSER_TESTS = Path(__file__).parent / "e2e"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """A test that touches a database may touch both: the site's and the key store.

    The browser tests share one demo site, hence one process (`-n 2` gives the others the second core).
    """
    elsewhere = pytest.mark.skip(reason="looks at pages, which are the same on SQLite: looked at there")
    for item in items:
        if ON_POSTGRESQL and item.get_closest_marker("looks"):
            item.add_marker(elsewhere)
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("browser"))
        elif "tests/home/test_demo.py" in item.nodeid:
            item.add_marker(pytest.mark.xdist_group("demo"))
        marker = item.get_closest_marker("django_db")
        wants_database = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
        if marker is None and not wants_database:
            continue
        options = dict(marker.kwargs) if marker else {}
        options.setdefault("databases", EVERY_DATABASE)
        item.add_marker(pytest.mark.django_db(*(marker.args if marker else ()), **options), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Replaces pytest-django's own: a copy of a migrated template instead of 200 migrations."""
    with django_db_blocker.unblock():
        databases.create()
        yield
        databases.destroy()


@pytest.fixture(scope="session", autouse=True)
def copy_instead_of_flush():
    """After a test that really committed, the databases are copied anew.

    Django's flush would also remove what migrations put in (root page, locales, collections).
    """
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda self: databases.restore()
    yield
    TransactionTestCase._fixture_teardown = flush


@pytest.fixture(scope="session", autouse=True)
def key_files(django_test_environment):
    """The run's own keys, in its own folder."""
    from vault import keys

    keys.generate(settings.KEYS_DIRECTORY)
    return settings.KEYS_DIRECTORY


@pytest.fixture(autouse=True)
def empty_cache(request):
    """Rate limits and cached pages of one test are nothing to the next.

    A rolled back test's content generation comes again in the next one, with other pages.
    """
    from django.core.cache import cache

    from website.middleware import page_cache

    page_cache.store.clear()
    if request.node.get_closest_marker("django_db"):  # the cache is a table: others can't have filled it
        cache.clear()


@pytest.fixture(autouse=True)
def force_login_shows_a_second_factor(monkeypatch):
    """`client.force_login` is a whole sign-in: whoever may open the vault has shown a second factor.

    `tests.staff.signing.password_only` makes a session that has not.
    """
    from django.test import Client

    whole = Client.force_login

    def force_login(self, user, backend=None):
        whole(self, user, backend)
        signing.show_second_factor(self, user)

    monkeypatch.setattr(Client, "force_login", force_login)


@pytest.fixture(autouse=True)
def accounts_of_the_tests_are_vouched_for():
    """Tests make accounts with rights as the demo does: none waits to be confirmed, unless somebody in the
    admin gives the right. `contextvars.Context().run(…)` is a command without this."""
    from staff import custody

    with custody.vouched_for():
        yield


@pytest.fixture
def worker_queue(settings):
    """Tasks wait in the database for a worker instead of being run at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def unrun_tasks(settings):
    """Tasks are only noted (`django_tasks.default_task_backend.results`), never run."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
