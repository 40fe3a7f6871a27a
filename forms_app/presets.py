"""Ready-made forms an editor can start from: newsletter, contact, callback, survey."""

from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

# Which preset the page that is being created starts from; set and read within one request.
chosen = ContextVar("chosen_form_preset", default=None)


@dataclass(frozen=True)
class Preset:
    code: str
    label: str | Promise
    description: str | Promise
    icon: str
    purpose: str


PRESETS = {
    preset.code: preset
    for preset in (
        Preset(
            "contact",
            gettext_lazy("Contact"),
            gettext_lazy("Name, e-mail, phone and a message. Answered by sales."),
            "mail",
            "enquiry",
        ),
        Preset(
            "callback",
            gettext_lazy("Callback"),
            gettext_lazy("Name, phone and a time inside your opening hours."),
            "mobile-alt",
            "callback",
        ),
        Preset(
            "newsletter",
            gettext_lazy("Newsletter"),
            gettext_lazy("Just an e-mail address and consent to news."),
            "openquote",
            "news",
        ),
        Preset(
            "survey",
            gettext_lazy("Survey"),
            gettext_lazy("Questions with choices, an open question; no contact needed."),
            "clipboard-list",
            "research",
        ),
    )
}


def fill(page, code):
    """Gives the unsaved `page` the initial values of a preset, in the page's language."""
    preset = PRESETS[code]
    with override(page.locale.language_code):
        page.title = page.title or str(preset.label)
        page.channel = preset.code
        page.main_purpose = preset.purpose
        page.submit_label, page.thank_you_title, thanks, page.fields = _VALUES[code](preset)
        page.thank_you_text = f"<p>{thanks}</p>"


def _consent(preset):
    return ("consent", {"purpose": preset.purpose, "required": True})


def _contact(preset):
    return (
        _("Send message"),
        _("We have your message"),
        _("We answer within one working day."),
        [
            ("full_name", {"required": True}),
            ("email", {"required": True}),
            ("phone", {"required": False}),
            ("text", {"label": _("Your message"), "required": True, "multiline": True, "key": "message"}),
            _consent(preset),
        ],
    )


def _callback(preset):
    return (
        _("Ask to be called back"),
        _("We will call you"),
        _("We call at the time you chose."),
        [
            ("full_name", {"required": True}),
            ("phone", {"required": True}),
            ("callback_slot", {"required": True, "days_ahead": 14}),
            ("text", {"label": _("What is it about?"), "required": False, "key": "topic"}),
            _consent(preset),
        ],
    )


def _newsletter(preset):
    return (
        _("Subscribe"),
        _("Thank you for subscribing"),
        _("You can unsubscribe at any time."),
        [("email", {"required": True}), _consent(preset)],
    )


def _survey(preset):
    scale = [_("Very satisfied"), _("Satisfied"), _("Neither"), _("Dissatisfied"), _("Very dissatisfied")]
    return (
        _("Send answers"),
        _("Thank you for your answers"),
        _("Your answers help us to do better."),
        [
            (
                "choice",
                {
                    "label": _("How satisfied are you with us?"),
                    "required": True,
                    "key": "satisfaction",
                    "choices": [{"label": label, "key": str(5 - place)} for place, label in enumerate(scale)],
                },
            ),
            ("text", {"label": _("What should we do better?"), "multiline": True, "key": "suggestion"}),
            _consent(preset),
        ],
    )


_VALUES = {"contact": _contact, "callback": _callback, "newsletter": _newsletter, "survey": _survey}
