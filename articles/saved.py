"""A list of stories by its address: what somebody has saved in her browser, to share and to print as a hand-out."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import get_language

from articles import comparison
from articles.models import Article
from articles.pages import ArticlePage
from tillit.editorial.documents import blocks_within
from tillit.text import light_markup, whole_numbers

AT_MOST = 30
# What a hand-out tells of a fallberättelse besides its lead.
IN_SHORT = ["results", "failures", "advice"]


@dataclass(frozen=True)
class SavedStory:
    page: ArticlePage

    @property
    def article(self):
        return self.page.article

    @property
    def parts(self):
        return [part for part in self.page.case_parts if part.field in IN_SHORT]

    @property
    def questions(self):
        """The questions to take home, from wherever in the text they stand."""
        found = [value["questions"] for kind, value in blocks_within(self.page.blocks) if kind == "questions"]
        return [light_markup(question) for questions in found for question in questions]


class SavedList:
    def __init__(self, query):
        numbers = whole_numbers(query.getlist("b"), AT_MOST + 1)
        self.wanted, self.is_cut = numbers[:AT_MOST], len(numbers) > AT_MOST

    @cached_property
    def stories(self):
        found = Article.objects.published().as_pages().in_order(self.wanted)
        return [SavedStory(ArticlePage(article, get_language())) for article in found]

    @property
    def missing(self):
        """The numbers of those that are no longer public."""
        shown = {story.article.pk for story in self.stories}
        return [pk for pk in self.wanted if pk not in shown]

    @property
    def compared(self):
        """The address with the first of them beside each other; empty when there are not two."""
        first = [("b", story.article.pk) for story in self.stories[: comparison.AT_MOST]]
        return f"{reverse('compare')}?{urlencode(first)}" if len(first) > 1 else ""
