"""The Vietnamese catalogues: complete, true to their placeholders, abreast of the installed packages."""

import re

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from website.management.commands import upstream_catalogue

# printf and str.format fields, and HTML tags: what a translation must carry over unharmed.
PLACEHOLDER = re.compile(r"%\(\w+\)[sdrif]|%[sdr](?!\w)|\{\w*\}|</?[a-z][^<>]*>")


def catalogues():
    return sorted((settings.ROOT / "locale").rglob("*.po"))


def name(path):
    return path.relative_to(settings.ROOT).as_posix()


def translations(entry):
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(params=catalogues(), ids=name)
def catalogue(request):
    return polib.pofile(str(request.param), check_for_duplicates=True)


def test_upstream_catalogues_exist():
    for domain in upstream_catalogue.DOMAINS:
        assert len(upstream_catalogue.catalogue(domain)) > 50


@pytest.mark.parametrize("domain", upstream_catalogue.DOMAINS)
def test_each_string_of_the_installed_packages_is_translated(domain):
    ours = {
        upstream_catalogue.key(entry) for entry in upstream_catalogue.catalogue(domain).translated_entries()
    }
    messages = upstream_catalogue.upstream_messages()[domain]
    assert len(messages) > 100, "found no catalogues in the installed packages"
    missing = [
        f"{message.source}: {message.entry.msgid}"
        for name, message in messages.items()
        if not message.translated and name not in ours
    ]
    assert not missing, "run `manage.py upstream_catalogue --write`, then translate:\n" + "\n".join(missing)


@pytest.mark.parametrize("domain", upstream_catalogue.DOMAINS)
def test_nothing_is_kept_that_the_packages_no_longer_say(domain):
    messages = upstream_catalogue.upstream_messages()[domain]
    ours = {upstream_catalogue.key(entry) for entry in upstream_catalogue.catalogue(domain)}
    assert ours <= set(messages)


def test_catalogue_is_complete(catalogue):
    unfinished = [entry.msgid for entry in catalogue if not entry.obsolete and not entry.translated()]
    assert not unfinished
    assert not catalogue.fuzzy_entries()
    assert not catalogue.obsolete_entries()


def test_plural_form_is_the_one_of_vietnamese(catalogue):
    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=1;")
    for entry in catalogue:
        if entry.msgid_plural:
            assert set(entry.msgstr_plural) == {0}, entry.msgid


def test_placeholders_and_tags_survive(catalogue):
    broken = []
    for entry in catalogue:
        # Vietnamese has one form for all numbers: it needs what the plural needs ("one page" has no number).
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        broken += [
            (entry.msgid, text) for text in translations(entry) if set(PLACEHOLDER.findall(text)) != wanted
        ]
    assert not broken


def test_spaces_and_line_ends_at_the_edges_survive(catalogue):
    for entry in catalogue:
        for text in translations(entry):
            assert text.startswith((" ", "\n")) == entry.msgid.startswith((" ", "\n")), entry.msgid
            assert text.endswith((" ", "\n")) == entry.msgid.endswith((" ", "\n")), entry.msgid


def test_an_untranslated_string_is_listed_and_added_empty(tmp_path, monkeypatch, capsys):
    for domain in upstream_catalogue.DOMAINS:
        shortened = upstream_catalogue.catalogue(domain)
        shortened[:] = [entry for entry in shortened if entry.msgid != "Skip to main content"]
        shortened.append(polib.POEntry(msgid="Said by nobody", msgstr="Không ai nói"))
        shortened.save(str(tmp_path / f"{domain}.po"))
    monkeypatch.setattr(upstream_catalogue, "CATALOGUES", tmp_path)
    call_command("upstream_catalogue", write=True)
    said = capsys.readouterr().out
    assert "django: missing (wagtail/admin): Skip to main content" in said
    assert "django: gone: Said by nobody" in said
    written = upstream_catalogue.catalogue("django")
    assert written.find("Skip to main content").msgstr == ""
    assert written.find("Said by nobody") is None
    assert len(written) == len(polib.pofile(str(settings.ROOT / "locale/upstream/vi/LC_MESSAGES/django.po")))


def test_our_words_win_over_the_packages_own(tmp_path, settings):
    (tmp_path / "vi" / "LC_MESSAGES").mkdir(parents=True)
    upstream_catalogue.catalogue("django").save_as_mofile(str(tmp_path / "vi" / "LC_MESSAGES" / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]  # also makes Django forget the catalogues it has read
    with translation.override("vi"):
        assert translation.gettext("Locale") == "Ngôn ngữ"
        assert translation.ngettext("1 page", "%(counter)s pages", 1) == "%(counter)s trang"
