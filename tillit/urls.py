"""The site map."""

from allauth.account import views as account
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

import tillit.converters  # noqa: F401  registers `number`
from articles.upkeep_views import review
from articles.views import permanent
from tillit import search_views, views
from tillit.open_data.views import dcat, open_data
from tillit.outbox.views import letter_calendar, letter_detail, letter_list
from tillit.pagecache.middleware import same_for_everyone
from tillit.review.views import draft
from tillit.sitemaps import SITEMAPS

handler400 = "tillit.views.bad_request"
handler404 = "tillit.views.not_found"
handler500 = "tillit.views.server_error"

about_urls = [
    path("", views.about, name="index"),
    path("tillganglighet/", views.accessibility_statement, name="accessibility"),
    path("tillganglighet/meddelande/", views.report_accessibility, name="report"),
    path("tillganglighet/tack/", views.report_received, name="thanks"),
    path("personuppgifter/", views.personal_data, name="privacy"),
    path("kakor/", views.cookies, name="cookies"),
]

outbox_urls = [
    path("", letter_list, name="list"),
    path("<int:pk>/", letter_detail, name="detail"),
    path("<int:pk>/<int:number>.ics", letter_calendar, name="calendar"),
]

# What the library has and the hub uses: no sign-up, no changing of one's address.
account_urls = [
    path("in/", account.login, name="account_login"),
    path("ut/", account.logout, name="account_logout"),
    path("ingen-roll/", views.no_role, name="account_no_role"),
    path("inaktivt/", account.account_inactive, name="account_inactive"),
    path("bekrafta/", account.reauthenticate, name="account_reauthenticate"),
    path("losenord/", account.password_change, name="account_change_password"),
    path("losenord/valj/", account.password_set, name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path("losenord/skickat/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "losenord/klart/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"
    ),
    re_path(
        r"^losenord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("ny/", views.no_role, name="account_signup"),
    path("tva-steg/", include("allauth.mfa.urls")),
    path("arbetsplats/", include("allauth.socialaccount.urls")),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
]

NOT_OURS = [
    "pages",
    "choose-page",
    "sites",
    "reports",
    "failwhale",
    "test404",
    "api/main/pages",
    "password_reset",
]

urlpatterns = [
    path("redaktion/in/<uidb64>/<token>/", views.one_time_login, name="one_time_login"),
    path("redaktion/konto/", include(account_urls)),
    path("redaktion/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # The library's screens for pages of a tree, its reports and its trials are not there.
    re_path(rf"^redaktion/({'|'.join(NOT_OURS)})/", views.not_there),
    path("redaktion/", include(wagtailadmin_urls)),
    path("filer/", include(wagtaildocs_urls)),
    path("halsa/", views.health, name="health"),
    path("a/<number:pk>/", permanent, name="permanent"),
    path("utkast/<str:token>/", draft, name="draft"),
    path("oversyn/<str:token>/", review, name="review"),
    path("sitemap.xml", same_for_everyone("p")(index), {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap"}),
    path("sitemap-<section>.xml", same_for_everyone("p")(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("api/v1/", require_safe(RedirectView.as_view(pattern_name="api:openapi-json")), name="api_root"),
    path("api/v1/", include("tillit.open_data.urls", namespace="api")),
    path("dcat.rdf", dcat, name="dcat"),
    path("brev/", include((outbox_urls, "outbox"))),
    path("media/<path:path>", serve, {"document_root": settings.MEDIA_ROOT}),
    *i18n_patterns(
        path("", views.start, name="start"),
        path("karta/", views.sweden, name="map"),
        path("om/oppna-data/", open_data, name="open_data"),
        path("om/", include((about_urls, "about"))),
        path("sok/", search_views.search, name="search"),
        path("sok/forslag/", search_views.suggestions, name="suggestions"),
        path("sok/saknas/", search_views.missed, name="missed"),
        path("sok/tack/", search_views.missed_thanks, name="missed_thanks"),
        path("personer/<number:pk>/", views.person, name="person"),
        path("folj/", include("tillit.following.urls")),
        path("", include("articles.urls")),
        path("", include("events.urls")),
        prefix_default_language=False,
    ),
]
