"""Takes away the addresses that accounts do not have any more, but that allauth still took for theirs."""

from django.db import migrations
from django.db.models import F
from django.db.models.functions import Lower


def forget(apps, schema_editor):
    noted = apps.get_model("account", "EmailAddress").objects.annotate(
        own=Lower("user__email"), held=Lower("email")
    )
    former = noted.exclude(own=F("held")).values_list("pk", flat=True)
    apps.get_model("account", "EmailAddress").objects.filter(pk__in=list(former)).delete()


class Migration(migrations.Migration):
    dependencies = [("staff", "0003_taken_rights"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
