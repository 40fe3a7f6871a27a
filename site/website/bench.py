"""Measures this machine side by side: pages with and without the page cache, submissions, and the disk.

Rounds are interleaved and medians reported, because a shared machine's speed drifts. Everything happens in a
folder of its own and on 127.0.0.1; the site's data is not touched.
"""

import os
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

from django.conf import settings

from .supervisor import Supervisor, server_command

SECONDS = 2.0
CLIENTS = 4
PAGE, FORM = "/vi/", "/vi/lien-he/"
# One address sends more in these seconds than any visitor.
NO_RATE_LIMIT = {"FORMS_RATE_SOFT": "1000000000", "FORMS_RATE_HARD": "1000000000"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def disk_commits(folder, seconds=SECONDS):
    """One-row commits per second of SQLite with WAL and full sync: what the disk can promise to keep."""
    path = Path(folder) / "disk.sqlite3"
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, body BLOB)")
    body, count, end = os.urandom(1000), 0, time.perf_counter() + seconds
    begin = time.perf_counter()
    while time.perf_counter() < end:
        connection.execute("INSERT INTO row (body) VALUES (?)", [body])
        count += 1
    elapsed = time.perf_counter() - begin
    connection.close()
    return count / elapsed


def read_response(connection, buffered):
    """Reads one response with a Content-Length; returns its status and the bytes after it."""
    while b"\r\n\r\n" not in buffered:
        more = connection.recv(65536)
        if not more:
            raise ConnectionError("The server closed the connection.")
        buffered += more
    head, _, body = buffered.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    if not lengths:
        raise ConnectionError("The server sent no Content-Length.")
    length = int(lengths[0].split(b":")[1])
    while len(body) < length:
        body += connection.recv(65536)
    return int(head[9:12]), body[length:]


def page_requests(port, seconds=SECONDS, clients=CLIENTS):
    """Requests of the home page per second that are answered with 200."""
    request = f"GET {PAGE} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode()
    return answers_per_second(port, request, 200, seconds, clients)


def answers_per_second(port, request, wanted, seconds, clients):
    """How many of the same request `clients` kept connections get answered a second, all with `wanted`."""
    counts, errors = [0] * clients, []
    end = time.perf_counter() + seconds

    def visit(number):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
                rest = b""
                while time.perf_counter() < end:
                    connection.sendall(request)
                    status, rest = read_response(connection, rest)
                    if status != wanted:
                        raise ConnectionError(f"A request was answered with {status} instead of {wanted}.")
                    counts[number] += 1
        except OSError as error:
            errors.append(error)

    threads = [threading.Thread(target=visit, args=[number]) for number in range(clients)]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return sum(counts) / (time.perf_counter() - begin)


class FormFields(HTMLParser):
    """Reads what a visitor's browser would send back of the first form in `<main>`, left as it is."""

    def __init__(self):
        super().__init__()
        self.hidden, self.consents, self.choices = {}, {}, {}
        self.inside, self.select = False, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and given.get("method", "").lower() == "post" and not self.hidden:
            self.inside = True
        if self.inside and tag == "input":
            if given.get("type") == "hidden":
                self.hidden[given["name"]] = given.get("value", "")
            elif "data-purpose" in given and "required" in given:
                self.consents[given["name"]] = given.get("value", "on")
        if self.inside and tag == "select":
            self.select = given["name"]
        if self.inside and tag == "option" and given.get("value"):
            self.choices.setdefault(self.select, given["value"])

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


def contact_body(port):
    """A filled-in contact form as a browser encodes it, read off the page that the server at `port` gives."""
    with urlopen(f"http://127.0.0.1:{port}{FORM}", timeout=30) as answer:  # noqa: S310 - our own server
        page = answer.read().decode()
    fields = FormFields()
    fields.feed(page.partition("<main")[2])
    values = {
        **fields.hidden,
        **fields.consents,
        **fields.choices,
        "full_name": "Người Thử Máy",
        "email": "bench@example.invalid",
        "message": "x" * 500,
    }
    return urlencode({name: value for name, value in values.items() if f'name="{name}"' in page}).encode()


def submissions(port, seconds=SECONDS, clients=CLIENTS):
    """Contact forms per second that are posted over HTTP and answered by the redirect to the thanks."""
    body = contact_body(port)
    head = (
        f"POST {FORM} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    return answers_per_second(port, head + body, 303, seconds, clients)


@dataclass
class Figures:
    """What was measured, by name, one value a round."""

    values: dict = field(default_factory=dict)

    def add(self, name, value):
        self.values.setdefault(name, []).append(value)

    def median(self, name):
        return statistics.median(self.values[name])

    def spread(self, name):
        """Largest through smallest value: how far the machine drifted meanwhile."""
        return max(self.values[name]) / min(self.values[name])

    def table(self, *, base):
        width = max(map(len, self.values))
        lines = [f"{'':{width}}  {'per second':>10}  {'to the disk':>11}  {'max/min':>7}"]
        for name in self.values:
            ratio = self.median(name) / self.median(base)
            lines.append(
                f"{name:{width}}  {self.median(name):10.0f}  {ratio:11.3g}  {self.spread(name):7.2f}"
            )
        return "\n".join(lines)


DISK = "disk: SQLite commits, full sync"
CACHED = "page with its page cache"
RENDERED = "the same page without"
STORED = "submissions posted, sealed and stored"


def environment(page_cache):
    path = os.pathsep.join([str(settings.ROOT), str(settings.ROOT / "site")])
    return {
        **os.environ,
        **NO_RATE_LIMIT,
        "PYTHONPATH": path,
        "PAGE_CACHE": "on" if page_cache else "off",
        "DJANGO_SETTINGS_MODULE": "website.settings.dev",
    }


def measure(*, rounds, seconds, report=lambda text: None):
    """Runs both servers over the prepared site at settings.DATA and returns the Figures."""
    servers, ports, figures = [], {}, Figures()
    try:
        for name, page_cache in ((CACHED, True), (RENDERED, False)):
            server = Supervisor(environment=environment(page_cache))
            servers.append(server)
            ports[name] = free_port()
            server.start(name, server_command(ports[name]))
        for server, port in zip(servers, ports.values(), strict=True):
            if not server.wait_for_port(port, seconds=60):
                raise RuntimeError("A server did not start.")
        for port in ports.values():
            page_requests(port, 0.5)
        for number in range(rounds):
            report(f"round {number + 1} of {rounds}")
            figures.add(DISK, disk_commits(settings.DATA, seconds))
            for name, port in ports.items():
                figures.add(name, page_requests(port, seconds))
            figures.add(STORED, submissions(ports[CACHED], seconds))
    finally:
        for server in servers:
            server.stop()
    return figures


def prepare(folder):
    """A fresh demo site in `folder`, made by the same steps as `make run`."""
    subprocess.run(  # noqa: S603 - our own command, no shell
        [sys.executable, str(settings.ROOT / "manage.py"), "run", "--prepare-only"],
        env={**os.environ, "SITE_DATA": str(folder)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
