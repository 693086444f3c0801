from datetime import timedelta

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from articles.models import ReaderAnswer
from tillit.models import AccessibilityReport
from tillit.pagecache.models import forget_old_changes


class Command(BaseCommand):
    help = "Nattlig städning: tar bort det som inte ska sparas längre."

    def handle(self, *args, **options):
        reports, _ = AccessibilityReport.objects.outlived().delete()
        answers, _ = ReaderAnswer.objects.outlived().delete()
        changes = forget_old_changes(timezone.now() - timedelta(days=1))
        call_command("clearsessions")
        self.stdout.write(
            f"Borttaget: {reports} meddelanden, {answers} läsares svar, {changes} spår av ändringar och gamla sessioner."
        )
