"""Whether the database still refuses to change what is written once, as the migrations had it refuse.

A trigger counts if it says what the migrations wrote, to the letter: one of the same name may never fire, or
look away from a column. What they wrote is asked of the migrations themselves.
"""

import re
from functools import cache
from importlib import import_module

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

# Whose `guard` makes or changes triggers, in order. A migration that guards a table anew belongs in here.
MIGRATIONS = (
    ("privacy", "0002_append_only"),
    ("privacy", "0006_every_way_in"),
    ("vault", "0002_append_only"),
    ("vault", "0003_always"),
)
TRIGGER = re.compile(r'CREATE TRIGGER "append_only_(?P<name>\w+)" BEFORE \w+ ON "(?P<table>\w+)"')
FUNCTION = re.compile(r"\s*CREATE FUNCTION (?P<name>\w+)\(\).*?\$\$(?P<body>.*)\$\$", re.S)
CALL = re.compile(r"EXECUTE FUNCTION (\w+)\(\)")
# PostgreSQL writes a trigger down in its own words; so it is asked to write the wanted one down too.
COPY = "append_only_copy"
ON_FILE = """
SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true), tgenabled, prosrc, lanname, proconfig
FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_language ON pg_language.oid = prolang
WHERE tgrelid = %s::regclass AND NOT tgisinternal
"""


class _Script:
    """Stands in for a schema editor: takes down what a migration would execute."""

    def __init__(self):
        self.connection = connection
        self.statements = []

    def execute(self, sql, params=()):
        self.statements.append(sql)


@cache
def _script():
    """The statements of the migrations on this kind of database; each saw the tables as they were then."""
    loader, script = MigrationLoader(None), _Script()
    for app, name in MIGRATIONS:
        state = loader.project_state((app, name), at_end=False)
        import_module(f"{app}.migrations.{name}").guard(state.apps, script)
    return tuple(script.statements)


def wanted():
    """{table: {event: the statement that makes its trigger}} on this kind of database."""
    found = {}
    for statement in _script():
        if match := TRIGGER.match(statement):
            table = match["table"]
            found.setdefault(table, {})[match["name"].removesuffix(f"_{table}")] = statement
    return found


def failing(tables):
    """[(event, table)] for each change that the database should refuse to these tables, and may not."""
    by_table = wanted()
    sound_ones = _on_sqlite if connection.vendor == "sqlite" else _on_postgresql
    found = []
    with connection.cursor() as cursor:
        for table in tables:
            sound = sound_ones(cursor, table, by_table[table])
            found += [(event, table) for event in by_table[table] if event not in sound]
    return found


def _on_sqlite(cursor, table, statements):
    """Those events whose trigger is on file as its statement has it."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
    on_file = dict(cursor.fetchall())
    return {event for event, sql in statements.items() if on_file.get(f"append_only_{event}_{table}") == sql}


def _on_postgresql(cursor, table, statements):
    """Those events whose trigger says the same as one made now, fires always, and calls what it should."""
    on_file = _definitions(cursor, table)
    with transaction.atomic():
        cursor.execute(f'CREATE TEMPORARY TABLE {COPY} (LIKE "{table}")')
        for statement in statements.values():
            cursor.execute(statement.replace(f'ON "{table}"', f"ON {COPY}"))
        made = _definitions(cursor, COPY)
        cursor.execute(f"DROP TABLE {COPY}")
    bodies = {match["name"]: match["body"] for each in _script() if (match := FUNCTION.match(each))}
    sound = set()
    for event, statement in statements.items():
        name = f"append_only_{event}_{table}"
        definition = made[name][0].replace(f" ON {COPY} ", f" ON {table} ", 1)
        body = bodies[CALL.search(statement)[1]]
        # "A": also where replication is only pretended.
        if on_file.get(name) == (definition, "A", body, "plpgsql", None):
            sound.add(event)
    return sound


def _definitions(cursor, table):
    """{name: (definition, when enabled, source, language and settings of the function it calls)}."""
    cursor.execute(ON_FILE, [table])
    return {name: tuple(rest) for name, *rest in cursor.fetchall()}
