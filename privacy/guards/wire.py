"""The last line: refuses connections to undeclared hosts below all code that makes them, a library's too.

A hook of the interpreter (PEP 578) sees each name before it is resolved and each address before it is
connected to. It can't be taken out again. What an allowed name resolved to is remembered for a while: those
addresses may be connected to as that name, and no others. It is no cage for hostile code, which could call
the system directly; it stops what was installed or configured without anybody asking (ADR 0093).
"""

import _socket
import sys
import threading
import time

from . import conf, outgoing

RESOLVED_FOR_SECONDS = 120
_state = threading.local()
_lock = threading.Lock()
# {address: {name that resolved to it: until when that is believed}}
_resolved = {}
_installed = False


def install():
    """Installs the hook, once, unless PRIVACY_OUTGOING is off."""
    global _installed
    if not _installed and conf.get("PRIVACY_OUTGOING") != "off":
        _installed = True
        # Below `socket.getaddrinfo`, so that whoever imported that before comes by here too.
        _socket.getaddrinfo = _remembering(_socket.getaddrinfo)
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


def _remembering(resolve):
    def getaddrinfo(host, *args, **kwargs):
        found = resolve(host, *args, **kwargs)
        if host and not getattr(_state, "is_looking", False):
            _remember(outgoing.plain(host), {entry[4][0] for entry in found})
        return found

    return getaddrinfo


def _remember(name, addresses):
    """This machine's own names open nothing: its addresses are open anyway."""
    if _is_address(name) or outgoing.is_this_machine(name):
        return
    now = time.monotonic()
    with _lock:
        for address in [each for each, names in _resolved.items() if max(names.values()) < now]:
            del _resolved[address]
        for address in addresses:
            _resolved.setdefault(outgoing.plain(address), {})[name] = now + RESOLVED_FOR_SECONDS


def _names_of(address):
    """The allowed names that lately resolved to `address`."""
    now = time.monotonic()
    with _lock:
        return [name for name, until in _resolved.get(address, {}).items() if until >= now]


def _connecting(sock, address, *rest):
    if not isinstance(address, tuple) or not address:
        return  # a socket of this machine
    host, port = address[0], address[1] if len(address) > 1 else None
    if any(outgoing.is_allowed(name, port) for name in _names_of(outgoing.plain(host))):
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
