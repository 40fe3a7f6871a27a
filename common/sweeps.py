"""What is to be looked after periodically: each room registers a function without arguments.

The worker's supervisor calls them all every so often; each must be safe to run at any time, twice, and
beside itself in another process.
"""

from .registry import Registry

sweeps = Registry("sweeps")
