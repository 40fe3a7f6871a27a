"""The whole demo site in both languages, from the texts that each room brings along."""

import json

from django.db import transaction

from forms_app.demo import FORMS
from forms_app.models import FormPage
from home.demo import content
from home.demo.builders import Builder
from home.models import (
    Announcement,
    CallToAction,
    CompanyIdentity,
    Footer,
    HomePage,
    Navigation,
    OpeningHours,
)
from privacy.demo import CATEGORIES, CHANNELS, POLICY, PURPOSES, RECIPIENTS, STORED_ITEMS
from privacy.models import Channel, DataCategory, PolicyPage, Purpose, Recipient, StoredItem

REGISTERS = [
    (DataCategory, CATEGORIES),
    (Purpose, PURPOSES),
    (Recipient, RECIPIENTS),
    (StoredItem, STORED_ITEMS),
    (Channel, CHANNELS),
]


class ContentExists(Exception):
    """There is a site already; the demo is never loaded over it."""


@transaction.atomic
def build_site():
    """Builds and publishes the demo; returns {key: Vietnamese page}. Raises `ContentExists`.

    The order follows what the software insists on: registers are filled before the policy freezes them,
    the policy is in force before a form asks for anything, and a form is live before a page shows it.
    """
    if HomePage.objects.exists():
        raise ContentExists("The site has pages already.")
    build = Builder()
    build.add_home(content.HOME)
    for model, key, page_content, parent in content.PAGES:
        build.add_page(model, key, page_content, parent=parent)
    for key, form in FORMS.items():
        build.add_page(FormPage, key, form, parent="home")
    build.add_page(PolicyPage, "policy", POLICY, parent="home")

    _set_opening_hours(build)
    snippets = [build.add_snippet(CompanyIdentity, content.COMPANY)]
    snippets += [build.add_snippet(model, entry) for model, entries in REGISTERS for entry in entries]
    snippets += [
        build.add_snippet(Navigation, content.NAVIGATION_CONTENT),
        build.add_snippet(Footer, content.FOOTER_CONTENT),
        build.add_snippet(CallToAction, content.CALL_TO_ACTION_CONTENT),
        build.add_snippet(Announcement, content.ANNOUNCEMENT_CONTENT),
    ]
    for snippet in snippets:
        build.translate(snippet)
    build.fill("home")
    build.translate(build.pages["home"])
    # Then the policy, in both languages at once: a form that it doesn't cover can't go live.
    build.publish_together("policy")
    rest = [*FORMS, *(key for _, key, _, _ in content.PAGES)]
    for key in rest:
        build.fill(key)
    for key in rest:
        build.translate(build.pages[key])
    return build.pages


def _set_opening_hours(build):
    hours = OpeningHours.load()
    for name, children in content.OPENING_HOURS.items():
        block = hours._meta.get_field(name).stream_block
        setattr(hours, name, json.dumps(build.stream(children, block, path=f"hours.{name}")))
    hours.save()
