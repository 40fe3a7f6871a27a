"""Who is responsible for the data, as the policy in force declares it."""

from django.conf import settings

from . import declared
from .company import identity


def controller(language):
    """The controller's identity in `language`, as it goes into forms, the ledger, receipts and letters.

    The version in force says it. Only where no version has said it yet does the company's present identity
    stand in.
    """
    in_force = declared.current()
    stated = in_force.controller(language) if in_force else None
    return stated or identity(language) or {"name": settings.WAGTAIL_SITE_NAME}
