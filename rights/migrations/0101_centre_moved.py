from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rights", "0100_centre")]

    operations = [
        migrations.AlterField(
            model_name="centrechallenge",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("enter", "Way in"),
                    ("step_up", "More than a receipt allows"),
                    ("new_email", "New address"),
                    ("moved", "Word to the former address"),
                ],
                max_length=9,
            ),
        ),
    ]
