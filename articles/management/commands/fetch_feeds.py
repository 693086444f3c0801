from django.core.management.base import BaseCommand

from articles.importing.feeds import fetch_feed
from articles.models import NewsFeed


class Command(BaseCommand):
    help = "Gör utkast av det som är nytt i kommunernas egna flöden. Körs varje natt."

    def handle(self, *args, **options):
        feeds = NewsFeed.objects.filter(is_active=True).select_related("organisation", "added_by")
        for feed in feeds:
            new, failed = fetch_feed(feed)
            self.stdout.write(f"{feed.url}: {new} nya utkast, {failed} som inte gick. {feed.problem}")
