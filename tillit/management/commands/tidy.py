from datetime import timedelta

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from articles.models import ReaderAnswer
from tillit.following.models import Subscription
from tillit.models import AccessibilityReport
from tillit.pagecache.models import forget_old_changes
from tillit.review.models import Comment, DraftLink
from tillit.search.models import Missed


class Command(BaseCommand):
    help = "Nattlig städning: tar bort det som inte ska sparas längre."

    def handle(self, *args, **options):
        reports, _ = AccessibilityReport.objects.outlived().delete()
        answers, _ = ReaderAnswer.objects.outlived().delete()
        comments, _ = Comment.objects.outlived().delete()
        missed, _ = Missed.objects.outlived().delete()
        for pk in list(Subscription.objects.outlived().values_list("pk", flat=True)):
            with transaction.atomic():
                if subscription := Subscription.objects.outlived().locked(
                    pk=pk
                ):  # none has said yes meanwhile
                    subscription.stop()
        DraftLink.objects.filter(expires_at__lt=timezone.now() - timedelta(days=365)).delete()
        changes = forget_old_changes(timezone.now() - timedelta(days=1))
        call_command("clearsessions")
        self.stdout.write(
            f"Borttaget: {reports} meddelanden, {answers} läsares svar, {comments} kommentarer, {missed} sökningar utan träff, {changes} spår av ändringar och gamla sessioner."
        )
