from tillit.editorial.models.files import Attachment, Picture, Rendition
from tillit.editorial.models.page import Editorial, EditorialQuerySet, PageGone
from tillit.editorial.models.past import FormerWord, PublishedAddress, PublishedVersion, TakeDown

__all__ = [
    "Attachment",
    "Editorial",
    "EditorialQuerySet",
    "FormerWord",
    "PageGone",
    "Picture",
    "PublishedAddress",
    "PublishedVersion",
    "Rendition",
    "TakeDown",
]
