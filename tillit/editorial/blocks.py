"""What a body is built of. Blocks have templates in templates/editorial/blocks/; headings and slides,
which need their place in the whole page, are shown by the page (articles/_part.html)."""

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from tillit.editorial.prose import LONGEST_HEADING, MANUSCRIPT, take_apart

PROSE = ["bold", "italic", "ol", "ul", "link", "document-link", "article-link"]


def template(name):
    return f"editorial/blocks/{name}.html"


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label="Rubrik", max_length=LONGEST_HEADING)
    level = blocks.ChoiceBlock(
        label="Nivå", choices=[("2", "Rubrik"), ("3", "Underrubrik")], default="2", search_index=False
    )

    class Meta:
        icon = "title"
        label = "Rubrik"


class ListBlock(blocks.StructBlock):
    items = blocks.ListBlock(blocks.TextBlock(rows=1), label="Punkter")
    is_numbered = blocks.BooleanBlock(label="Numrerad", required=False)

    class Meta:
        icon = "list-ul"
        label = "Lista"
        template = template("list")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label="Citat", rows=3, help_text="Utan pratminus; det sätts på sidan.")
    speaker = SnippetChooserBlock(
        "people.Role",
        label="Vem, i sin roll då",
        required=False,
        help_text="Rollen som den var när det sades.",
    )
    attribution = blocks.CharBlock(
        label="Vem, i ord", required=False, help_text="Bara om personen inte finns i registret."
    )

    class Meta:
        icon = "openquote"
        label = "Citat"
        template = template("quote")


class PictureChooserBlock(ImageChooserBlock):
    def bulk_to_python(self, values):
        """All at once, and with the sizes that have been made of them."""
        found = self.model_class.objects.prefetch_related("renditions").in_bulk(filter(None, values))
        return [found.get(value) for value in values]


class PictureBlock(blocks.StructBlock):
    image = PictureChooserBlock(label="Bild", required=False, help_text="Utan bild visas inget av detta.")
    alt = blocks.CharBlock(
        label="Alternativtext", required=False, help_text="Vad bilden visar, för den som inte ser den."
    )
    is_decorative = blocks.BooleanBlock(label="Bilden är bara dekoration", required=False)
    caption = blocks.CharBlock(label="Bildtext", required=False)
    credit = blocks.CharBlock(
        label="Fotograf", required=False, help_text="Om den inte redan står vid bilden i bildarkivet."
    )
    is_archive_picture = blocks.BooleanBlock(label="Arkivbild", required=False)

    def get_searchable_content(self, value):
        """Nothing of a picture that is not shown."""
        image = value.get("image")
        shown = image is not None and image.may_be_shown
        return [value[field] for field in ("alt", "caption", "credit") if shown and value.get(field)]

    class Meta:
        icon = "image"
        label = "Bild"
        template = template("picture")


class FactBoxBlock(blocks.StructBlock):
    kicker = blocks.CharBlock(label="Vinjett", default="Fakta", max_length=40)
    title = blocks.CharBlock(label="Rubrik", max_length=120)
    text = blocks.RichTextBlock(label="Text", features=PROSE)
    source = blocks.CharBlock(label="Källa", required=False)
    source_url = blocks.URLBlock(label="Källans adress", required=False)

    class Meta:
        icon = "info-circle"
        label = "Faktaruta"
        template = template("fact_box")


class KeyFigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label="Tal", max_length=40)
    label = blocks.CharBlock(label="Vad talet mäter", max_length=160)

    class Meta:
        label = "Nyckeltal"


class KeyFiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(KeyFigureBlock(), label="Nyckeltal")
    source = blocks.CharBlock(label="Källa", required=False)

    class Meta:
        icon = "order"
        label = "Nyckeltal"
        template = template("key_figures")


class ComparisonBlock(blocks.StructBlock):
    left_title = blocks.CharBlock(label="Vänster rubrik")
    left = blocks.RichTextBlock(label="Vänster", features=PROSE)
    between = blocks.CharBlock(label="Däremellan", required=False)
    right_title = blocks.CharBlock(label="Höger rubrik")
    right = blocks.RichTextBlock(label="Höger", features=PROSE)

    class Meta:
        icon = "grip"
        label = "Jämförelse"
        template = template("comparison")


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label="Vad tabellen visar")
    table = TypedTableBlock([("text", blocks.CharBlock(label="Text", required=False))], label="Tabell")

    class Meta:
        icon = "table"
        label = "Tabell"
        template = template("table")


class MoreBlock(blocks.StructBlock):
    summary = blocks.CharBlock(
        label="Rubrik", help_text="Säg vad som göms: ”Så räknade vi”, inte ”Visa mer”."
    )
    text = blocks.RichTextBlock(label="Text", features=PROSE)

    class Meta:
        icon = "collapse-down"
        label = "Visa mer"
        template = template("more")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label="Fil")
    title = blocks.CharBlock(label="Vad filen är", required=False)

    class Meta:
        icon = "doc-full-inverse"
        label = "Fil"
        template = template("file")


class QuestionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Rubrik", default="Frågor att ta med hem")
    questions = blocks.ListBlock(blocks.TextBlock(rows=2), label="Frågor")

    class Meta:
        icon = "help"
        label = "Diskussionsfrågor"
        template = template("questions")


class SlideContentBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(label="Text", features=PROSE, template=template("text"))
    list = ListBlock()
    quote = QuoteBlock()
    comparison = ComparisonBlock()
    picture = PictureBlock()


class SlideBlock(blocks.StructBlock):
    title = blocks.CharBlock(label="Rubrik", max_length=160)
    is_title_hidden = blocks.BooleanBlock(
        label="Rubriken visas inte på bilden",
        required=False,
        help_text="Den behövs ändå för den som lyssnar.",
    )
    content = SlideContentBlock(label="Innehåll", required=False)
    alternative = blocks.TextBlock(
        label="Vad bilden visar, i ord",
        rows=2,
        required=False,
        help_text="Behövs när något bara syns i en figur.",
    )
    notes = blocks.TextBlock(label="Talarens anteckningar", rows=3, required=False)

    class Meta:
        icon = "desktop"
        label = "Bild i bildspel"


class BodyBlocks(blocks.StreamBlock):
    heading = HeadingBlock()
    text = blocks.RichTextBlock(
        icon="pilcrow",
        label="Text",
        features=[*PROSE, *MANUSCRIPT],
        template=template("text"),
        help_text="Klistra gärna in en hel text från Word. Rubriker och citat i den blir egna delar när du sparar.",
    )
    list = ListBlock()
    quote = QuoteBlock()
    picture = PictureBlock()
    fact_box = FactBoxBlock()
    slide = SlideBlock()
    key_figures = KeyFiguresBlock()
    comparison = ComparisonBlock()
    table = TableBlock()
    more = MoreBlock()
    file = FileBlock()
    questions = QuestionsBlock()

    def clean(self, value):
        return self._taken_apart(super().clean(value))

    def _taken_apart(self, value):
        """The same body with the headings and quotes within its texts as blocks; comments stay at the first of them."""
        parts = []
        for child in value:
            found = take_apart(child.value.source) if child.block_type == "text" else []
            if found:
                ids = [child.id] + [None] * (len(found) - 1)
                parts += [
                    (kind, self.child_blocks[kind].to_python(part), id)
                    for (kind, part), id in zip(found, ids, strict=True)
                ]
            else:
                parts.append((child.block_type, child.value, child.id))
        return blocks.StreamValue(self, parts)
