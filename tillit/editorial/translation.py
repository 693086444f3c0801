from modeltranslation.translator import TranslationOptions


class EditorialTranslation(TranslationOptions):
    """What every editorial text has in each language; a subclass adds its own fields."""

    fields = ("title", "slug", "lead", "body", "picture_alt", "picture_caption")
    required_languages = {"sv": ("title",)}
    empty_values = {"slug": None}
