"""Bring the whole index in step with what is public. The site may run meanwhile; started again it goes on."""

from django.core.cache import cache
from django.core.management.base import BaseCommand

from tillit.pagecache.models import changed
from tillit.search import indexing
from tillit.search.models import SearchWord

PLACE = "search.reindex"  # {label of a model: the last number that is done}
WORDS = "words"  # stands there while the words are to be counted anew


class Command(BaseCommand):
    help = "Gör om sökregistret ur det som är publicerat. Går att avbryta; nästa gång fortsätter det där det var."

    def add_arguments(self, parser):
        parser.add_argument(
            "--fran-borjan",
            action="store_true",
            help="glöm var ett avbrutet arbete var, och räkna om alla ord; antal och förslag stämmer först när det är klart, och under räkningen väntar den som publicerar",
        )

    def handle(self, *args, **options):
        places = {} if options["fran_borjan"] else cache.get(PLACE) or {}
        if places:
            self.stdout.write("Fortsätter där det avbröts.")
        if options["fran_borjan"] or not SearchWord.objects.exists():
            places[WORDS] = 0
            cache.set(PLACE, places, timeout=None)
        for model in sorted(indexing.searchable_models(), key=_last_those_found_through_others):
            self._index(model, places)
        if WORDS in places:
            indexing.recount()
        cache.delete(PLACE)
        changed()
        self.stdout.write("Klart.")

    def _index(self, model, places):
        label, name = model._meta.label, str(model._meta.verbose_name_plural)
        total = model._default_manager.count()
        begun = model._default_manager.filter(pk__lte=places.get(label, 0)).count()
        counting = WORDS not in places
        for done, last in indexing.reindex(model, after=places.get(label, 0), counts_words=counting):
            places[label] = last
            cache.set(PLACE, places, timeout=None)
            self.stdout.write(f"{name}: {min(begun + done, total)} av {total}")
        indexing.drop_orphans(model)


def _last_those_found_through_others(model):
    return getattr(model, "is_found_through_others", False), model._meta.label
