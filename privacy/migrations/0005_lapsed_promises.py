from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0004_publish_policy"),
    ]

    operations = [
        migrations.AddField(
            model_name="promisecheck",
            name="lapsed",
            field=models.BooleanField(default=False),
        ),
    ]
