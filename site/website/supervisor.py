"""Starts the site's processes, starts one again that ended by itself, and ends every one of them."""

import contextlib
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass

GRACE_SECONDS = 10
# How long to wait before an ended process is started again: doubled each time it ends soon after.
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30
# A process that ran this long had started well; its next end is a new matter.
STEADY_SECONDS = 60


def is_port_free(port):
    """Whether this machine's loopback `port` can be listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def said_of(code):
    """How a process ended, in words: its exit code, or the signal that ended it."""
    return f"ended by signal {-code}" if code < 0 else f"exit code {code}"


LOCK = "in-use.lock"


def in_use(folder, *, alone=False):
    """Marks the data in `folder` as used, as long as the returned file is open and this process lives.

    Several may use it at once. `alone` asks to be the only one: None if somebody else uses it.
    """
    file = (folder / LOCK).open("a")
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


@dataclass
class Child:
    """One supervised process and what is known of its starts."""

    command: list
    process: subprocess.Popen
    started: float
    pause: float = FIRST_PAUSE_SECONDS
    due: float | None = None  # when to start it again


class Supervisor:
    """Runs named commands as process groups of their own until a signal asks to stop.

    `report(text)` is told of every process that ended by itself.
    """

    def __init__(self, *, environment, report=lambda text: None):
        self.environment = environment
        self.report = report
        self.children = {}
        self.asked_to_stop = False

    def start(self, name, command):
        self.children[name] = Child(list(command), self._spawn(command), time.monotonic())

    def _spawn(self, command):
        return subprocess.Popen(  # noqa: S603 - our own commands, no shell
            command, env=self.environment, start_new_session=True, stdin=subprocess.DEVNULL
        )

    def listen_to_signals(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, number, frame):
        self.asked_to_stop = True

    def ended(self):
        """The name and exit code of a process that ended by itself, or None."""
        for name, child in self.children.items():
            if child.process.poll() is not None:
                return name, child.process.returncode
        return None

    def wait_for_port(self, port, *, seconds):
        """True once the server answers; False when a process ended, a stop is asked or the time is over."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.asked_to_stop:
            if self.ended():
                return False
            if answers(port):
                return True
            time.sleep(0.05)
        return False

    def watch(self):
        """Blocks until asked to stop; starts again, after a growing pause, what ended by itself."""
        while not self.asked_to_stop:
            self.look_after()
            time.sleep(0.1)

    def look_after(self):
        """One look at every process: notes the end of each and starts again what is due."""
        now = time.monotonic()
        for name, child in self.children.items():
            if child.process.poll() is None:
                continue
            if child.due is None:
                # Its own children would keep the port.
                self._signal(child.process, signal.SIGKILL)
                if now - child.started > STEADY_SECONDS:
                    child.pause = FIRST_PAUSE_SECONDS
                child.due = now + child.pause
                how = said_of(child.process.returncode)
                self.report(f"The {name} stopped ({how}); starting it again in {child.pause:g} s.")
                child.pause = min(2 * child.pause, LONGEST_PAUSE_SECONDS)
            elif now >= child.due:
                child.process, child.started, child.due = self._spawn(child.command), now, None

    def stop(self):
        """Ends every process and whatever it started: asks first, insists after the grace period."""
        for child in self.children.values():
            self._signal(child.process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.1, deadline - time.monotonic()))
            # Also for children that outlived their parent.
            self._signal(child.process, signal.SIGKILL)
            child.process.wait()

    @staticmethod
    def _signal(process, number):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)


def server_command(port, *, workers=1, threads=4):
    """granian on this machine only. One worker process fits one machine's demo; threads share its cache."""
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        "--host=127.0.0.1",
        f"--port={port}",
        f"--workers={workers}",
        f"--blocking-threads={threads}",
        "--no-ws",
        "--log-level=warning",
        "website.wsgi:application",
    ]
