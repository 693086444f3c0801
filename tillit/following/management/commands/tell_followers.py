from django.core.management.base import BaseCommand
from django.db.models import Min
from django.utils import timezone

from tillit.following.models import Subscription
from tillit.following.telling import tell_all, tell_while


class Command(BaseCommand):
    help = "Skriver breven till dem som följer ett urval. Går att köra hur ofta som helst: varje sida berättas en gång."

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true", help="fortsätt, med en titt varje minut")

    def handle(self, *args, forever, **options):
        if forever:
            tell_while(lambda: True)
        self.stdout.write(f"{tell_all()} brev skrivna. {self._next()}")

    def _next(self):
        due = Subscription.objects.confirmed().aggregate(first=Min("due"))["first"]
        if due is None:
            return "Ingen följer något."
        return f"Nästa brev skrivs {timezone.localtime(due):%Y-%m-%d %H.%M}."
