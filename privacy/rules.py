"""What a purpose must say before it can be published, in each language; its edit form asks for the same."""

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from .shown import leftovers

# The same in every language: said once.
SHARED = {"retention_days", "is_sensitive"}


def purpose_rules(fields, sensitive):
    """(field, what is wrong with it, in words) of a purpose's `fields` in one language.

    `sensitive` holds the codes of the data categories that are sensitive.
    """
    if fields["legal_basis"] == "consent":
        if not strip_tags(fields["consent_text"]).strip():
            yield "consent_text", _("A purpose based on consent needs the words people agree to.")
        if not fields["withdrawal_text"].strip():
            yield "withdrawal_text", _("Say how people withdraw their consent, and what that means.")
    elif not fields["legal_reference"].strip():
        yield "legal_reference", _("Say which article of which law allows this without consent.")
    if found := leftovers(fields["consent_text"]):
        yield (
            "consent_text",
            _(
                "Nothing stands for “%(found)s”: visitors would read it as it is. Only {retention} is filled "
                "in."
            )
            % {"found": found},
        )
    if fields["is_marketing"]:
        for name in ("channel", "frequency"):
            if not fields[name].strip():
                yield name, _("Marketing must say by which channel and how often (Law 91/2025, art. 28).")
    if not fields["is_sensitive"] and sensitive.intersection(fields["data_categories"]):
        yield (
            "is_sensitive",
            _(
                "One of its data categories is sensitive, and people have to be told so beside the box: tick "
                "“Sensitive data” (Decree 356/2025, art. 6.4)."
            ),
        )


def register_rules(registers):
    """[(language, code, what is wrong)] of the purposes in the frozen `registers`, in every language.

    Also: no period, no collection. Each purpose is kept for at least a day.
    """
    found, said = [], set()
    for language, purposes in sorted(registers.get("purpose", {}).items(), reverse=True):
        categories = registers.get("datacategory", {}).get(language, {})
        sensitive = {code for code, fields in categories.items() if fields["is_sensitive"]}
        for code, fields in sorted(purposes.items()):
            wrong = list(purpose_rules(fields, sensitive))
            if not fields["retention_days"] or fields["retention_days"] < 1:
                what = _("It has no period: nothing may be collected that is not deleted some day.")
                wrong.append(("retention_days", what))
            for name, what in wrong:
                if name in SHARED and (code, name) in said:
                    continue
                said.add((code, name))
                found.append((language, code, what))
    return found
