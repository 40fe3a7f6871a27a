"""The screens of the requests in the Wagtail admin."""

from .actions import AddTaskView, FinishTaskView, StepView
from .decide import CorrectView, EraseView, ExtendView, RefuseView
from .enter import EnterView
from .handing import ArchiveView, CodeView
from .letters import LetterView, PrintView, WriteView
from .listing import ClosedView, OpenView
from .request import ReadView, RequestView

__all__ = [
    "AddTaskView",
    "ArchiveView",
    "ClosedView",
    "CodeView",
    "CorrectView",
    "EnterView",
    "EraseView",
    "ExtendView",
    "FinishTaskView",
    "LetterView",
    "OpenView",
    "PrintView",
    "ReadView",
    "RefuseView",
    "RequestView",
    "StepView",
    "WriteView",
]
