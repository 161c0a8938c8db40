"""Settings, read from top to bottom. Values come from the environment (docs/operations.md has the table).

CPPCC_ENV is the one switch:
  demo        (default without DATABASE_URL) embedded servers under var/, secret key made there
  test        (default under pytest)         embedded servers under var/test, fast password hashing
  production  (default with DATABASE_URL)    everything must be given, and unsafe values stop the start
"""

import secrets
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from cppcc import passwords
from cppcc.embedded import Services, require_own

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# -- which environment ------------------------------------------------------------------------------------------------

CPPCC_ENV = env("CPPCC_ENV", default="")
if not CPPCC_ENV:
    CPPCC_ENV = "test" if "pytest" in sys.modules else "production" if "DATABASE_URL" in env.ENVIRON else "demo"
if CPPCC_ENV not in {"production", "demo", "test"}:
    raise ImproperlyConfigured(f"CPPCC_ENV={CPPCC_ENV!r} 无效：只能是 production、demo 或 test。")
PRODUCTION, DEMO, TESTING = (CPPCC_ENV == name for name in ("production", "demo", "test"))
DEBUG = env.bool("DEBUG", default=False)

VAR_DIR = env.path("CPPCC_VAR", default=str(BASE_DIR / "var" / ("test" if TESTING else "")))
VAR_DIR = Path(str(VAR_DIR)).resolve()

# -- what production refuses ------------------------------------------------------------------------------------------

SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])

if PRODUCTION:
    refusals = []
    if DEBUG:
        refusals.append("DEBUG 不能打开")
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure-"):
        refusals.append("SECRET_KEY 缺失或过于简单（至少 50 个随机字符）")
    if not ALLOWED_HOSTS or any(host.strip() in {"*", "."} for host in ALLOWED_HOSTS):
        refusals.append("ALLOWED_HOSTS 缺失或为 *（应写明域名）")
    refusals += [f"{name} 缺失" for name in ("DATABASE_URL", "REDIS_URL") if not env(name, default="")]
    if refusals:
        raise ImproperlyConfigured("生产环境拒绝启动：" + "；".join(refusals) + "。说明见 docs/operations.md。")
else:
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]
    require_own(VAR_DIR)
    if not SECRET_KEY:  # a random one per installation, kept so that sessions survive a restart
        secret_file = VAR_DIR / "secret_key"
        if not secret_file.exists():
            VAR_DIR.mkdir(parents=True, exist_ok=True)
            secret_file.touch(mode=0o600)
            secret_file.write_text(secrets.token_urlsafe(64))
        SECRET_KEY = secret_file.read_text()

# -- servers ----------------------------------------------------------------------------------------------------------

# Absent addresses mean the embedded servers. Nothing starts here: manage.py, the demo and the tests call ensure().
EMBEDDED = Services(
    VAR_DIR,
    postgres="DATABASE_URL" not in env.ENVIRON,
    valkey="REDIS_URL" not in env.ENVIRON,
    throwaway=TESTING,
)
REDIS_URL = EMBEDDED.redis_url() if EMBEDDED.valkey else env("REDIS_URL")

DATABASES = {"default": env.db_url_config(EMBEDDED.database_url()) if EMBEDDED.postgres else env.db("DATABASE_URL")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False  # actions open their own transactions
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # a restarted database server is noticed, not shown to the user
DATABASES["default"]["TEST"] = {"NAME": env("TEST_DB_NAME", default="test_cppcc")}
if not TESTING:  # tests create and drop their database, so they keep plain connections
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"{REDIS_URL.split('?')[0]}?db=1",
        "KEY_PREFIX": "cppcc",
    }
}
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# -- applications -----------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "proposals.trail",
    "proposals.accounts",
    "proposals.committee",
    "proposals.notices",
    "proposals.duties",
    "proposals.submission",
    "proposals.assignment",
    "proposals.response",
    "proposals.rating",
    "proposals.followup",
    "proposals.history",
    "proposals.report",
    "proposals.tracking",
    "proposals.demo",
    "cppcc.desk.DeskConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",  # FORM_RENDERER = TemplatesSetting finds Django's own widgets
    "pgtrigger",
    "pghistory",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "cppcc.headers.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # no LocaleMiddleware: the pages are Chinese whatever the browser prefers
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "proposals.accounts.views.SignInFirst",  # public pages say so: login_not_required
    "proposals.http.moment",
    "proposals.accounts.middleware.ChangePasswordFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pghistory.middleware.HistoryMiddleware",  # who and which address beside every recorded row change
    "axes.middleware.AxesMiddleware",  # last: it turns a refused log-in into its answer
]

ROOT_URLCONF = "cppcc.urls"
WSGI_APPLICATION = "cppcc.wsgi.application"
ASGI_APPLICATION = "cppcc.asgi.application"

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
                "proposals.tracking.frame.frame",
            ],
            "builtins": ["proposals.ui"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# -- language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

# -- accounts ---------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "tracking:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTHENTICATION_BACKENDS += ["proposals.accounts.backends.AdministratorBackend"]  # the admin, without superusers
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hundreds of test users, not secrets
AUTH_PASSWORD_VALIDATORS, PASSWORD_DAYS = passwords.profile(env("PASSWORD_PROFILE", default="djcp3"))
PASSWORD_RESET_TIMEOUT = 30 * 60  # seconds

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # from another network the true owner still gets in
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "cppcc.headers.client_ip"
AXES_VERBOSE = False

SESSION_ENGINE = "django.contrib.sessions.backends.db"  # nobody is logged out when Redis restarts
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "proposals.accounts.views.stale"  # a form left open over a new sign-in keeps its text

# -- transport and headers --------------------------------------------------------------------------------------------

if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked on this machine, without TLS
    # nginx sets the header on every request (docs/operations.md); gunicorn listens on this machine only
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 60 * 60)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# -- files ------------------------------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env("STATIC_ROOT", default=str(VAR_DIR / "static"))
MEDIA_ROOT = env("MEDIA_ROOT", default=str(VAR_DIR / "media"))  # attachments; served by views only, never by address
HASHED_STATIC = not (DEBUG or TESTING)  # needs collectstatic
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700  # read by the program alone
STORAGES = {
    "default": {"BACKEND": f"django.core.files.storage.{'InMemory' if TESTING else 'FileSystem'}Storage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC

# -- mail -------------------------------------------------------------------------------------------------------------

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="提案委员会 <tian@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SITE_URL = env("SITE_URL", default="http://localhost:8000")  # links in messages start with it
MAIL_DOMAIN = env("MAIL_DOMAIN", default="localhost")  # of the Message-ID
if EMAIL_URL := env("EMAIL_URL", default=""):
    vars().update(env.email_url_config(EMAIL_URL))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # in the demo: var/log/worker.log

# -- background work (the timetable is in cppcc/celery.py) ------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 900,  # above the longest task, else a running task is delivered twice
    "unacked_restore_throttle": 1,  # a killed worker's task comes back in seconds after that, not minutes
    "max_retries": 0,  # a missing broker must not hold up a page: fail at once, the sweep catches up
    "socket_connect_timeout": 2,
    "global_keyprefix": f"{DATABASES['default']['TEST']['NAME']}:" if TESTING else "cppcc:",
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True  # results are rows; the broker records nothing
CELERY_TASK_TIME_LIMIT, CELERY_TASK_SOFT_TIME_LIMIT = 300, 240
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# -- logging: to the terminal, which systemd or the demo writes to files ----------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING" if TESTING else "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},
        "celery.beat": {"level": "INFO"},
    },
}
