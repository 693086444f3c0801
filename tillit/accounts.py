"""Signing in: with a password and a second step, with a key, or through one's workplace.

Accounts are made by administrators (`tillit.people.staff`); nobody signs up for one.
"""

import time
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.authentication import get_authentication_records
from allauth.account.utils import user_pk_to_url_str
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from tillit.links import absolute
from tillit.outbox.letters import Letter, NothingToTell, from_template, writes
from tillit.outbox.models import Message
from tillit.people.models import User
from tillit.sealed import seal, unseal
from tillit.text import one_line, unlinked

# What has been done to an account, told to the one whose it is.
NOTICES = {
    "mfa/email/totp_activated": "En app har kopplats till ditt konto",
    "mfa/email/totp_deactivated": "Appen är bortkopplad från ditt konto",
    "mfa/email/webauthn_added": "En nyckel har lagts till i ditt konto",
    "mfa/email/webauthn_removed": "En nyckel har tagits bort ur ditt konto",
    "mfa/email/recovery_codes_generated": "Nya reservkoder har gjorts till ditt konto",
    "account/email/password_changed": "Lösenordet till ditt konto är bytt",
    "account/email/password_reset": "Lösenordet till ditt konto är bytt",
    "account/email/password_set": "Ditt konto har fått ett lösenord",
}


RECENTLY = 10 * 60  # seconds


class StaffAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, **kwargs):
        """Whoever may not enter the back office is told so, instead of being sent round in a circle."""
        if user.is_active and not user.has_perm("wagtailadmin.access_admin"):
            return redirect("account_no_role")
        return super().pre_login(request, user, **kwargs)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Whoever has just signed in is not asked again before she changes how she signs in."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < RECENTLY for record in records)

    def send_password_reset_mail(self, user, email, context):
        write_password_letter(user)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        if subject := NOTICES.get(template_prefix):
            _write(user, "account.notice", {"subject": subject})


class SecretsAdapter(DefaultMFAAdapter):
    """What the app in the telephone shares with us is sealed in the database."""

    def encrypt(self, text):
        return seal(text)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text)


class WorkplaceAdapter(DefaultSocialAccountAdapter):
    """Logins through a municipality: only those who are in the staff already, by an address it answers for."""

    def is_open_for_signup(self, request, sociallogin):
        raise ImmediateHttpResponse(redirect(f"{reverse('account_no_role')}?okand=1"))

    def pre_social_login(self, request, sociallogin):
        """The workplace says who it is; that it may say so of this address is for the hub to decide."""
        user, domains = sociallogin.user, sociallogin.provider.app.settings["verified_email"]
        if user.email.rpartition("@")[2].lower() not in domains:
            self.is_open_for_signup(request, sociallogin)
        if sociallogin.is_existing and not user.has_perm("wagtailadmin.access_admin"):
            raise ImmediateHttpResponse(redirect("account_no_role"))


class SecondStepMiddleware:
    """In the back office nobody works with a password alone, where the hub demands two steps."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_TWO_FACTOR and _lacks_second_step(request):
            messages.warning(
                request, "Koppla en app eller lägg till en nyckel först. Sedan är redaktionen öppen."
            )
            return redirect("mfa_index")
        return self.get_response(request)


def _lacks_second_step(request):
    if not request.path.startswith("/redaktion/") or request.path.startswith(
        ("/redaktion/konto/", "/redaktion/in/")
    ):
        return False
    if not request.user.is_authenticated:
        return False
    taken = {record.get("method") for record in get_authentication_records(request, request.user)}
    return not (taken & {"mfa", "socialaccount"} or is_mfa_enabled(request.user))


# Letters -----------------------------------------------------------------------------------------


def write_password_letter(user: User, *, by: User | None = None) -> None:
    """A letter with a link to choose a password; to a new colleague from the one who added her."""
    _write(user, "account.password", {"by": str(by) if by else ""})


def _write(user, kind, content):
    key = f"{kind}:{user.pk}:{uuid4()}"
    Message.objects.create(key=key, kind=kind, about=f"user:{user.pk}", to=user.email, content=content)


@writes("account.password")
def password_letter(message: Message) -> Letter:
    """The link is made when the letter is sent: it stands nowhere in the database."""
    user = User.objects.filter(pk=message.about.partition(":")[2], is_active=True).first()
    if user is None:
        raise NothingToTell
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    link = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])
    context = {
        "is_new": bool(message.content["by"]),
        "by": unlinked(one_line(message.content["by"])),
        "name": unlinked(one_line(user.first_name)),
        "link": absolute(link),
        "login": absolute(reverse("account_login")),
        "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
    }
    return from_template("account/mail/password.txt", context)


@writes("account.notice")
def notice_letter(message: Message) -> Letter:
    text = f"{message.content['subject']}. Det gjordes nyss."
    return from_template("account/mail/notice.txt", {"subject": message.content["subject"], "text": text})
