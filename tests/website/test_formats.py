"""No date of this site can be read with day and month exchanged."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

MOMENT = dt.datetime(2026, 4, 5, 16, 28)


@pytest.mark.parametrize(
    "language, words",
    [
        ("vi", "05/04/2026 | 16:28 05/04/2026"),
        ("en", "5 Apr 2026 | 5 Apr 2026, 16:28"),
    ],
)
def test_short_dates(language, words):
    template = Template('{{ at|date:"SHORT_DATE_FORMAT" }} | {{ at|date:"SHORT_DATETIME_FORMAT" }}')
    with translation.override(language):
        assert template.render(Context({"at": timezone.make_aware(MOMENT)})) == words


def test_long_dates_in_english():
    template = Template('{{ at|date:"DATE_FORMAT" }} | {{ at|date:"DATETIME_FORMAT" }}')
    with translation.override("en"):
        assert (
            template.render(Context({"at": timezone.make_aware(MOMENT)}))
            == "5 April 2026 | 5 April 2026, 16:28"
        )
