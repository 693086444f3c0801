import signal

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tillit.outbox.models import Message
from tillit.outbox.worker import carry, carry_forever


class Command(BaseCommand):
    help = "Skickar breven i utkorgen, så länge kommandot får gå."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="skicka det som är dags, och sluta")

    def handle(self, *args, once, **options):
        if not settings.SENDS_MAIL:
            raise CommandError("Ingen e-post är inställd. Sätt EMAIL_URL (se .env.example).")
        if once:
            sent, failed = carry()
            waiting, lost = Message.objects.unfinished().count(), Message.objects.failed().count()
            self.stdout.write(
                f"{sent} skickade, {failed} gick inte fram nu. {waiting} väntar, {lost} gav vi upp."
            )
            return
        # The letter in hand is finished before the worker ends.
        running = [True]
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: running.clear())
        carry_forever(lambda: bool(running))
