"""Migrated databases for the suite: built once per set of migrations, then copied.

SQLite: two files are copied from `.cache/databases/<hash>/`. PostgreSQL: `CREATE DATABASE … TEMPLATE`.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

KEPT_TEMPLATES = 6


def fingerprint():
    """What a migrated database depends on: the project's migrations, its roles, its caches, the lock file."""
    root = Path(settings.ROOT)
    tables = [root / "site/website/apps.py", root / "site/website/stores.py", root / "uv.lock"]
    files = sorted([*root.glob("*/migrations/*.py"), *root.glob("staff/*.py"), *tables])
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@contextmanager
def locked():
    """One builder at a time on this machine."""
    settings.TEST_TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (settings.TEST_TEMPLATES / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_sqlite():
    return connections["default"].vendor == "sqlite"


def migrate(url, keys_url, data):
    """Runs the migrations in a process of its own.

    `wagtail_localize.0001_initial` queries the current database when it is imported, so the process
    must have no other one.
    """
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "website.settings.test",
        "PYTHONPATH": os.pathsep.join([str(settings.ROOT), str(Path(settings.ROOT) / "site")]),
        "SITE_TEST_DATA": str(data),
        "DATABASE_URL": url,
        "PROCESS_ROLE": "all",
    }
    script = (
        "import os, django; django.setup();"
        "from django.core.management import call_command as call;"
        "call('migrate', database='default', verbosity=0, skip_checks=True);"
        "call('migrate', 'vault', database='keys', verbosity=0, skip_checks=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, cwd=settings.ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"The test databases could not be migrated:\n{done.stdout}{done.stderr}")


# SQLite


def file_template():
    """The folder with `site.sqlite3` and `keys.sqlite3`, built if there is none yet."""
    folder = settings.TEST_TEMPLATES / fingerprint()
    with locked():
        if not folder.exists():
            work = settings.TEST_TEMPLATES / f"work-{os.getpid()}"
            shutil.rmtree(work, ignore_errors=True)
            work.mkdir()
            try:
                migrate(f"sqlite:///{work / 'site.sqlite3'}", None, work)
                work.rename(folder)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        os.utime(folder)
        others = [path for path in settings.TEST_TEMPLATES.iterdir() if path.is_dir() and path != folder]
        for old in sorted(others, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT_TEMPLATES - 1 :]:
            shutil.rmtree(old, ignore_errors=True)
    return folder


def copy_files():
    folder = file_template()
    for alias, name in (("default", "site.sqlite3"), ("keys", "keys.sqlite3")):
        target = Path(connections[alias].settings_dict["NAME"])
        # A new file, never the old one overwritten: somebody may still have that open.
        for suffix in ("", "-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(folder / name, target)


# PostgreSQL


@contextmanager
def maintenance():
    """A cursor on the server's own database, outside any transaction."""
    import psycopg

    given = connections["default"].settings_dict
    with psycopg.connect(
        host=given["HOST"] or None,
        port=given["PORT"] or None,
        user=given["USER"] or None,
        password=given["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield connection.cursor()


def names(base):
    return {"default": base, "keys": f"{base}_keys"}


def exists(cursor, name):
    return bool(cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def drop(cursor, name):
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def server_template(cursor):
    """The names of the migrated databases on the server, built if there are none yet."""
    final = names(f"test_template_{fingerprint()}")
    if exists(cursor, final["default"]):
        return final
    work = names(f"test_work_{os.getpid()}")
    for name in work.values():
        drop(cursor, name)
        cursor.execute(f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0")
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{work['default']}").geturl()
    migrate(url, None, settings.DATA)
    for alias in ("keys", "default"):
        drop(cursor, final[alias])
        cursor.execute(f'ALTER DATABASE "{work[alias]}" RENAME TO "{final[alias]}"')
    return final


def remove_orphans(cursor):
    """Databases of runs on this machine that were killed."""
    for (name,) in cursor.execute(
        r"SELECT datname FROM pg_database WHERE datname ~ '^test_(site|work)_\d+'"
    ).fetchall():
        process = int(name.split("_")[2])
        if not Path(f"/proc/{process}").exists():
            drop(cursor, name)


def remove_old_templates(cursor):
    """All but the newest templates, as on disk: every change of a migration leaves one behind."""
    templates = cursor.execute(
        r"SELECT datname FROM pg_database WHERE datname ~ '^test_template_[0-9a-f]+$' ORDER BY oid DESC"
    ).fetchall()
    for (name,) in templates[KEPT_TEMPLATES:]:
        for each in names(name).values():
            drop(cursor, each)


def copy_on_server():
    with locked(), maintenance() as cursor:
        template = server_template(cursor)
        for alias in ("default", "keys"):
            name = connections[alias].settings_dict["NAME"]
            drop(cursor, name)
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template[alias]}"')


# Both


def create():
    """Puts fresh copies where the settings expect the databases."""
    if not is_sqlite():
        with locked(), maintenance() as cursor:
            remove_orphans(cursor)
            remove_old_templates(cursor)
    restore()


def restore():
    """Replaces the run's databases with fresh copies; open connections of this process are closed."""
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Site

    connections.close_all()
    if is_sqlite():
        copy_files()
    else:
        copy_on_server()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


def destroy():
    connections.close_all()
    if not is_sqlite():
        with maintenance() as cursor:
            for alias in ("default", "keys"):
                drop(cursor, connections[alias].settings_dict["NAME"])
