"""Public holidays of 2026 to 2028. How they were found, and that they are to be checked: docs/adr/0061."""

from datetime import date

from django.db import migrations

NEW_YEAR, TET = "Tết Dương lịch", "Tết Nguyên đán"
KINGS, REUNIFICATION = "Giỗ Tổ Hùng Vương", "Ngày Chiến thắng 30/4"
LABOUR, NATIONAL_DAY = "Quốc tế Lao động 1/5", "Quốc khánh"

DAYS_OFF = {
    NEW_YEAR: [date(2026, 1, 1), date(2027, 1, 1), date(2028, 1, 1)],
    TET: [
        *(date(2026, 2, day) for day in range(16, 21)),
        *(date(2027, 2, day) for day in range(5, 10)),
        *(date(2028, 1, day) for day in range(24, 29)),
    ],
    KINGS: [date(2026, 4, 26), date(2027, 4, 16), date(2028, 4, 4)],
    REUNIFICATION: [date(year, 4, 30) for year in (2026, 2027, 2028)],
    LABOUR: [date(year, 5, 1) for year in (2026, 2027, 2028)],
    NATIONAL_DAY: [
        date(2026, 9, 1),
        date(2026, 9, 2),
        date(2027, 9, 2),
        date(2027, 9, 3),
        date(2028, 9, 1),
        date(2028, 9, 2),
    ],
}
# For holidays that fall on a weekend, on the next working days (Labour Code, art. 111.3).
INSTEAD = {
    date(2026, 4, 27): KINGS,
    date(2027, 2, 10): TET,
    date(2027, 2, 11): TET,
    date(2027, 5, 3): LABOUR,
    date(2028, 1, 3): NEW_YEAR,
    date(2028, 5, 2): REUNIFICATION,
    date(2028, 9, 4): NATIONAL_DAY,
}
# {day off: the Saturday that was worked for it}, as announced for 2026.
SWAPPED = {date(2026, 1, 2): date(2026, 1, 10), date(2026, 8, 31): date(2026, 8, 22)}


def rows():
    """(date, name, is a working day) of all shipped days."""
    for name, days in DAYS_OFF.items():
        for day in days:
            yield day, name, False
    for day, name in INSTEAD.items():
        yield day, f"Nghỉ bù {name}", False
    for off, worked in SWAPPED.items():
        yield off, f"Nghỉ hoán đổi, làm bù {worked:%d/%m/%Y}", False
        yield worked, f"Làm bù cho ngày {off:%d/%m/%Y}", True


def add(apps, schema_editor):
    holidays = apps.get_model("rights", "Holiday").objects.using(schema_editor.connection.alias)
    holidays.bulk_create(
        [holidays.model(date=day, name=name, is_working_day=works) for day, name, works in rows()],
        ignore_conflicts=True,
    )


def remove(apps, schema_editor):
    # The table goes with the migration before; days that an officer added are not ours to delete.
    holidays = apps.get_model("rights", "Holiday").objects.using(schema_editor.connection.alias)
    holidays.filter(date__in=[day for day, _name, _works in rows()]).delete()


class Migration(migrations.Migration):
    dependencies = [("rights", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
