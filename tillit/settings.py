"""The only settings. Everything that differs between places is read from the environment.

Safe when nothing is set: no debug, no default secret, cookies for https only.
Every variable is explained in .env.example.
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

# Where the site stands ---------------------------------------------------------------------------

SECRET_KEY = env("TILLIT_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("TILLIT_SECRET_KEY_FALLBACKS", default=[])
# What seals sensitive answers in the database; the first seals, all of them open. Empty: the secret above.
DATA_KEYS = env.list("TILLIT_DATA_KEYS", default=[])
DEBUG = env.bool("TILLIT_DEBUG", default=False)

# The public address; links in letters, feeds and calendars start with it.
SITE_URL = env("TILLIT_URL", default="https://localhost").rstrip("/")
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = [urlsplit(SITE_URL).hostname, *env.list("TILLIT_HOSTS", default=[])]
if "127.0.0.1" in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append("localhost")
# The site stands at the root of its host, whatever a header says.
FORCE_SCRIPT_NAME = ""
CSRF_TRUSTED_ORIGINS = [SITE_URL]

# Who runs this hub, as the pages about accessibility and personal data have to say.
OPERATOR = env("TILLIT_OPERATOR", default="")
OPERATOR_EMAIL = env("TILLIT_OPERATOR_EMAIL", default="")
DATA_LICENCE = env("TILLIT_DATA_LICENCE", default="")

IS_HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TILLIT_BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = env.int("TILLIT_HSTS_SECONDS", default=31_536_000) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("TILLIT_HSTS_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("TILLIT_HSTS_PRELOAD", default=True)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 60 * 60 * 10
X_FRAME_OPTIONS = "DENY"

# What it is built of -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",
    "tillit",
    "django.forms",
    "tillit.pagecache",
    "tillit.search",
    "tillit.people",
    "tillit.outbox",
    "tillit.editorial",
    "articles",
    "events",
    "tillit.following",
    "wagtail.contrib.typed_table_block",
    "tillit.people.staff_app.StaffConfig",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "tillit.review",  # after the library, whose own letters it replaces
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Before everything that a public page does not need: a page that is kept is answered here.
    "tillit.pagecache.middleware.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tillit.accounts.SecondStepMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "tillit.urls"
WSGI_APPLICATION = "tillit.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tillit.views.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data --------------------------------------------------------------------------------------------

DATABASES = {
    "default": env.db_url_config(env("DATABASE_URL", default="") or f"sqlite:///{VAR_DIR}/tillit.sqlite3")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Every transaction takes the write lock when it starts: a reader that turns writer half-way
    # would otherwise be refused with "database is locked" however long it is willing to wait.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-32768; PRAGMA journal_size_limit=67108864",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a query takes longer than any of ours takes to run.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_URL = "/media/"
MEDIA_ROOT = env("TILLIT_MEDIA", default="") or str(VAR_DIR / "media")

# The sizes of a picture are read from the database: what one process remembers another may have removed.
# How often somebody has tried a password is counted in the database, the same for all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "tillit_cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # of the usual 300 a crowd would push out what others have tried
    },
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}

# How many seconds a server process believes that public content has not changed since it last asked.
PAGE_CACHE_TRUST = 0.5

# How many sign-ups are taken from one network in ten minutes. A whole municipality may share an address.
SIGNUPS_PER_NETWORK = env.int("TILLIT_SIGNUPS_PER_NETWORK", default=200)

# People ------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Signing in (tillit.accounts). Accounts are made by administrators, so their addresses are known to be right.
ACCOUNT_ADAPTER = "tillit.accounts.StaffAdapter"
ACCOUNT_FORMS = {"login": "tillit.forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# Five wrong passwords close an account for ten minutes, whoever tries; ten a minute close a network.
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/600s/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
MFA_ADAPTER = "tillit.accounts.SecretsAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Tillit"
MFA_FORMS = {
    "add_webauthn": "tillit.account_forms.AddKeyForm",
    "edit_webauthn": "tillit.account_forms.EditKeyForm",
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS
REQUIRE_TWO_FACTOR = env.bool("TILLIT_REQUIRE_TWO_FACTOR", default=True)

# The workplaces whose own login may be used, each for the addresses in its own domains.
SOCIALACCOUNT_ADAPTER = "tillit.accounts.WorkplaceAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": workplace["id"],
                "name": workplace["name"],
                "client_id": workplace["client"],
                "secret": workplace["secret"],
                "settings": {
                    "server_url": workplace["server"],
                    "verified_email": [domain.lower() for domain in workplace["domains"]],
                    "email_authentication": True,
                },
            }
            for workplace in env.json("TILLIT_SSO", default=[])
        ],
    }
}

# Languages and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "svenska"), ("en", "engelska"), ("fi", "finska")]
LOCALE_PATHS = [BASE_DIR / "tillit" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
FORMAT_MODULE_PATH = ["tillit.formats"]

# A text that is missing in a language is missing: pages choose one language for the whole text
# (tillit.editorial.languages), so nothing may fall back field by field behind their backs.
MODELTRANSLATION_ENABLE_FALLBACKS = False
MODELTRANSLATION_CUSTOM_FIELDS = ("BodyField",)


def _label_with_language(name, code):
    """A form label such as "rubrik (engelska)"."""
    return f"{name} ({dict(LANGUAGES)[code]})"


MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = _label_with_language

# The editors' back office ------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Tillit"
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # addresses without å, ä and ö
# Passwords and addresses are changed on our own pages.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sv", "Svenska")]
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_USER_TIME_ZONES = ["Europe/Stockholm"]
WAGTAILIMAGES_IMAGE_MODEL = "editorial.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "editorial.Attachment"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp", "csv", "txt"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    WAGTAILSEARCH_BACKENDS["default"]["BACKEND"] = "tillit.editorial.list_search"
# Three languages of fifty blocks each post more fields than Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# Static files and headers ------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/redaktion/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],  # the editors see their preview in a frame
    },
}

# Letters and logs --------------------------------------------------------------------------------

EMAIL_CONFIG = env.email_url_config(env("EMAIL_URL", default="") or "consolemail://")
globals().update({key: value for key, value in EMAIL_CONFIG.items() if key.startswith("EMAIL_")})
# Without mail settings letters are written but not sent; on one's own machine they are shown at /brev/.
SENDS_MAIL = EMAIL_CONFIG["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
IS_LOCAL = not IS_HTTPS and urlsplit(SITE_URL).hostname in ("127.0.0.1", "localhost")
EMAIL_TIMEOUT = 20
OUTBOX_LEASE = 120  # seconds that a worker may hold a batch of letters
OUTBOX_PAUSE = 1.0  # seconds between two looks
OUTBOX_FIRST_WAIT = 20  # seconds until the second try; doubled for each one after it
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("TILLIT_FROM", default="tillit@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"keys": {"()": "tillit.logs.HideKeys"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["keys"]}},
    "root": {"handlers": ["console"], "level": env("TILLIT_LOG_LEVEL", default="WARNING")},
}
