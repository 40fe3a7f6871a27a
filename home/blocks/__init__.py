"""The blocks editors compose pages from, one module per family; here they are only put together."""

from wagtail import blocks

from incidents.blocks import DisclosureTotalsBlock

from .cards import CARD_BLOCKS
from .forms import FORM_BLOCKS
from .media import MEDIA_BLOCKS
from .sections import SECTION_BLOCKS, QuestionsBlock
from .text import TEXT_BLOCKS


class BodyBlock(blocks.StreamBlock):
    """Everything a page can be built of."""

    def __init__(self, local_blocks=None, **kwargs):
        own = [*TEXT_BLOCKS, *MEDIA_BLOCKS, *CARD_BLOCKS, *SECTION_BLOCKS, *FORM_BLOCKS]
        own.append(("disclosure_totals", DisclosureTotalsBlock()))
        super().__init__(own + list(local_blocks or []), **kwargs)


class ArticleBlock(blocks.StreamBlock):
    """What a news article is built of: text and pictures, and a form at its end."""

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__([*TEXT_BLOCKS, *MEDIA_BLOCKS, *FORM_BLOCKS, *(local_blocks or [])], **kwargs)


class QuestionGroupsBlock(blocks.StreamBlock):
    """Groups of questions and answers."""

    questions = QuestionsBlock()


__all__ = ["ArticleBlock", "BodyBlock", "QuestionGroupsBlock"]
