from modeltranslation.translator import TranslationOptions, register

from articles.models import Article, ArticlePrinciple, ChangeNote, KeyFigure, Principle, Term, Topic
from articles.models.case import CASE_FIELDS
from tillit.editorial.translation import EditorialTranslation


@register(Article)
class ArticleTranslation(EditorialTranslation):
    fields = (*EditorialTranslation.fields, *CASE_FIELDS, "reading_minutes", "change_note")


@register(Topic)
@register(Principle)
class VocabularyTranslation(TranslationOptions):
    fields = ("name", "description")
    required_languages = {"sv": ("name",)}


@register(Term)
class TermTranslation(TranslationOptions):
    fields = ("name", "abbreviation", "explanation")
    required_languages = {"sv": ("name", "explanation")}


@register(ArticlePrinciple)
class ArticlePrincipleTranslation(TranslationOptions):
    fields = ("reason",)


@register(KeyFigure)
class KeyFigureTranslation(TranslationOptions):
    fields = ("measure", "before", "after")
    required_languages = {"sv": ("measure", "after")}


@register(ChangeNote)
class ChangeNoteTranslation(TranslationOptions):
    fields = ("note",)
    required_languages = {"sv": ("note",)}
