"""The numbers of the law, as settings with defaults. Sources and doubts: docs/adr/0060.

A setting of the same name in Django's settings replaces the default whole.
"""

from django.conf import settings

# Calendar days by kind of request (Decree 356/2025, art. 5): to complete; to complete when a processor or
# third party must act; the longest extension, which may be made once and with reasons.
_WITHDRAW = {"complete": 15, "third_party": 20, "extension": 15}
_VIEW = {"complete": 10, "third_party": 15, "extension": 10}
_DELETE = {"complete": 20, "third_party": 30, "extension": 20}
_PROTECT = {"complete": 15, "third_party": 15, "extension": 15}

DEFAULTS = {
    "RIGHTS_DEADLINES": {
        "withdraw": _WITHDRAW,
        "restrict": _WITHDRAW,
        "object": _WITHDRAW,
        "view": _VIEW,
        "correct": _VIEW,
        "copy": _VIEW,
        "delete": _DELETE,
        "protect": _PROTECT,
        # No period of its own is named for complaints: as for protective measures.
        "complain": _PROTECT,
    },
    # Working days until the first reply, which states the procedure.
    "RIGHTS_FIRST_REPLY_DAYS": 2,
    # Days after the first reply: until somebody who has not proven who they are is reminded, and until their
    # request ends.
    "RIGHTS_UNPROVEN_REMIND_DAYS": 7,
    "RIGHTS_UNPROVEN_DAYS": 30,
    # GDPR art. 12.3: months to complete, months of the extension, and no first reply (None).
    "RIGHTS_GDPR": {"first_reply": None, "months": 1, "extension_months": 2},
    # Monday is 0. Days that are never working days unless the holiday calendar says so.
    "RIGHTS_WEEKEND": (5, 6),
    # From so many days before a deadline on, a request counts as nearly due.
    "RIGHTS_NEARLY_DUE_DAYS": 2,
    # Reminders are mailed once a day, not before this hour in Vietnam.
    "RIGHTS_REMIND_FROM_HOUR": 8,
    # Addresses to tell of new and late requests; empty: everyone who works requests and has an address.
    "RIGHTS_NOTIFY": [],
    # Where people can complain beside the company itself, by language.
    "RIGHTS_AUTHORITY": {
        "vi": "cơ quan chuyên trách bảo vệ dữ liệu cá nhân thuộc Bộ Công an",
        "en": "the personal data protection authority of the Ministry of Public Security of Viet Nam",
    },
    # The purpose under which requests themselves are kept, and for how many days at most: the policy may
    # declare fewer.
    "RIGHTS_PURPOSE": "rights",
    "RIGHTS_KEPT_DAYS": 730,
}


def setting(name):
    """The setting `name`, or its default."""
    return getattr(settings, name, DEFAULTS[name])
