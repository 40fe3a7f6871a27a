"""The processes of a running demo site, found by their environment; Linux only, as the demo's tests are."""

from pathlib import Path


def processes_of(site):
    """{process id: command line} of everything that runs with this site's data folder."""
    found = {}
    mark = f"SITE_DATA={site.folder}".encode()
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                if command:
                    found[int(process.name)] = command
        except OSError:  # it ended meanwhile
            continue
    return found


def servers_of(site):
    """The ids of the web server's processes: granian's own and its worker."""
    return [pid for pid, command in processes_of(site).items() if "granian" in command]


def workers_of(site):
    return [pid for pid, command in processes_of(site).items() if "manage.py worker" in command]
