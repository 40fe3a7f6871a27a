"""What the policy in force declares. The published policy is the configuration: this is where it is read.

Everything that asks what the site may do asks here, and never the registers' tables, which are the privacy
officer's working copy.
"""

from django.conf import settings
from django.db.models import DateField
from django.utils import timezone
from django.utils.translation import override
from wagtail.fields import RichTextField
from wagtail.models import Locale
from wagtail.rich_text import expand_db_html

from common.text import without_editor_keys

from .company import identities
from .errors import Undeclared
from .models import REGISTERS, PolicyVersion, Purpose
from .periods import retention_words

# What belongs to the table and not to the register.
UNFROZEN = {"id", "locale", "translation_key", "latest_revision"}
_known = {}
KNOWN_MOST = 16


class Entry:
    """One frozen register entry; its fields are attributes."""

    def __init__(self, fields):
        self.__dict__.update(fields)

    def __repr__(self):
        return f"<Entry {self.code}>"


class PurposeEntry(Entry):
    """A purpose as it was published."""

    def legal_basis_label(self):
        """The legal basis in the active language."""
        return Purpose.Basis(self.legal_basis).label

    def retention_label(self):
        """The retention in words of the active language."""
        return retention_words(self.retention_days)


class Declared:
    """What one policy version declares, by language and code."""

    def __init__(self, version):
        self.version = version
        self.number = version.number
        self._entries = {
            register: {
                language: {
                    code: (PurposeEntry if register == "purpose" else Entry)(fields)
                    for code, fields in entries.items()
                }
                for language, entries in languages.items()
            }
            for register, languages in version.registers.items()
        }

    def _register(self, register, language):
        return self._entries.get(register, {}).get(language_code(language), {})

    def purposes(self, language):
        return self._register("purpose", language)

    def categories(self, language):
        return self._register("datacategory", language)

    def recipients(self, language):
        return self._register("recipient", language)

    def stored_items(self, language):
        return self._register("storeditem", language)

    def channels(self, language):
        return self._register("channel", language)

    def purpose(self, code, language):
        """The purpose `code`; Undeclared if the policy does not have it in this language."""
        try:
            return self.purposes(language)[code]
        except KeyError:
            raise Undeclared(
                f"The policy does not declare the purpose {code!r} in {language_code(language)!r}."
            ) from None

    def controller(self, language):
        """Who is responsible for the data, as a dict; None for a version that did not say it."""
        stated = self.version.registers.get("controller", {})
        entries = stated.get(language_code(language)) or stated.get(settings.LANGUAGE_CODE)
        return dict(entries["company"]) if entries else None

    def any_language(self, register):
        """{code: entry} of a register, for what is the same in every language."""
        languages = self._entries.get(register, {})
        found = {}
        for language in (settings.LANGUAGE_CODE, *languages):
            for code, entry in languages.get(language, {}).items():
                found.setdefault(code, entry)
        return found


def current(at=None):
    """What the policy in force declares, or None before the first version. One indexed query."""
    pk = (
        PolicyVersion.objects.filter(effective_at__lte=at or timezone.now())
        .order_by("-number")
        .values_list("pk", flat=True)
        .first()
    )
    return of_version(pk) if pk else None


def of_version(pk):
    """What the version `pk` declares. Versions never change, so they are kept once read."""
    if pk not in _known:
        while len(_known) >= KNOWN_MOST:
            _known.pop(next(iter(_known)), None)
        _known[pk] = Declared(PolicyVersion.objects.get(pk=pk))
    return _known[pk]


def purpose(code, language):
    """The purpose `code` as the policy in force has it; Undeclared if it has not."""
    declared = current()
    if declared is None:
        raise Undeclared("No policy has been published yet.")
    return declared.purpose(code, language)


def retention_days(code):
    """Days for which the policy in force lets things be kept for a purpose; 0 where it doesn't have it.

    No period, no collection: what nobody declares is not kept.
    """
    declared = current()
    entry = declared and declared.any_language("purpose").get(code)
    return entry.retention_days if entry else 0


def language_code(locale):
    return locale.language_code if isinstance(locale, Locale) else locale


def registers_now():
    """The working copy of all registers, as a version freezes it: {register: {language: {code: fields}}}.

    With them, as a register of one entry, who is responsible for the data.
    """
    frozen = {}
    for model in REGISTERS:
        fields = [f for f in model._meta.concrete_fields if f.name not in UNFROZEN]
        languages = frozen.setdefault(model._meta.model_name, {})
        for row in model.objects.select_related("locale").order_by("code", "pk"):
            language = row.locale.language_code
            with override(language):
                languages.setdefault(language, {})[row.code] = {f.name: _plain(f, row) for f in fields}
    return frozen | {"controller": identities()}


def _plain(field, row):
    value = getattr(row, field.attname)
    if isinstance(field, RichTextField):
        # Links are kept as they read on that day, not as a reference to whatever a page becomes.
        return without_editor_keys(expand_db_html(value)).strip()
    if isinstance(field, DateField):
        return value.isoformat() if value else None
    return value
