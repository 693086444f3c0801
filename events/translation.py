from modeltranslation.translator import TranslationOptions, register

from events.models import Event, Material, Question, Series, Session
from tillit.editorial.translation import EditorialTranslation


@register(Event)
class EventTranslation(EditorialTranslation):
    fields = (*EditorialTranslation.fields, "audience", "access_note", "fee", "notice")


@register(Series)
class SeriesTranslation(TranslationOptions):
    fields = ("name", "rhythm", "description")
    required_languages = {"sv": ("name",)}


@register(Session)
class SessionTranslation(TranslationOptions):
    fields = ("title", "description")
    required_languages = {"sv": ("title",)}


@register(Question)
class QuestionTranslation(TranslationOptions):
    fields = ("label", "help_text", "options")
    required_languages = {"sv": ("label",)}


@register(Material)
class MaterialTranslation(TranslationOptions):
    fields = ("title",)
    required_languages = {"sv": ("title",)}
