"""Every address of the site. A `web` process has no sign-in and no admin, not even refused.

Of Wagtail's public addresses only pages and documents: its others ask for passwords, without a throttle
or a second factor (ADR 0005).
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

from forms_app.urls import urlpatterns as forms_patterns
from home.urls import localised_patterns, root_patterns
from incidents.public_urls import localised_patterns as incident_patterns
from privacy import urls as privacy_urls
from rights.centre.urls import localised_patterns as centre_patterns

from . import views

handler400 = "website.errors.bad_request"
handler403 = "website.errors.permission_denied"
handler404 = "website.errors.page_not_found"
handler500 = "website.errors.server_error"

urlpatterns = [
    path("", views.choose_language),
    path("healthz", views.healthz),
    re_path(r"^documents/(\d+)/(.*)$", views.document, name="wagtaildocs_serve"),
    *root_patterns,
    *forms_patterns,
    *privacy_urls.root_patterns,
]

if settings.PROCESS_ROLE != "web":
    from wagtail.admin import urls as wagtailadmin_urls

    from staff.urls import account_patterns, closed_admin_patterns

    urlpatterns += [
        path("admin/", include(closed_admin_patterns)),
        path("admin/", include(wagtailadmin_urls)),
        path("accounts/", include(account_patterns)),
    ]

if settings.SERVE_MEDIA:
    urlpatterns += [path("media/<path:path>", views.media)]

urlpatterns += i18n_patterns(
    *localised_patterns,
    *incident_patterns,
    *privacy_urls.localised_patterns,
    *centre_patterns,
    re_path(serve_pattern, serve_page, name="wagtail_serve"),
    prefix_default_language=True,
)
