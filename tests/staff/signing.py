"""Sessions of staff for tests: whole ones, and ones that stopped at the password."""

import time

RECORDS = "account_authentication_methods"


def show_second_factor(client, user):
    """Writes into the client's session what allauth notes when a second factor was shown."""
    session = client.session
    session[RECORDS] = [{"method": "mfa", "type": "totp", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def password_only(client, user):
    """Signs `user` in as far as a password goes."""
    client.force_login(user)
    session = client.session
    session[RECORDS] = [{"method": "password", "at": time.time()}]
    session.save()
