"""What stands between a draft and its readers, said so that an editor finds the place."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Obstacle:
    """Something that has to be done before a page may be published."""

    anchor: str  # the field, or the id of the block, where it is done
    text: str


def label_of(model, field: str) -> str:
    """The field's own name, as it stands in the form; "Ingress" without "(svenska)"."""
    known = model._meta.get_field(field)
    name = known.related_model._meta.verbose_name_plural if known.one_to_many else known.verbose_name
    return str(name).removesuffix(" (svenska)").capitalize()


def left_empty(model, field: str) -> str:
    """A sentence that holds whatever the field is called: "Händelsen ägde rum" is no thing that lacks."""
    return f"Fältet ”{label_of(model, field)}” är tomt."
