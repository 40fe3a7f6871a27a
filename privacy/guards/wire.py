"""The last line: refuses connections to undeclared hosts below all code that makes them, a library's too.

A hook of the interpreter (PEP 578) sees each name before it is resolved and each address before it is
connected to. It can't be taken out again. It is no cage for hostile code, which could call the system
directly; it stops what was installed or configured without anybody asking (ADR 0093).
"""

import sys
import threading
import time

from . import conf, outgoing

RESOLVED_FOR_SECONDS = 120
_state = threading.local()
_installed = False


def install():
    """Installs the hook, once, unless PRIVACY_OUTGOING is off."""
    global _installed
    if not _installed and conf.get("PRIVACY_OUTGOING") != "off":
        _installed = True
        sys.addaudithook(_hook)


def _hook(event, args):
    look = EVENTS.get(event)
    if look is None or getattr(_state, "is_looking", False):
        return
    # Reading the policy connects to the database, which is our own.
    _state.is_looking = True
    try:
        look(*args)
    finally:
        _state.is_looking = False


def _resolving(host, port=None, *rest):
    outgoing.check(host, port if isinstance(port, int) else None)
    if host and not _is_address(outgoing.plain(host)):
        # The addresses of an allowed name may be connected to by this thread for a while.
        _state.until = time.monotonic() + RESOLVED_FOR_SECONDS


def _connecting(sock, address, *rest):
    if not isinstance(address, tuple) or not address:
        return  # a socket of this machine
    host, port = address[0], address[1] if len(address) > 1 else None
    if _is_address(outgoing.plain(host)) and getattr(_state, "until", 0) > time.monotonic():
        return
    outgoing.check(host, port)


def _is_address(name):
    return ":" in name or name.replace(".", "").isdigit()


EVENTS = {
    "socket.getaddrinfo": _resolving,
    "socket.gethostbyname": _resolving,
    "socket.connect": _connecting,
    "socket.sendto": _connecting,
    "socket.sendmsg": _connecting,
}
