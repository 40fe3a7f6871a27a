"""Pages of one test are nothing to the next."""

import pytest

from website.middleware import page_cache


@pytest.fixture(autouse=True)
def no_kept_pages():
    page_cache.store.clear()
