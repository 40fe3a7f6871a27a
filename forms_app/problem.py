"""One thing that keeps a form from being published."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend: in the block at `index` of the stream, or in the page's field `name`.

    What is `lasting` would do harm in a draft already.
    """

    message: str
    index: int | None = None
    name: str = ""
    lasting: bool = False
