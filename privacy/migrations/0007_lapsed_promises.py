from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0006_every_way_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="promisecheck",
            name="lapsed",
            field=models.BooleanField(default=False),
        ),
    ]
