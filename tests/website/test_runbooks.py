"""What the runbooks tell an operator to type does what they say."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import translation

from privacy.receipts import new_token
from website import grants

PRODUCTION = (settings.ROOT / "docs" / "runbooks" / "production.md").read_text()


def grants_for(user):
    out = StringIO()
    call_command("web_grants", user, stdout=out)
    return out.getvalue()


def test_the_web_is_given_its_tables_one_by_one():
    assert "manage.py web_grants site_web | psql" in PRODUCTION
    assert "ALL TABLES" not in PRODUCTION
    sql = grants_for("site_web")
    given = re.findall(r'^GRANT (.+) ON "(\w+)" TO "site_web";$', sql, re.M)
    assert {table for _rights, table in given} == set(grants.tables())
    assert sql.index("REVOKE ALL ON ALL TABLES") < sql.index("GRANT SELECT")
    closed = ("auth_", "account_", "mfa_", "django_session", "vault_person", "vault_sealed", "inbox_")
    assert not [table for _rights, table in given if table.startswith(closed)]
    changed = {table for rights, table in given if "UPDATE" in rights or "DELETE" in rights}
    assert changed == {"forms_app_ratecounter", "privacy_guardalarm", "website_cache_web"}


def test_a_users_name_is_a_name():
    with pytest.raises(CommandError):
        grants_for('x"; DROP TABLE auth_user; --')


def test_each_service_has_a_key_of_its_own():
    environment = PRODUCTION[PRODUCTION.index("`/etc/site/web.env`") :]
    assert "SECRET_KEY=" in environment[: environment.index("site_web:PASSWORD")]
    assert "must be the same" not in PRODUCTION


@pytest.fixture(params=["caddy", "nginx"])
def masked(request):
    """What the example's log makes of an address."""
    if request.param == "caddy":
        pattern = re.search(r"request>uri regexp `(.+)` SECRET", PRODUCTION)[1]
        return lambda address: re.sub(pattern, "SECRET", address)
    pattern = re.search(r'"~(\^\(\?<before>.+)" "\$\{before\}SECRET\$after"', PRODUCTION)[1]
    return lambda address: re.sub(pattern.replace("?<", "?P<"), r"\g<before>SECRET\g<after>", address)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_secret_of_an_address_reaches_the_example_log(masked, language):
    token = new_token()
    with translation.override(language):
        addresses = [
            reverse("receipt", args=[token]),
            reverse("receipt_json", args=[token]),
            reverse("privacy_centre_receipt", args=[token]),
            f"/{language}/contact/thanks/AAAA-BBBB-CCCC/{token}/",
            f"{reverse('receipt', args=[token])}?look=1",
        ]
    for address in addresses:
        assert token not in masked(address) and "SECRET" in masked(address)
    assert masked("/vi/lien-he/?page=2") == "/vi/lien-he/?page=2"
    assert PRODUCTION.count("request>headers delete") == PRODUCTION.count("resp_headers delete") == 1


def test_the_example_serves_pictures_alone():
    pattern = re.search(r"@other not path_regexp `(.+)`", PRODUCTION)[1]
    for path in ("/images/a.width-480.webp", "/original_images/a.jpg"):
        assert re.search(pattern, path)
    for path in ("/documents/a.pdf", "/documents/a.png", "/images/a.svg", "/images/../documents/a.png"):
        assert not re.search(pattern, path)
    # Every host that serves files does it by this one piece.
    assert PRODUCTION.count("file_server") == 1
    assert PRODUCTION.count("import pictures") == 2
