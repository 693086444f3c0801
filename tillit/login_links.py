"""Links that sign a member of the staff in once. The token dies with the login it gives."""

from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from tillit.links import absolute
from tillit.people.models import User


def one_time_login_url(user: User) -> str:
    uidb64 = urlsafe_base64_encode(force_bytes(user.pk))
    return absolute(reverse("one_time_login", args=[uidb64, default_token_generator.make_token(user)]))
