"""What a verification found, and reading rows that may not be readable."""

from dataclasses import dataclass, field

from .models.ledger import GENESIS


@dataclass
class Report:
    """What a verification found. Problems name rows, never what stands in them."""

    events: int = 0
    form_versions: int = 0
    policy_versions: int = 0
    receipts: int = 0
    checkpoints: int = 0
    head: str = GENESIS
    problems: list[str] = field(default_factory=list)

    @property
    def ok(self):
        return not self.problems


def rows_of(report, queryset, chunk_size=500):
    """The rows of `queryset`; one that can't even be read is a problem and ends the reading."""
    number = 0
    try:
        for row in queryset.iterator(chunk_size=chunk_size):
            number += 1
            yield row
    except Exception as error:  # noqa: BLE001 - whatever a converter makes of bytes that nobody wrote
        report.problems.append(
            f"{queryset.model._meta.db_table} can't be read beyond row {number}: {type(error).__name__}."
        )
