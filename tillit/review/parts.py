"""A draft in its parts, so that each can be spoken of: its fields, and the blocks of its body."""

from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tillit.text import light_markup

WHOLE = "sidan"  # what is said of no part but of the page


@dataclass
class Part:
    anchor: str
    label: str
    html: SafeString | str
    comments: list = field(default_factory=list)


def parts_of(page, language, comments=(), level="h3"):
    """The parts that have text in the language, each with its comments; comments on what is gone stand last."""
    parts = [
        Part(name, label, light_markup(text) if name not in ("title", "lead") else text)
        for name, label in page.review_fields()
        if (text := getattr(page, f"{name}_{language}"))
    ]
    parts += [_block(block, level) for block in getattr(page, f"body_{language}") or []]
    whole = Part(WHOLE, "Sidan i sin helhet", "")
    by_anchor = {part.anchor: part for part in [*parts, whole]}
    for comment in comments:
        by_anchor.get(comment.anchor, whole).comments.append(comment)
    return [*parts, whole]


def _block(block, level):
    value, label = block.value, str(block.block.label)
    if block.block_type == "heading":
        return Part(block.id, label, format_html(f"<{level}>{{}}</{level}>", value["text"]))
    if block.block_type == "slide":
        inside = format_html_join("", "{}", ((inner.render(),) for inner in value["content"]))
        return Part(
            block.id,
            label,
            format_html(
                f"<{level}>{{}}</{level}>{{}}<p>{{}}</p>", value["title"], inside, value["alternative"]
            ),
        )
    return Part(block.id, label, block.render())
