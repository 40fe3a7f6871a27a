"""A bundle is downloaded after it is handed over. What was handed over before left with that step."""

from django.db import migrations, models

KINDS = [
    ("drafted", "Drafted"),
    ("edited", "Changed"),
    ("person_added", "Person added"),
    ("person_removed", "Person removed"),
    ("paper", "Paper added"),
    ("paper_read", "Paper opened"),
    ("approved", "Approved"),
    ("returned", "Returned to draft; approvals are void"),
    ("refused", "Refused"),
    ("sealed", "Bundle sealed"),
    ("handed", "Handed over"),
    ("downloaded", "Bundle downloaded"),
]


def note_downloads(apps, schema_editor):
    handed = apps.get_model("incidents", "Disclosure").objects.filter(state="handed")
    handed.update(downloaded_at=models.F("decided_at"))


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_append_only")]
    operations = [
        migrations.AddField("disclosure", "downloaded_at", models.DateTimeField(null=True)),
        migrations.AlterField("disclosureevent", "kind", models.CharField(choices=KINDS, max_length=16)),
        migrations.RunPython(note_downloads, migrations.RunPython.noop),
    ]
