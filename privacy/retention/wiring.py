"""Makes the checks, the source of identities and the nightly work known; called once, when the room opens."""

from common.sweeps import sweeps

from .. import checks, identities  # noqa: F401 (the checks register themselves)
from .running import nightly


def connect():
    identities.register()
    sweeps.register("privacy_retention", nightly)
