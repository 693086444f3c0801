import logging
import time

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from tillit.editorial.schedule import Schedule
from tillit.schedule_failures import tell_of_failure

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Publicerar det som är dags och avpublicerar det som gått ut."

    def add_arguments(self, parser):
        parser.add_argument("--forever", action="store_true", help="fortsätt, med en titt varje sekund")

    def handle(self, *args, forever, **options):
        if forever:
            publish_while(lambda: True)
        published, withdrawn, failed = Schedule(tell_of_failure).run()
        self.stdout.write(f"{published} publicerade, {withdrawn} utgångna, {failed} misslyckade.")


def publish_while(wanted):
    """Look every second for what is due, as long as `wanted()` says so."""
    schedule = Schedule(tell_of_failure)
    while wanted():
        try:
            schedule.run()
        except Exception:
            log.exception("Schemat kunde inte läsas; nytt försök om en sekund.")
        close_old_connections()
        time.sleep(1)
