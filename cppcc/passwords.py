"""What a password must be, by the profile the operator names (``PASSWORD_PROFILE``)."""

from django.core.exceptions import ImproperlyConfigured

DJANGO, OURS = "django.contrib.auth.password_validation", "proposals.accounts.passwords"
ALWAYS = [
    {"NAME": f"{DJANGO}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{DJANGO}.NumericPasswordValidator"},
    {"NAME": f"{DJANGO}.CommonPasswordValidator"},
    {"NAME": f"{OURS}.CommonLongPasswordValidator"},
    {"NAME": f"{OURS}.OwnWordsValidator"},
]
STRICT = [{"NAME": f"{OURS}.ThreeKindsValidator"}, {"NAME": f"{OURS}.NotUsedBeforeValidator"}]

#: profile: (validators, after how many days a new one is asked for at the sign-in; 0: never)
PROFILES = {
    "djcp3": (ALWAYS + STRICT, {"staff": 90, "proposers": 180}),
    "asvs": (ALWAYS, {"staff": 0, "proposers": 0}),
}


def profile(name):
    if name not in PROFILES:
        raise ImproperlyConfigured(f"PASSWORD_PROFILE={name!r} 无效：只能是 {' 或 '.join(PROFILES)}。")
    return PROFILES[name]
