from articles.models.article import Article, ArticlePrinciple, ArticleQuerySet, ChangeNote, KeyFigure, Source
from articles.models.imported import ImportedDocument, NewsFeed
from articles.models.upkeep import ReaderAnswer, ReviewRequest
from articles.models.vocabulary import Principle, Term, Topic

__all__ = [
    "Article",
    "ArticlePrinciple",
    "ArticleQuerySet",
    "ChangeNote",
    "ImportedDocument",
    "KeyFigure",
    "NewsFeed",
    "Principle",
    "ReaderAnswer",
    "ReviewRequest",
    "Source",
    "Term",
    "Topic",
]
