"""Approvals given before demands had a scope covered everything about a person: they are void.

Destructive on purpose: a bundle that was sealed and not handed over holds more than the demand, and goes. What
was handed over stays as it is, on record.
"""

from django.db import migrations
from django.utils import timezone

OPEN = ["first", "approved", "sealed"]


def void(apps, schema_editor):
    """Makes drafts of the demands that are approved but not answered, without their copies."""
    alias = schema_editor.connection.alias
    Disclosure = apps.get_model("incidents", "Disclosure").objects.using(alias)
    DisclosurePerson = apps.get_model("incidents", "DisclosurePerson").objects.using(alias)
    SealedRecord = apps.get_model("vault", "SealedRecord").objects.using(alias)
    Event = apps.get_model("incidents", "DisclosureEvent").objects.using(alias)
    for demand in Disclosure.filter(state__in=OPEN):
        people = DisclosurePerson.filter(disclosure=demand)
        copies = [pk for pk in people.values_list("record_id", flat=True) if pk]
        people.update(record=None)
        SealedRecord.filter(pk__in=copies).delete()
        demand.approvals.all().delete()
        demand.state = "draft"
        demand.save(update_fields=["state"])
        Event.create(disclosure=demand, kind="returned")


def date_skips(apps, schema_editor):
    """Until now only the erased were skipped: their notices were settled when they were erased."""
    deliveries = apps.get_model("incidents", "NoticeDelivery").objects.using(schema_editor.connection.alias)
    for delivery in deliveries.filter(state="skipped", skipped_at=None).select_related("person"):
        delivery.skipped_at = delivery.person.erased_at or timezone.now()
        delivery.save(update_fields=["skipped_at"])


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_scope_and_waivers"), ("vault", "0002_append_only")]
    operations = [
        migrations.RunPython(void, migrations.RunPython.noop),
        migrations.RunPython(date_skips, migrations.RunPython.noop),
    ]
