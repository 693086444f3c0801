"""Text that is encrypted in the database: whoever reads a copy of it reads nothing."""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


def derived_key(purpose: str, secret: str | None = None) -> bytes:
    """32 bytes for one purpose, made from the site's secret."""
    return hmac.digest((secret or settings.SECRET_KEY).encode(), f"tillit.{purpose}".encode(), hashlib.sha256)


def _fernet() -> MultiFernet:
    """The first key seals; all of them open, so that a key can be changed."""
    secrets = settings.DATA_KEYS or [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    keys = [base64.urlsafe_b64encode(derived_key("sealed", secret)) for secret in secrets]
    return MultiFernet([Fernet(key) for key in keys])


def seal(text: str) -> str:
    return _fernet().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """Raises `cryptography.fernet.InvalidToken` when no key of ours fits."""
    return _fernet().decrypt(sealed.encode()).decode() if sealed else ""


class SealedTextField(models.TextField):
    """A text that is sealed on its way into the database. It cannot be searched, only read."""

    def get_prep_value(self, value: str | None) -> str | None:
        return seal(value) if value else value

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        return unseal(value) if value else value
