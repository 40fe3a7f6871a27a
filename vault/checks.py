"""System checks of where keys may be."""

import stat
from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register

from .keystore import ALIAS


@register(Tags.security)
def check_key_custody(app_configs, **kwargs):
    """A web process must have neither private keys nor the key store; the key file is for its owner."""
    problems = []
    path = settings.VAULT_PRIVATE_KEYS_FILE
    if settings.PROCESS_ROLE == "web":
        if path:
            problems.append(
                Error(
                    "A process with PROCESS_ROLE=web is given a private keys file.",
                    hint="Unset VAULT_PRIVATE_KEYS_FILE: the public site only seals.",
                    id="vault.E001",
                )
            )
        if ALIAS in settings.DATABASES:
            problems.append(
                Error(
                    "A process with PROCESS_ROLE=web can reach the key store.",
                    hint="Remove the database `keys` from its settings.",
                    id="vault.E002",
                )
            )
    elif path and Path(path).exists() and Path(path).stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        problems.append(
            Warning(
                f"Others than its owner can reach the private keys in {path}.",
                hint=f"chmod 600 {path}",
                id="vault.W001",
            )
        )
    return problems
