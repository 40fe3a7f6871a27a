"""Which rows of the task table the worker runs: named functions, with ids for arguments (ADR 0122).

Whoever can add a row can name any function in it, and naming is enough to have its module imported. So the
row is judged as text, before anything of it is looked up.
"""

import re

from django.core.files.storage import default_storage
from django_tasks import DEFAULT_TASK_QUEUE_NAME

ID = re.compile(r"[\w.-]{1,100}", re.ASCII)


class TaskRefused(Exception):
    """The class that a refused row carries; it says nothing of what the row holds."""


def ids(count):
    """Accepts exactly `count` numbers or names of letters, digits, dots, dashes and underscores."""

    def accepts(arguments):
        return len(arguments) == count and all(
            type(each) is int or (isinstance(each, str) and ID.fullmatch(each)) for each in arguments
        )

    return accepts


def file_of_media(arguments):
    """Accepts a file of the media storage by its relative name.

    The task makes whatever class the row names, with the row's arguments: only our own storage may be named.
    """
    if len(arguments) != 2:
        return False
    storage, name = arguments
    path, positional, named = default_storage.deconstruct()
    if storage != [path, list(positional), named] or not isinstance(name, str):
        return False
    is_plain = not re.search(r"[\\\x00-\x1f]", name)
    return is_plain and all(part not in {"", ".", ".."} for part in name.split("/"))


# The path of each task: what its positional arguments must be. None is given any by name.
ADMITTED = {
    "inbox.tasks.take_in": ids(1),
    "inbox.tasks.send_notification": ids(1),
    "rights.tasks.send_letter": ids(1),
    "rights.tasks.send_reminder": ids(1),
    "rights.centre.tasks.send_centre_mail": ids(1),
    "incidents.tasks.send_batch": ids(1),
    "incidents.tasks.tell_second_approver": ids(2),
    "privacy.retention.tasks.run_now": ids(0),
    # Wagtail's: an app, a model and an id
    "wagtail.tasks.update_reference_index_task": ids(3),
    "modelsearch.tasks.insert_or_update_object_task": ids(3),
    "wagtail.tasks.delete_file_from_storage_task": file_of_media,
}


def is_admitted(row):
    """Whether the worker may run `row`, a DBTaskResult. Imports nothing that the row names."""
    accepts = ADMITTED.get(row.task_path)
    given = row.args_kwargs
    return bool(
        accepts
        and row.queue_name == DEFAULT_TASK_QUEUE_NAME
        and isinstance(given, dict)
        and isinstance(given.get("args"), list)
        and given.get("kwargs") == {}
        and accepts(given["args"])
    )
