from django.db import migrations


def end_visits(apps, schema_editor):
    """Nothing says which receipt opened the visits that are on; they last two hours at most."""
    apps.get_model("rights", "CentreSession").objects.filter(level="receipt").delete()


class Migration(migrations.Migration):
    # By itself: PostgreSQL alters no table in a transaction that deleted what others refer to.
    dependencies = [
        ("rights", "0102_letters_and_steps"),
    ]

    operations = [
        migrations.RunPython(end_visits, migrations.RunPython.noop),
    ]
