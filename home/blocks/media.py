"""Blocks with pictures."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, default="", max_length=250, label=_("Caption"))

    def get_preview_value(self):
        """The newest picture of the library, if there is any."""
        newest = get_image_model().objects.order_by("-pk").first()
        return self.normalize({"image": newest, "caption": "Phòng máy ở Hà Nội"})

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("A picture with its description for those who can't see it, and a caption.")
        template = "home/blocks/image.html"


MEDIA_BLOCKS = [("image", PictureBlock())]
