import datetime

import wagtail.fields
from django.db import migrations, models


def date_the_undated(apps, schema_editor):
    """On the way back every draft has a date; a past one means the same as none."""
    pages = apps.get_model("privacy", "PolicyPage").objects.filter(effective_date=None)
    pages.update(effective_date=datetime.date(2026, 1, 1))


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0004_publish_policy"),
    ]

    operations = [
        migrations.AlterField(
            model_name="policypage",
            name="effective_date",
            field=models.DateField(
                blank=True,
                help_text="A later day than today announces the version for that day. Empty or past: in "
                "force, and dated, when it is published.",
                null=True,
                verbose_name="effective from",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, date_the_undated),
        migrations.AlterField(
            model_name="purpose",
            name="consent_text",
            field=wagtail.fields.RichTextField(
                blank=True,
                help_text="The words beside the box. Link to the policy where it helps. Write {retention} "
                "where you say how long the data is kept: the period is filled in, as the register has it.",
                verbose_name="consent wording",
            ),
        ),
    ]
