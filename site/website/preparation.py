"""What `make run` makes ready before it serves: each step looks first whether there is anything to do."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from staff import roles
from staff.services import ensure_demo_users

# What turns the sources of static files into what is served.
STATIC_TOOLS = ("django", "whitenoise")
LOCAL_HOSTS = ("localhost", "127.0.0.1")


def prepare(say):
    """Keys, tables, catalogues, static files and, in an empty database, the demo content.

    `say(text)` is told what is about to be done, where it may take a while.
    """
    call_command("make_keys", verbosity=0)
    # Before the tables: some rows that come with them are named in the site's language.
    call_command("compile_catalogues", verbosity=0)
    migrate(say)
    collect_static_files(say)
    load_content(say)


def has_unapplied(alias, app_label=None):
    """Whether a database lacks migrations (of one app, or of all)."""
    executor = MigrationExecutor(connections[alias])
    targets = [key for key in executor.loader.graph.leaf_nodes() if app_label in (None, key[0])]
    return bool(executor.migration_plan(targets))


def migrate(say):
    if has_unapplied("default"):
        say("Making the database's tables (the first time takes half a minute) …")
        call_command("migrate", verbosity=0, skip_checks=True)
    else:
        # Migrating does this too; a change of the roles alone brings no migration.
        roles.after_migrate(using="default")
    # The key store holds one table; the other rooms' migrations would only be noted there, slowly.
    if has_unapplied("keys", "vault"):
        call_command("migrate", "vault", database="keys", verbosity=0, skip_checks=True)


def static_digest():
    """A digest of everything that collecting static files depends on: names, sizes, times, tools."""
    digest = hashlib.sha256()
    for tool in STATIC_TOOLS:
        digest.update(f"{tool} {version(tool)}\n".encode())
    ours = Path(__file__).with_name("storage.py").stat()
    digest.update(f"{ours.st_size} {ours.st_mtime_ns}\n".encode())
    for finder in get_finders():
        for name, storage in finder.list(None):
            about = Path(storage.path(name)).stat()
            digest.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static_files(say):
    """Runs collectstatic unless the sources are those of the last time."""
    note = static_note()
    digest = static_digest()
    if settings.STATIC_ROOT.exists() and note.exists() and note.read_text() == digest:
        return
    say("Collecting the static files …")
    # From scratch: a package newly installed may bring files older than the copies of the last time.
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    note.write_text(digest)


def static_note():
    """The file that remembers from what the static files were made. Beside their folder, which is served."""
    return settings.STATIC_ROOT.with_name(f"{settings.STATIC_ROOT.name}.sources")


def settle_address(host, port):
    """Gives the default site the address that it is served at, which canonical and sitemap addresses show.

    Only while it is an address of this machine: one that an administrator gave it is theirs.
    """
    from wagtail.models import Site

    site = Site.objects.filter(is_default_site=True, hostname__in=LOCAL_HOSTS).first()
    if site and (site.hostname, site.port) != (host, port):
        site.hostname, site.port = host, port
        site.save(update_fields=["hostname", "port"])


def load_content(say):
    """Loads the demo site into a database that holds no pages yet, and its users in the demo."""
    from wagtail.models import Page

    if Page.objects.filter(depth__gt=2).exists():
        return
    say("Loading the demo content in two languages …")
    # Whole or not at all: a start that is stopped half-way begins anew the next time.
    with transaction.atomic():
        call_command("load_demo", verbosity=0)
        if settings.DEMO:
            ensure_demo_users()
