"""Names that fields and choices keep for ever: answers are stored under them, labels are only words.

A key is written by the editor or derived from the block's own id, never from a label. So it survives
rewording, translation and Wagtail's autosave of half-typed labels.
"""

import re
import uuid

KEY_LENGTH = 40
_FIELD = re.compile(rf"[a-z][a-z0-9_-]{{0,{KEY_LENGTH - 1}}}")
_CHOICE = re.compile(rf"[a-z0-9][a-z0-9_-]{{0,{KEY_LENGTH - 1}}}")

# Names of inputs that are not questions.
VERSION = "_version"
COMPACT = "_compact"
HONEYPOT = "web_address"
PROOF = "altcha"
CAPTCHA = "captcha"
CAPTCHA_AGREED = "captcha_agreed"
CONSENT_PREFIX = "consent-"

# Types that a form asks at most once; their key is the type itself.
SINGLETONS = ("full_name", "email", "phone", "address", "callback_slot")
RESERVED = {HONEYPOT, PROOF, CAPTCHA, CAPTCHA_AGREED, *SINGLETONS}


def is_field_key(text):
    """Whether an editor may use `text` as a field's key."""
    return bool(_FIELD.fullmatch(text)) and text not in RESERVED and not text.startswith(CONSENT_PREFIX)


def is_choice_key(text):
    """Whether an editor may use `text` as the key of a choice."""
    return bool(_CHOICE.fullmatch(text))


def field_key(child):
    """The key of a stream child: its type for singletons, else the explicit key or one from its id."""
    if child.block_type in SINGLETONS:
        return child.block_type
    return (child.value.get("key") or "").strip() or _derived(child, child.block_type)


def choice_key(item):
    """The key of one item of a list of choices."""
    return (item.value.get("key") or "").strip() or _derived(item, "choice")


def consent_name(code):
    """The name of the box by which a visitor agrees to the purpose `code`."""
    return CONSENT_PREFIX + code


def _derived(child, prefix):
    # A block that was never stored may have no id yet: it gets the one it will be stored with.
    child.id = child.id or str(uuid.uuid4())
    return f"{prefix}-{re.sub('[^0-9a-z]', '', str(child.id).lower())[:8]}"
