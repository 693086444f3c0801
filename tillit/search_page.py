"""The page of hits: what was asked, how to narrow it, and each thing that was found with what a reader needs to choose."""

from collections import Counter
from dataclasses import replace
from functools import cached_property
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext
from rapidfuzz import fuzz

from articles.filters import FACETS as OF_ARTICLES
from articles.filters import FOLLOWED as articles_followed
from articles.models import Article, Topic
from events.filters import FACETS as OF_EVENTS
from events.filters import FOLLOWED as events_followed
from tillit.editorial.choices import Choice, chosen_in, marks_of
from tillit.editorial.keys import KEYS, value_named
from tillit.hits import SECTION_NAMES, Hit, facts_of, key_of, rows_of
from tillit.pagecache.watch import kept
from tillit.search.excerpts import excerpt, marked
from tillit.search.models import SearchEntry
from tillit.search.search import FEW, SECTIONS, Search
from tillit.text import thousands

PER_PAGE = 12
SLIDES_PER_DECK = 3
NEAREST_TOPICS, NEAR = 6, 70  # of a hundred, that a name is like what was asked for
# What the address calls them.
SECTION_VALUES = {
    "berattelser": "articles",
    "evenemang": "events",
    "organisationer": "organisations",
    "personer": "people",
    "teman": "topics",
    "ordlista": "glossary",
    "filer": "files",
}
# What can be followed, as addresses call it.
FOLLOWED = {"articles": ("berattelser", articles_followed), "events": ("evenemang", events_followed)}
# Those of the lists; what only events have is told apart from the genre.
FACETS = [
    *OF_ARTICLES[:1],
    *(replace(facet, label=_lazy("Typ av evenemang")) for facet in OF_EVENTS if facet.parameter == "slag"),
    *OF_ARTICLES[1:],
]
FACET_BY_PARAMETER = {facet.parameter: facet for facet in FACETS}
PLACES = ("organisation", "lan")
PARAMETERS = ["q", "typ", *FACET_BY_PARAMETER, "sida"]


class SearchPage:
    def __init__(self, query, language):
        self.query, self.language = query, language
        self.text = query.get("q") or ""
        self.section = SECTION_VALUES.get(query.get("typ") or "", "")
        self.chosen = {
            parameter: FACET_BY_PARAMETER[parameter].value_now(value, Article)
            for parameter, value in chosen_in(query, FACETS).items()
        }
        self.unknown_keys: list[str] = []
        self.is_unknown_place = False
        self.refused_keys: list[str] = []  # a second choice of the same kind
        self.search = Search(
            self.text, language, sections=self._sections, marks=self._marks, keys=frozenset(KEYS)
        )
        for key, value in self.search.query.keys:
            self._choose(key, value)
        self.search.narrow_by(self._marks)

    @property
    def is_asked(self):
        return bool(self.text or self.chosen)

    @property
    def _sections(self):
        return [self.section] if self.section else SECTIONS

    @property
    def _marks(self):
        return marks_of(self.chosen)

    def _choose(self, key, value):
        """`kommun:haninge` is the choice of Haninge beside the list."""
        parameter, known = KEYS[key], value_named(key, value, FACETS, Article)
        if not known:
            self.unknown_keys.append(value)
            self.is_unknown_place |= parameter in PLACES
        elif self.chosen.setdefault(parameter, known) != known:
            self.refused_keys.append(value)

    # What was found ------------------------------------------------------------------------------

    @cached_property
    def page(self):
        return Paginator(self.search.ranked, PER_PAGE).get_page(self.query.get("sida"))

    @cached_property
    def hits(self) -> list[Hit]:
        return self._hits(self.page.object_list)

    @cached_property
    def nearly(self) -> list[Hit]:
        """What lacks one more of the words, below few hits."""
        return self._hits(self.search.nearly)

    def _hits(self, pks):
        entries = SearchEntry.objects.in_bulk(list(pks))
        found = [entries[pk] for pk in pks if pk in entries]
        rows = rows_of(found)
        hits = [self._hit(entry, rows[key_of(entry)]) for entry in found if key_of(entry) in rows]
        self._add_slides(hits)
        return hits

    def _hit(self, entry, row):
        wanted = self.search.terms
        title, lead = marked(entry.title, entry.language, wanted), marked(entry.lead, entry.language, wanted)
        says_it = lead.hits or (entry.lead and (title.hits or not wanted))
        text = lead if says_it else excerpt(entry.body or entry.lead, entry.language, wanted)
        return Hit(
            entry=entry,
            row=row,
            url=row.get_absolute_url(),
            title=title.html,
            excerpt=text.html,
            **facts_of(row, entry),
        )

    def _add_slides(self, hits):
        """Under a deck, the slides of it that were looked for."""
        decks = {
            hit.entry.object_id: hit
            for hit in hits
            if isinstance(hit.row, Article) and hit.row.kind == Article.Kind.SLIDES
        }
        kind = ContentType.objects.get_for_model(Article)
        slides = SearchEntry.objects.shown(self.language).filter(
            content_type=kind, object_id__in=decks, section="slides"
        )
        for slide in slides.order_by("part") if decks else []:
            title = marked(slide.title, slide.language, self.search.terms)
            body = excerpt(slide.body, slide.language, self.search.terms)
            deck = decks[slide.object_id]
            if title.hits + body.hits and len(deck.slides) < SLIDES_PER_DECK:
                deck.slides.append((f"{deck.url}bild/{slide.part}/", title.html))

    # How to narrow it ----------------------------------------------------------------------------

    @cached_property
    def sections(self):
        """[(name, count, address, is chosen)] of the kinds of things that were found."""
        counts = self._counts_of_sections
        values = {section: value for value, section in SECTION_VALUES.items()}
        found = [
            (SECTION_NAMES[s], counts[s], self.address(typ=values[s]), s == self.section)
            for s in SECTIONS
            if counts[s]
        ]
        return found if len(found) > 1 or self.section else []

    @cached_property
    def _counts_of_sections(self):
        everything = self.search if not self.section else self.search.elsewhere(SECTIONS, self.search.marks)
        marks = everything.marks_counted
        counts = Counter({section: marks[f"section={section}"] for section in SECTIONS})
        # Of the chosen what is shown, although elsewhere more of the words are found.
        shown = {self.section: self.search.marks_counted[f"section={self.section}"]} if self.section else {}
        return Counter(counts | shown)

    @cached_property
    def facets(self):
        """[(facet, its choices)] with the count that each choice would give."""
        if not self.search.found.fits and not self.chosen:
            return []
        return [(facet, choices) for facet in FACETS if (choices := self._choices(facet))]

    def _choices(self, facet):
        chosen, prefix = self.chosen.get(facet.parameter), f"{facet.parameter}="
        counted = self.search.counted_without([f"{prefix}{chosen}"]) if chosen else self.search.marks_counted
        counts = {mark.removeprefix(prefix): n for mark, n in counted.items() if mark.startswith(prefix)}
        counts |= {chosen: self.search.marks_counted[f"{prefix}{chosen}"]} if chosen else {}
        return facet.in_order(
            [Choice(v, self._label(facet.parameter, v), n, v == chosen) for v, n in counts.items()]
        )

    @cached_property
    def pills(self):
        """What is chosen, each with the address that takes it away."""
        return [
            (self._label(parameter, value), self.address(**{parameter: ""}))
            for parameter, value in self.chosen.items()
        ]

    def _label(self, parameter, value):
        """What it is called; itself where it has been made up."""
        return _labels(parameter, self.language).get(value, value)

    @cached_property
    def says(self) -> list[str]:
        """What a reader is told about the search, sentence by sentence."""
        search, text = self.search, self.search.query.text
        sentences = [
            _("Vi känner inte till ”%(name)s”, så det är inte med i urvalet.") % {"name": name}
            for name in self.unknown_keys
        ]
        sentences += [
            _("Bara ett val av varje slag får plats, så ”%(name)s” är inte med.") % {"name": name}
            for name in self.refused_keys
        ]
        sentences += [
            _("Det går inte att välja bort med minus framför ”%(key)s”, så det är inte med.") % {"key": key}
            for key in search.query.unwanted_keys
        ]
        if self.is_cut:
            sentences.append(_("Det du skrev var långt. Vi sökte på början av det."))
        if search.is_empty and not search.first:
            return sentences if self.unknown_keys else [*sentences, self._why_empty]
        if not search.count and not text:
            return [*sentences, _("Inget passar in på allt du har valt.")]
        if not search.count:
            if self.chosen or self.section:
                return [
                    *sentences,
                    _("Ingen träff på ”%(text)s” bland det du har valt.") % {"text": self.plain_text},
                ]
            return [*sentences, _("Ingen träff på ”%(text)s”.") % {"text": text}]
        if search.correction:
            words = {"text": text, "mended": search.correction}
            sentences.append(
                _("Ingen träff på ”%(text)s”. Menade du ”%(mended)s”? Här är det som finns om det.") % words
            )
        if self.lacks_words:
            sentences.append(_("Ingen sida har alla orden. De här har några av dem."))
        counted = ngettext("%(count)s träff", "%(count)s träffar", search.count) % {
            "count": thousands(search.count)
        }
        return [*sentences, counted]

    @property
    def _why_empty(self):
        if self.search.query.excluded:
            return _("Skriv också vad du letar efter, inte bara vad som ska vara borta.")
        return _("Skriv minst ett ord som säger vad du letar efter. Småord som ”och” och ”att” räcker inte.")

    @property
    def lacks_words(self):
        """Whether nothing has all the words, and what has most of them is shown."""
        return not self.search.answer.has_all_words

    @property
    def is_without_hits(self):
        return self.is_thin and not self.search.count

    @property
    def is_thin(self):
        """Whether a reader may not have found it: among everything, few or none with all the words as she wrote them."""
        is_everything = not (self.search.is_empty or self.chosen or self.section)
        return is_everything and self.hits_as_written < FEW

    @property
    def hits_as_written(self):
        """How many have all the words as she wrote them."""
        return 0 if self.lacks_words or self.search.correction else self.search.count

    @property
    def plain_text(self):
        """What was written, without what has become choices."""
        query = self.search.query
        return query.without_keys if query.key_places else self.text

    @property
    def everything(self):
        return self.address(typ="")

    @property
    def is_about_events(self):
        """Whether they were chosen, or what only they have."""
        return self.section == "events" or (not self.section and "slag" in self.chosen)

    @cached_property
    def followed(self):
        """The same search among the stories, or the events where those were chosen; None where no list is the same."""
        section = "events" if self.is_about_events else self.section or "articles"
        is_awaited = bool(self.chosen) and not self.search.count
        if section not in FOLLOWED or not (self._counts_of_sections[section] or is_awaited):
            return None
        what, parameters = FOLLOWED[section]
        says_something = bool(self.search.question.groups)
        is_known = all(FACET_BY_PARAMETER[p].knows(v, Article) for p, v in self.chosen.items())
        is_choosable = is_known and not self.chosen.keys() - set(parameters)
        if not is_choosable or (self.search.query.excluded and not says_something):
            return None
        text = {} if says_something else {"q": ""}  # small words beside a choice ask for nothing
        return {"what": what, "query": self._query(typ="", **text)}

    @property
    def query_string(self):
        return self._query()

    def address(self, **changed):
        """The address of this search with something chosen otherwise; from its first page."""
        return f"{reverse('search')}?{self._query(**changed)}"

    def _query(self, **changed):
        choices = {"q": self.plain_text, "typ": self.query.get("typ") or "", **self.chosen} | changed
        return urlencode({name: value for name, value in choices.items() if value})

    @cached_property
    def without_choices(self):
        """(how many there are when nothing is chosen, the address of them); None where that is no more."""
        if self.search.count or not (self.chosen or self.section) or not self.plain_text:
            return None
        count = self.search.elsewhere(SECTIONS, ()).count
        return (count, f"{reverse('search')}?{urlencode({'q': self.plain_text})}") if count else None

    # When nothing was found ----------------------------------------------------------------------

    @cached_property
    def nearest_topics(self):
        """[(likeness, theme)]: those whose names are like what was asked for, else some to look around in."""
        text = self.text[:100].casefold()
        all_of_them = [
            (fuzz.partial_ratio(text, topic.text.name.casefold()), topic) for topic in Topic.objects.all()
        ]
        likest = sorted(all_of_them, key=lambda pair: -pair[0])[:NEAREST_TOPICS]
        return [pair for pair in likest if pair[0] >= NEAR] or likest

    @property
    def topics_are_near(self):
        return bool(self.nearest_topics) and self.nearest_topics[0][0] >= NEAR

    @property
    def is_cut(self):
        return self.search.query.is_cut

    @property
    def has_more(self):
        """More than the best, which are all that is shown."""
        return self.search.count > len(self.search.ranked)


@kept
def _labels(parameter, language):
    """{value: label} of all that may be chosen."""
    return FACET_BY_PARAMETER[parameter].known(Article)
