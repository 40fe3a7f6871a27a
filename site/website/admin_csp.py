"""The strictest Content-Security-Policy that Wagtail's admin runs under (ADR 0004).

Wagtail and wagtail-localize still write a handful of inline scripts. Those that are exactly what the
packages write (a known call with nothing but JSON in it) are given the response's nonce; any other inline
script stays blocked, so an injected one does not run. A nonce on every script would equal `unsafe-inline`.
"""

import json
import re
import secrets

# The select-all script of wagtail-localize's submit form is a constant: allowed by its hash.
SUBMIT_TRANSLATION_HASH = "'sha256-Zi6020hVNJQUtMOgLuIImaOaART6TyIrghPC9PESpjg='"

INLINE_SCRIPT = re.compile(r'<script(?: type="text/javascript")?>(.*?)<(?:-)?/script>', re.DOTALL)

# `initDateChooser("id_date", {...});` and `new PageChooser("id_page", {...});`
CALL = re.compile(
    r"\s*(?:init(?:Date|Time|DateTime)Chooser|new (?:[A-Z][A-Za-z]*)?Chooser)\((?P<arguments>.*)\);?\s*",
    re.DOTALL,
)
# What InlinePanel and MultipleChooserPanel write: one constructor with escaped JSON.
PANEL = re.compile(
    r"\s*\(function\(\) \{\s*var panel = new (?:InlinePanel|MultipleChooserPanel)"
    r'\(JSON\.parse\((?P<arguments>"(?:[^"\\<>\n]|\\u[0-9A-F]{4})*")\)\);\s*\}\)\(\);\s*'
)
# The chooser addresses of wagtail-localize's editor.
CHOOSER_URLS = re.compile(
    r'\s*if \(typeof window\.chooserUrls === "undefined"\) \{\s*window\.chooserUrls = \{\s*'
    r'(?:[a-z]+Chooser: "/admin/[a-z/-]*",\s*)+\}\s*\}\s*'
)


def is_known(script):
    """True when `script` is, whole, one of the inline scripts that Wagtail's packages write."""
    if CHOOSER_URLS.fullmatch(script):
        return True
    match = CALL.fullmatch(script) or PANEL.fullmatch(script)
    if match is None:
        return False
    try:
        # Literals only: an argument that is an expression is no JSON.
        json.loads(f"[{match['arguments']}]")
    except ValueError:
        return False
    return True


def with_nonce(html, nonce):
    """`html` with `nonce` on each inline script that is known."""

    def mark(match):
        if not is_known(match[1]):
            return match[0]
        return match[0].replace("<script", f'<script nonce="{nonce}"', 1)

    return INLINE_SCRIPT.sub(mark, html)


def policy(*, nonce=None, inline_styles=False):
    """The header's value for the staff side. `inline_styles` only where Wagtail's own pages need them."""
    scripts = ["'self'", *([f"'nonce-{nonce}'", SUBMIT_TRANSLATION_HASH] if nonce else [])]
    directives = {
        "default-src": ["'none'"],
        "script-src": scripts,
        "style-src": ["'self'", *(["'unsafe-inline'"] if inline_styles else [])],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "frame-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'self'"],
    }
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())


def apply(request, response):
    """Sets the policy on `response`, and the nonce on the known scripts of an admin page."""
    in_admin = request.path_info.startswith("/admin")
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    if not (in_admin and is_html and not response.streaming):
        # A download may bring a stricter policy of its own (a sandbox); that one stays.
        response.headers.setdefault("Content-Security-Policy", policy(inline_styles=in_admin))
        return
    nonce = secrets.token_urlsafe(16)
    charset = response.charset or "utf-8"
    html = response.content.decode(charset)
    marked = with_nonce(html, nonce)
    if marked != html:
        response.content = marked.encode(charset)
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Security-Policy"] = policy(nonce=nonce, inline_styles=True)
