"""What can go wrong on the way into the inbox. No message here ever names a person or quotes an answer."""


class InboxError(Exception):
    """Anything of this room."""


class UnknownChannel(InboxError):
    """A submission names a channel that nothing registered: a programming error of the sender."""


class FailureNotRecorded(InboxError):
    """An envelope failed and the failure could not be written down either; the sweep finds it again."""
