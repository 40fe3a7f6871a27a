"""System checks: the settings make the server contact nobody whom the policy does not declare."""

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
