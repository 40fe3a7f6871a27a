"""Pages are rendered each time here: the page cache of the process outlives a test's rolled-back database."""

import pytest


@pytest.fixture(autouse=True)
def no_page_cache(settings):
    settings.PAGE_CACHE = False
