"""Static files: hashed names, compressed beside the original, and style sheets in one piece."""

import re

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# @import url("tokens.css") layer(tokens);  or  @import "tokens.css";
IMPORT = re.compile(
    r'@import\s+(?:url\(\s*)?["\']?(?P<file>[\w./-]+\.css)["\']?\s*\)?'
    r"\s*(?:layer\((?P<layer>[\w.-]+)\))?\s*;"
)
# The sheets that visitors load; Wagtail's stay as they are.
INLINED = ("css/site.css",)


def inlined(name, read):
    """The style sheet `name` with its imports in place of the @import lines, each in its layer.

    `read(name)` gives a sheet's text. Imports must lie in the same folder, so that url()s stay right.
    """
    folder = name.rpartition("/")[0]

    def replace(match):
        if "/" in match["file"].removeprefix("./"):
            raise ImproperlyConfigured(f"{name}: {match['file']} is not in the same folder.")
        text = inlined(f"{folder}/{match['file'].removeprefix('./')}", read)
        return f"@layer {match['layer']} {{\n{text}\n}}" if match["layer"] else text

    return IMPORT.sub(replace, read(name))


def squeezed(text):
    """Our own style sheet `text` without comments and without blanks at breaks: a tenth of what is sent."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*", r"\1", text).strip()


class SiteStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with each of the visitors' style sheets served as one file."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name in INLINED:
                if name in paths:
                    self._inline(name, paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _inline(self, name, paths):
        def read(file):
            storage, path = paths[file]
            with storage.open(path) as source:
                return source.read().decode("utf-8")

        text = squeezed(inlined(name, read))
        self.delete(name)
        ManifestStaticFilesStorage._save(self, name, ContentFile(text.encode()))
        # Post-processing reads its source through this pair: from here on the collected file.
        paths[name] = (self, name)
