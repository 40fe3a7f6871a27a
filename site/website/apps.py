from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_save
from django.utils.translation import gettext_lazy as _


def make_cache_table(using, **kwargs):
    """The caches' tables come with the migrations, those of every role; they are no models."""
    from django.core.management import call_command

    from .stores import TABLES

    if using == "default":
        call_command("createcachetable", *sorted(set(TABLES.values())), database=using, verbosity=0)


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = _("Website")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from common.sweeps import sweeps

        from . import admin_words, generation, promises, scheduling, tasks

        admin_words.install()
        generation.watch()
        promises.register_all()
        post_migrate.connect(make_cache_table, sender=self)
        pre_save.connect(tasks.keep_exception_quiet, dispatch_uid="website.tasks.keep_exception_quiet")
        sweeps.register("website.generation", generation.prune)
        sweeps.register("website.tasks", tasks.look_after)
        sweeps.register("website.scheduling", scheduling.publish_due)
