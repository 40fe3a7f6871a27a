"""How the editor of each page type and each piece of the frame is laid out."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, PageChooserPanel, Panel

INTRO = [FieldPanel("intro")]
INTRO_AND_BODY = [FieldPanel("intro"), FieldPanel("body")]

HOME = [
    MultiFieldPanel(
        [
            FieldPanel("hero_title"),
            FieldPanel("hero_lead"),
            FieldRowPanel([FieldPanel("hero_action_label"), PageChooserPanel("hero_action_page")]),
            FieldPanel("hero_note"),
        ],
        _("Headline"),
    ),
    FieldPanel("body"),
]

SERVICE = [
    FieldRowPanel([FieldPanel("icon"), FieldPanel("price_from")]),
    FieldPanel("intro"),
    FieldPanel("body"),
]

NEWS = [FieldPanel("date"), FieldPanel("intro"), FieldPanel("image"), FieldPanel("body")]


class OwnerBlockPanel(Panel):
    """What the law wants the site to say about its owner and the company identity lacks as last saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "home/admin/owner_block_panel.html"

        def is_shown(self):
            return super().is_shown() and bool(self.instance.pk and self.instance.lacking)


COMPANY = [
    OwnerBlockPanel(),
    MultiFieldPanel([FieldPanel("name"), FieldPanel("trade_name"), FieldPanel("head_office")], _("Company")),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("representative"), FieldPanel("representative_title")]),
            FieldPanel("tax_code"),
            FieldRowPanel([FieldPanel("issue_date"), FieldPanel("issuer")]),
            FieldPanel("notification"),
        ],
        _("Registration"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("hotline"), FieldPanel("phone")]),
            FieldRowPanel([FieldPanel("email"), FieldPanel("security_email")]),
            FieldRowPanel([FieldPanel("privacy_contact"), FieldPanel("privacy_email")]),
            FieldPanel("support_hours"),
            FieldPanel("directions"),
        ],
        _("Contact"),
    ),
    FieldPanel("description"),
    FieldPanel("social_image"),
]

NAVIGATION = [
    FieldPanel("items"),
    FieldRowPanel([FieldPanel("action_label"), PageChooserPanel("action_page")]),
]

FOOTER = [
    FieldPanel("columns"),
    MultiFieldPanel(
        [
            FieldPanel("newsletter_heading"),
            FieldPanel("newsletter_text"),
            PageChooserPanel("newsletter_form", "forms_app.FormPage"),
        ],
        _("Newsletter"),
    ),
    FieldPanel("small_print"),
]

CALL_TO_ACTION = [
    FieldPanel("heading"),
    FieldPanel("text"),
    FieldRowPanel([FieldPanel("button_label"), PageChooserPanel("page")]),
    PageChooserPanel("callback_form", "forms_app.FormPage"),
]

ANNOUNCEMENT = [
    FieldPanel("active"),
    FieldPanel("text"),
    FieldRowPanel([FieldPanel("link_label"), PageChooserPanel("page")]),
]

OPENING_HOURS = [FieldPanel("week"), FieldPanel("closures"), FieldPanel("slot_minutes")]
