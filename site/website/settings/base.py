"""Settings common to every process and environment; what differs comes from the environment."""

import os
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from website import stores
from website.secrets import secret

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("SITE_DATA", ROOT / "var")).resolve()

# Which part of the site this process is: `all`, `web` (public site, public key only, no admin)
# or `staff` (admin and worker, holds the private key).
PROCESS_ROLE = os.environ.get("PROCESS_ROLE", "all")
if PROCESS_ROLE not in {"all", "web", "staff"}:
    raise RuntimeError(f"PROCESS_ROLE must be all, web or staff, not {PROCESS_ROLE!r}.")
HOLDS_PRIVATE_KEYS = PROCESS_ROLE != "web"

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

INSTALLED_APPS = [
    "website",
    "home",
    "forms_app",
    "staff",
    "inbox",
    "rights",
    "incidents",
    "privacy",
    "vault",
    "common",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.contrib.table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "staff.apps.UsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_recaptcha",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
]

MIDDLEWARE = [
    # Outermost, because it keeps responses as they leave.
    "website.middleware.page_cache.PageCacheMiddleware",
    # Outside everything that sets a cookie: none passes that the policy does not declare.
    "website.middleware.cookies.CookieGuardMiddleware",
    "website.middleware.headers.SecurityHeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "website.middleware.limits.RequestLimitsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "website.middleware.language.SiteLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "website.middleware.origin.OriginOrCsrfMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "staff.middleware.SecondFactorMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "privacy.looked_through.ScreenMiddleware",
    # Innermost: it answers for a view that failed, with messages.
    "website.middleware.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "website.urls"
WSGI_APPLICATION = "website.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]


def make_private(path):
    """Makes the SQLite file `path` for its owner alone; SQLite gives its log files the same mode.

    One that exists keeps the mode that its operator gave it.
    """
    if path.parent.is_dir() and not path.exists():
        path.touch(mode=0o600)


def database(url):
    """Connection settings for `url`, tuned as measured (see ADR on databases)."""
    config = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        make_private(Path(config["NAME"]))
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    return config


def keys_url(url):
    """The key store beside `url`: the same server, a database of its own."""
    base, separator, query = url.partition("?")
    return f"{base}_keys{separator}{query}"


DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
_url = secret("DATABASE_URL") or f"sqlite:///{DATA / 'site.sqlite3'}"
DATABASES = {"default": database(_url)}
if HOLDS_PRIVATE_KEYS:
    # People's wrapped keys live apart from the data they open, so that both are backed up apart.
    _default_keys = f"sqlite:///{DATA / 'keys.sqlite3'}" if _url.startswith("sqlite") else keys_url(_url)
    DATABASES["keys"] = database(secret("KEYS_DATABASE_URL") or _default_keys)
DATABASE_ROUTERS = ["vault.routers.KeyStoreRouter"]

KEYS_DIRECTORY = Path(os.environ.get("KEYS_DIRECTORY", DATA / "keys"))
VAULT_PUBLIC_KEYS_FILE = Path(os.environ.get("VAULT_PUBLIC_KEYS_FILE", KEYS_DIRECTORY / "public.json"))
VAULT_PRIVATE_KEYS_FILE = (
    Path(os.environ.get("VAULT_PRIVATE_KEYS_FILE", KEYS_DIRECTORY / "private.json"))
    if HOLDS_PRIVATE_KEYS
    else None
)

# Erasures, to be repeated after a restore; kept apart from the databases' backups. None: among the data.
ERASURE_LOG = os.environ.get("ERASURE_LOG")
# Where signed checkpoints of the ledger are written as a file, to be copied elsewhere.
LEDGER_CHECKPOINTS = os.environ.get("LEDGER_CHECKPOINTS")
# For a web process that can't show the privacy centre: where it is, if the front server does not route it.
PRIVACY_CENTRE_URL = os.environ.get("PRIVACY_CENTRE_URL", "")

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "vi"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "upstream"]
FORMAT_MODULE_PATH = ["website.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "website.storage.SiteStaticFilesStorage"},
}
# Files with a hash in their name never change; the rest is asked for anew.
WHITENOISE_MAX_AGE = 0
WHITENOISE_MIMETYPES = {".webmanifest": "application/manifest+json", ".avif": "image/avif"}
# Media come from this process on one machine; a front server or a bucket serves them in larger set-ups.
SERVE_MEDIA = os.environ.get("SERVE_MEDIA", "on") == "on"

WAGTAIL_SITE_NAME = "WEBSCLOUD"
WAGTAIL_I18N_ENABLED = True
# Where visitors find the site, and where staff find the admin: what mails link to.
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_BASE_URL = os.environ.get("ADMIN_URL") or BASE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False
# What a browser might run (HTML, SVG, scripts) can't be uploaded as a document of this site.
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
# Enough for a full-screen picture of any camera; making sizes of more takes a gigabyte.
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
# No page embeds anything from elsewhere, so the server asks nobody what an address would embed.
WAGTAILEMBEDS_FINDERS = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# One demo on one machine: one-time sign-in links without a second factor. Never set elsewhere.
DEMO = False

# One for all processes of a role, because throttles and Wagtail's site paths live in it, and none for two
# roles (ADR 0121). Never personal data.
CACHES = stores.settings_for(
    PROCESS_ROLE, redis=secret("REDIS_URL"), web_redis=secret("WEB_REDIS_URL") or secret("REDIS_URL")
)

# Whole public pages, kept compressed in each web process (ADR 0003).
PAGE_CACHE = os.environ.get("PAGE_CACHE", "on") == "on"
PAGE_CACHE_BYTES = 32 * 1024 * 1024

# What a public form may send: text in bytes, all fields together; files included; number of fields.
FORM_BYTES_LIMIT = 256 * 1024
FORM_FIELDS_LIMIT = 200
UPLOAD_BYTES_LIMIT = 32 * 1024 * 1024
# Wagtail's editors send thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "website.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

# A working day at most, and an hour without a request (staff.middleware).
SESSION_ENGINE = "website.sessions"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_IDLE_SECONDS = 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's scripts read it
CSRF_COOKIE_SAMESITE = "Strict"

# Sign-in is allauth's: Wagtail's own log-in and password reset are closed (ADR 0005).
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
WAGTAIL_PASSWORD_RESET_ENABLED = False
AUTHENTICATION_BACKENDS = ["staff.backends.StaffBackend"]
ACCOUNT_ADAPTER = "staff.adapters.StaffAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if BASE_URL.startswith("https:") else "http"
MFA_ADAPTER = "staff.adapters.StaffMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = WAGTAIL_SITE_NAME
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Chromium calls http://127.0.0.1 and localhost secure contexts; production requires https anyway.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
# How many proxies in front of this process set X-Forwarded-For (0: none, the peer is the client).
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXY_COUNT", "0"))

# Operators: mailed when a guard stopped something or a promise broke, never a traceback (LOGGING).
ADMINS = [("", each.strip()) for each in os.environ.get("ADMINS", "").split(",") if each.strip()]
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("FROM_EMAIL", "webscloud@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "quiet": {
            "()": "website.logs.QuietFormatter",
            "format": "{levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    # Django's own handlers would mail tracebacks to ADMINS.
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        # It warns that it stops when it is told to.
        "django_tasks_db": {"level": "ERROR"},
    },
}

# Connections of this server to hosts that the policy does not declare: enforce, alarm or off (ADR 0093).
PRIVACY_OUTGOING = os.environ.get("PRIVACY_OUTGOING", "enforce")
if PRIVACY_OUTGOING not in {"enforce", "alarm", "off"}:
    raise RuntimeError(f"PRIVACY_OUTGOING must be enforce, alarm or off, not {PRIVACY_OUTGOING!r}.")
# The company's own machines besides database and cache: its mail server, its bucket.
PRIVACY_OWN_HOSTS = [host for host in os.environ.get("PRIVACY_OWN_HOSTS", "").split(",") if host]

# Offered only with both keys and with Google declared as a recipient (ADR 0022); never needed.
RECAPTCHA_PUBLIC_KEY = os.environ.get("RECAPTCHA_PUBLIC_KEY", "")
RECAPTCHA_PRIVATE_KEY = os.environ.get("RECAPTCHA_PRIVATE_KEY", "")
RECAPTCHA_VERIFY_REQUEST_TIMEOUT = 3
