"""What a body is built of. Each block has a template of its own in templates/editorial/blocks/."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from tillit.text import one_line

PROSE = ["bold", "italic", "ol", "ul", "link", "document-link", "article-link"]


def template(name):
    return f"editorial/blocks/{name}.html"


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("rubrik"), max_length=160)
    level = blocks.ChoiceBlock(
        label=_("nivå"), choices=[("2", _("Rubrik")), ("3", _("Underrubrik"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("rubrik")
        template = template("heading")


class ListBlock(blocks.StructBlock):
    items = blocks.ListBlock(blocks.TextBlock(rows=1), label=_("punkter"))
    is_numbered = blocks.BooleanBlock(label=_("numrerad"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("lista")
        template = template("list")


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("citat"), rows=3, help_text=_("Utan pratminus; det sätts på sidan."))
    speaker = SnippetChooserBlock(
        "people.Role", label=_("vem, i sin roll då"), required=False, help_text=_("Rollen som den var när det sades.")
    )
    attribution = blocks.CharBlock(
        label=_("vem, i ord"), required=False, help_text=_("Bara om personen inte finns i registret.")
    )

    class Meta:
        icon = "openquote"
        label = _("citat")
        template = template("quote")


class PictureBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("bild"), required=False, help_text=_("Utan bild visas inget av detta."))
    alt = blocks.CharBlock(
        label=_("alternativtext"), required=False, help_text=_("Vad bilden visar, för den som inte ser den.")
    )
    is_decorative = blocks.BooleanBlock(label=_("bilden är bara dekoration"), required=False)
    caption = blocks.CharBlock(label=_("bildtext"), required=False)
    credit = blocks.CharBlock(
        label=_("fotograf"), required=False, help_text=_("Om den inte redan står vid bilden i bildarkivet.")
    )
    is_archive_picture = blocks.BooleanBlock(label=_("arkivbild"), required=False)

    def clean(self, value):
        value = super().clean(value)
        alt, caption = one_line(value["alt"]).casefold(), one_line(value["caption"]).casefold()
        errors = {}
        if value["image"] and not alt and not value["is_decorative"]:
            errors["alt"] = ValidationError(_("Beskriv bilden, eller kryssa i att den bara är dekoration."))
        if alt and alt == caption:
            errors["alt"] = ValidationError(
                _("Alternativtexten upprepar bildtexten. Beskriv i stället vad som syns på bilden.")
            )
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return value

    class Meta:
        icon = "image"
        label = _("bild")
        template = template("picture")


class FactBoxBlock(blocks.StructBlock):
    kicker = blocks.CharBlock(label=_("vinjett"), default="Fakta", max_length=40)
    title = blocks.CharBlock(label=_("rubrik"), max_length=120)
    text = blocks.RichTextBlock(label=_("text"), features=PROSE)
    source = blocks.CharBlock(label=_("källa"), required=False)
    source_url = blocks.URLBlock(label=_("källans adress"), required=False)

    class Meta:
        icon = "info-circle"
        label = _("faktaruta")
        template = template("fact_box")


class KeyFigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("tal"), max_length=40)
    label = blocks.CharBlock(label=_("vad talet mäter"), max_length=160)

    class Meta:
        label = _("nyckeltal")


class KeyFiguresBlock(blocks.StructBlock):
    figures = blocks.ListBlock(KeyFigureBlock(), label=_("nyckeltal"))
    source = blocks.CharBlock(label=_("källa"), required=False)

    class Meta:
        icon = "order"
        label = _("nyckeltal")
        template = template("key_figures")


class ComparisonBlock(blocks.StructBlock):
    left_title = blocks.CharBlock(label=_("vänster rubrik"))
    left = blocks.RichTextBlock(label=_("vänster"), features=PROSE)
    between = blocks.CharBlock(label=_("däremellan"), required=False)
    right_title = blocks.CharBlock(label=_("höger rubrik"))
    right = blocks.RichTextBlock(label=_("höger"), features=PROSE)

    class Meta:
        icon = "grip"
        label = _("jämförelse")
        template = template("comparison")


class TableBlock(blocks.StructBlock):
    caption = blocks.CharBlock(label=_("vad tabellen visar"))
    table = TypedTableBlock([("text", blocks.CharBlock(label=_("text"), required=False))], label=_("tabell"))

    class Meta:
        icon = "table"
        label = _("tabell")
        template = template("table")


class MoreBlock(blocks.StructBlock):
    summary = blocks.CharBlock(label=_("rubrik"), help_text=_("Säg vad som göms: ”Så räknade vi”, inte ”Visa mer”."))
    text = blocks.RichTextBlock(label=_("text"), features=PROSE)

    class Meta:
        icon = "collapse-down"
        label = _("visa mer")
        template = template("more")


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("fil"))
    title = blocks.CharBlock(label=_("vad filen är"), required=False)

    class Meta:
        icon = "doc-full-inverse"
        label = _("fil")
        template = template("file")


class QuestionsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("rubrik"), default="Frågor att ta med hem")
    questions = blocks.ListBlock(blocks.TextBlock(rows=2), label=_("frågor"))

    class Meta:
        icon = "help"
        label = _("diskussionsfrågor")
        template = template("questions")


class SlideContentBlock(blocks.StreamBlock):
    text = blocks.RichTextBlock(label=_("text"), features=PROSE, template=template("text"))
    list = ListBlock()
    quote = QuoteBlock()
    comparison = ComparisonBlock()
    picture = PictureBlock()


class SlideBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("rubrik"), max_length=160)
    is_title_hidden = blocks.BooleanBlock(
        label=_("rubriken visas inte på bilden"), required=False, help_text=_("Den behövs ändå för den som lyssnar.")
    )
    content = SlideContentBlock(label=_("innehåll"), required=False)
    alternative = blocks.TextBlock(
        label=_("vad bilden visar, i ord"),
        rows=2,
        required=False,
        help_text=_("Behövs när något bara syns i en figur."),
    )
    notes = blocks.TextBlock(label=_("talarens anteckningar"), rows=3, required=False)

    class Meta:
        icon = "desktop"
        label = _("bild i bildspel")
        template = template("slide")


class BodyBlocks(blocks.StreamBlock):
    heading = HeadingBlock()
    text = blocks.RichTextBlock(icon="pilcrow", label=_("text"), features=PROSE, template=template("text"))
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
