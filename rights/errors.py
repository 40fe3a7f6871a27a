"""What can go wrong with requests. No message here ever names a person or quotes what they wrote."""


class RightsError(Exception):
    """Anything of this room."""


class NotPossible(RightsError):
    """The request is not in a state that allows this step; the message says why, for the officer to read."""


class TasksOpen(NotPossible):
    """Processors have not confirmed yet."""


class Held(RightsError):
    """A legal hold stands on this person's data: nothing of it is erased."""


class StillSending(RightsError):
    """A letter to this person is on its way at this moment: erase in a few minutes."""


class LetterNotSent(RightsError):
    """The mail server did not take a letter that has to go before an erasure; nothing was erased."""
