from django.core.management.base import BaseCommand, CommandError

from tillit.login_links import one_time_login_url
from tillit.people.models import User


class Command(BaseCommand):
    help = "Skriver ut en länk som loggar in en redaktör en gång."

    def add_arguments(self, parser):
        parser.add_argument("email", metavar="E-POST")

    def handle(self, *args, email, **options):
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is None:
            raise CommandError(f"Ingen aktiv användare har adressen {email}.")
        self.stdout.write(one_time_login_url(user))
