"""Mail by SMTP to the company's own server or to a declared relay, and to no other."""

from django.core.mail.backends import smtp

from . import outgoing


class EmailBackend(smtp.EmailBackend):
    """Django's SMTP backend; UndeclaredHost instead of a connection that the policy doesn't declare."""

    def open(self):
        if self.connection is None:
            outgoing.check(self.host, self.port)
        return super().open()
