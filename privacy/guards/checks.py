"""System checks: the settings contact nobody undeclared, and name who is told when something was stopped."""

from django.conf import settings
from django.core.checks import Tags, Warning, register
from django.db import DatabaseError, connection

from .. import declared
from . import conf, outgoing


@register(Tags.database)
def check_outgoing(app_configs=None, databases=None, **kwargs):
    """Mail server, storage and captcha are our own or declared. Asked of a database with a policy only."""
    if not databases or "default" not in databases or conf.get("PRIVACY_OUTGOING") == "off":
        return []
    try:
        if "privacy_policyversion" not in connection.introspection.table_names() or not declared.current():
            return []
    except DatabaseError:
        return []
    return [
        Warning(
            f"The settings name {host} for {what}, which no recipient of the policy in force declares.",
            hint="Declare the recipient and publish the policy. Your own machine: PRIVACY_OWN_HOSTS.",
            id="privacy.W020",
        )
        for what, host, _port in outgoing.undeclared()
    ]


@register(Tags.security, deploy=True)
def check_operators(app_configs=None, **kwargs):
    """Somebody who can mend the server is told of alarms. Mails leave where the private keys are."""
    if settings.ADMINS or not settings.HOLDS_PRIVATE_KEYS:
        return []
    return [
        Warning(
            "ADMINS is empty: no operator is told when a guard stops something or a promise breaks.",
            hint="Set ADMINS to their addresses, separated by commas.",
            id="privacy.W021",
        )
    ]
