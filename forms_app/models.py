"""The form page, and the little that spam protection has to remember (never an address)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail_localize.fields import SynchronizedField

from common.models import AbstractPage

from .admin_forms import FormPageForm
from .blocks import FormFieldsBlock
from .choices import channel_choices
from .panels import PromisePanel

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul"]


class FormPage(RoutablePageMixin, AbstractPage):
    """A page with a form. What visitors send goes to the sealed inbox; the page itself holds none of it."""

    channel = models.CharField(_("channel"), max_length=20, choices=channel_choices, default="contact")
    main_purpose = models.CharField(
        _("main purpose"),
        max_length=64,
        blank=True,
        help_text=_("What people fill in this form for. Only consent to this purpose may be required."),
    )
    intro = RichTextField(_("introduction"), blank=True, features=TEXT_FEATURES)
    fields = StreamField(FormFieldsBlock(), verbose_name=_("fields"), blank=True)
    submit_label = models.CharField(
        _("text of the button"),
        max_length=60,
        blank=True,
        help_text=_("Says what happens, such as “Ask to be called back”. Left empty: “Send”."),
    )
    thank_you_title = models.CharField(_("thank-you title"), max_length=120, blank=True)
    thank_you_text = RichTextField(
        _("thank-you text"),
        blank=True,
        features=TEXT_FEATURES,
        help_text=_("What happens next, and when."),
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = []
    page_description = _("A form: contact, callback, newsletter or survey. Answers go to the sealed inbox.")
    template = "forms_app/form_page.html"
    base_form_class = FormPageForm

    content_panels = AbstractPage.content_panels + [
        PromisePanel(heading=_("What visitors are asked and why")),
        MultiFieldPanel([FieldPanel("channel"), FieldPanel("main_purpose")], _("What the form is for")),
        FieldPanel("intro"),
        FieldPanel("fields"),
        FieldPanel("submit_label"),
        MultiFieldPanel(
            [FieldPanel("thank_you_title"), FieldPanel("thank_you_text")], _("After the form has been sent")
        ),
    ]

    # Codes, not words: wagtail-localize would offer them to the translator.
    override_translatable_fields = [
        SynchronizedField("channel", overridable=False),
        SynchronizedField("main_purpose", overridable=False),
    ]

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")

    def clean(self):
        super().clean()
        from .problems import raise_problems

        raise_problems(self, complete=getattr(self, "is_to_be_complete", self.live))

    @path("")
    def index_route(self, request, *args, **kwargs):
        from .views import form_view

        return form_view(request, page=self)

    @path("thanks/<str:receipt>/")
    @path("thanks/<str:receipt>/<str:token>/")
    def thanks_route(self, request, receipt, token=""):
        from .views import thanks_view

        return thanks_view(request, page=self, receipt=receipt, token=token)


class SpentChallenge(models.Model):
    """A proof of work that was used; kept until the challenge would have expired anyway."""

    digest = models.CharField(max_length=64, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self):
        return self.digest


class DailySalt(models.Model):
    """The random salt of one day's rate counters; without it their digests mean nothing to anybody."""

    day = models.DateField(primary_key=True)
    salt = models.BinaryField(max_length=32)

    def __str__(self):
        return str(self.day)


class RateCounter(models.Model):
    """How many forms came from one digest in one window of time; the address itself is stored nowhere."""

    digest = models.CharField(max_length=64)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "window"], name="one_counter_per_window")]

    def __str__(self):
        return f"{self.digest} {self.window:%H:%M}: {self.count}"
