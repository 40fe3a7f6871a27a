"""The words that people agree to are the same in a form, on the phone and in the privacy centre."""

import pytest
from bs4 import BeautifulSoup

from forms_app.snapshot import consent_of
from privacy import calls, declared
from privacy.decisions import as_declared
from tests.privacy.builders import make_purpose

pytestmark = pytest.mark.django_db
CLAUSE = "<p>Tôi đồng ý, lưu tối đa {retention}.</p>"


def words(html):
    return BeautifulSoup(html, "html.parser").get_text(" ", strip=True)


@pytest.fixture
def entry():
    make_purpose(consent_text=CLAUSE, retention_days=365, is_sensitive=True, withdrawal_text="Viết thư.")
    return declared.purpose("news", "vi")


def test_every_way_shows_and_records_the_same_words(entry):
    form = consent_of({"purpose": "news"}, "vi")["wording"]
    assert words(form) == (
        "Tôi đồng ý, lưu tối đa 12 tháng. Nội dung này liên quan đến dữ liệu cá nhân nhạy cảm."
    )
    assert as_declared("news", "vi")["wording"] == form
    assert calls.spoken(entry, "vi") == f"{form}<p>Viết thư.</p>"


@pytest.mark.parametrize(("days", "period"), [(365, "12 tháng"), (90, "90 ngày"), (760, "760 ngày")])
def test_the_period_is_that_of_the_register(days, period):
    make_purpose(consent_text=CLAUSE, retention_days=days)
    wording = consent_of({"purpose": "news"}, "vi")["wording"]
    assert wording == f"<p>Tôi đồng ý, lưu tối đa {period}.</p>"
    assert declared.purpose("news", "vi").retention_days == days
