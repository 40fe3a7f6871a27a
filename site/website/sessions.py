"""Staff sessions in the database, kept under digests: the table alone opens nobody's session.

Django keeps the cookie's value itself, so whoever reads the table, or a backup of the last hour, is signed
in as everyone who is. The value is long and random, hence a digest without a key is enough.
"""

import hashlib

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone


def digest(session_key):
    """What a session is kept under: 40 hex digits, the width of Django's column."""
    return hashlib.blake2b(session_key.encode(), digest_size=20).hexdigest()


class SessionStore(DatabaseStore):
    """Django's database sessions, found by the digest of the cookie's value."""

    def _unexpired(self):
        return self.model.objects.filter(session_key=digest(self.session_key), expire_date__gt=timezone.now())

    def _get_session_from_db(self):
        session = self._unexpired().first()
        if session is None:
            self._session_key = None
        return session

    async def _aget_session_from_db(self):
        session = await self._unexpired().afirst()
        if session is None:
            self._session_key = None
        return session

    def exists(self, session_key):
        return super().exists(digest(session_key))

    async def aexists(self, session_key):
        return await super().aexists(digest(session_key))

    def create_model_instance(self, data):
        session = super().create_model_instance(data)
        session.session_key = digest(session.session_key)
        return session

    async def acreate_model_instance(self, data):
        session = await super().acreate_model_instance(data)
        session.session_key = digest(session.session_key)
        return session

    def delete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key:
            super().delete(digest(session_key))

    async def adelete(self, session_key=None):
        session_key = session_key or self.session_key
        if session_key:
            await super().adelete(digest(session_key))
