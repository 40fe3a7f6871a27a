from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0007_lapsed_promises"),
    ]

    operations = [
        migrations.AddField(
            model_name="purpose",
            name="subjects",
            field=models.CharField(
                blank=True,
                help_text="Kinds of people, for the processing register. Empty: whoever fills in its forms.",
                max_length=255,
                verbose_name="whose data",
            ),
        ),
        migrations.AddField(
            model_name="recipient",
            name="safeguards",
            field=models.TextField(
                blank=True,
                help_text="Abroad: what protects the data there, such as contract clauses and encryption.",
                verbose_name="safeguards",
            ),
        ),
    ]
