"""What the database user of a `web` process may do on PostgreSQL, table by table; nothing else (ADR 0122).

Pages are read, what visitors send is added, the intake is woken; nobody's answers, accounts or sessions can
be asked for.
"""

from django.apps import apps
from django.db import connection

from .stores import TABLES

READ = ("SELECT",)
COUNT = ("SELECT", "INSERT", "UPDATE")

# The task that a visitor's form wakes, in the one queue, claimed by nobody: all that the web may put there.
OWN_TASK = "task_path = 'inbox.tasks.take_in' AND queue_name = 'default' AND worker_ids = '[]'::jsonb"

# Model: its privileges. A tuple of columns stands for reading those alone.
RIGHTS = {
    # What pages show
    **dict.fromkeys(
        (
            "contenttypes.ContentType",
            "forms_app.FormPage",
            "home.Announcement",
            "home.CallToAction",
            "home.CompanyIdentity",
            "home.FaqPage",
            "home.Footer",
            "home.HomePage",
            "home.Navigation",
            "home.NewsIndexPage",
            "home.NewsPage",
            "home.OpeningHours",
            "home.ServiceIndexPage",
            "home.ServicePage",
            "home.StandardPage",
            "incidents.Incident",
            "incidents.StatusUpdate",
            "privacy.Enactment",
            "privacy.FormVersion",
            "privacy.PolicyPage",
            "privacy.PolicyText",
            "privacy.PolicyVersion",
            "privacy.PromiseCheck",
            "wagtailcore.Collection",
            "wagtailcore.CollectionViewRestriction",
            "wagtailcore.Locale",
            "wagtailcore.Page",
            "wagtailcore.PageViewRestriction",
            "wagtailcore.Site",
            "wagtaildocs.Document",
            "wagtailimages.Image",
            "wagtailredirects.Redirect",
            "wagtailsearch.IndexEntry",
            "website.ContentChange",
        ),
        READ,
    ),
    # A picture's sizes are made when they are first shown.
    "wagtailimages.Rendition": ("SELECT", "INSERT"),
    # What visitors send, sealed: put in, and then known by its number alone
    "vault.Envelope": ("INSERT", ("id", "receipt", "state")),
    "vault.EnvelopeAttachment": ("INSERT", ("id",)),
    "django_tasks_database.DBTaskResult": ("INSERT",),
    "forms_app.DailySalt": ("SELECT", "INSERT"),
    "forms_app.RateCounter": COUNT,
    "forms_app.SpentChallenge": ("INSERT",),
    # Whether a receipt's events are still in the ledger: their places and hashes, not whose they are
    "privacy.ConsentEvent": (("seq", "hash"),),
    # What a receipt's page shows; not whose it is, which would lead from one receipt to the person's others
    "privacy.Receipt": (
        ("id", "token_sha256", "number", "language", "document", "signature", "key_id", "created_at"),
    ),
    # What a guard refused
    "privacy.GuardAlarm": COUNT,
}


def tables():
    """{table: privileges}, the web's cache among them."""
    found = {apps.get_model(label)._meta.db_table: rights for label, rights in RIGHTS.items()}
    return found | {TABLES["web"]: (*COUNT, "DELETE")}


def statements(user):
    """The SQL that gives `user` exactly these rights, and takes away what an earlier version gave."""
    quoted = connection.ops.quote_name
    name = quoted(user)
    yield "BEGIN;"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name};"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name};"
    yield f"GRANT USAGE ON SCHEMA public TO {name};"
    for table, rights in sorted(tables().items()):
        said = ", ".join(
            right if isinstance(right, str) else f"SELECT ({', '.join(map(quoted, right))})"
            for right in rights
        )
        yield f"GRANT {said} ON {quoted(table)} TO {name};"
    queue = quoted(apps.get_model("django_tasks_database.DBTaskResult")._meta.db_table)
    policy = quoted(f"{user}_wakes_the_intake")
    yield f"ALTER TABLE {queue} ENABLE ROW LEVEL SECURITY;"
    yield f"DROP POLICY IF EXISTS everyone ON {queue};"
    yield f"CREATE POLICY everyone ON {queue} USING (true);"
    yield f"DROP POLICY IF EXISTS {policy} ON {queue};"
    yield f"CREATE POLICY {policy} ON {queue} AS RESTRICTIVE FOR INSERT TO {name} WITH CHECK ({OWN_TASK});"
    yield "COMMIT;"
