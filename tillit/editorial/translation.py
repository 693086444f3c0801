from modeltranslation.translator import TranslationOptions, register

from tillit.editorial.models import TakeDown


class EditorialTranslation(TranslationOptions):
    """What every editorial text has in each language; a subclass adds its own fields."""

    fields = ("title", "slug", "lead", "body", "picture_alt", "picture_caption")
    required_languages = {"sv": ("title",)}
    empty_values = {"slug": None}


@register(TakeDown)
class TakeDownTranslation(TranslationOptions):
    fields = ("reason",)
