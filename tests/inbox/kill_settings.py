"""Settings of the processes that test_kill.py kills: the run's own data, and a queue that outlives them."""

from website.settings.test import *  # noqa: F403

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
