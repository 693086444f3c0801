"""Somebody to be signed up, before there is a row of hers."""

from dataclasses import dataclass

from events.models import Registration


@dataclass(frozen=True)
class Newcomer:
    """A person as the form or the organiser gave her."""

    name: str
    email: str
    organisation_id: int | None = None
    organisation_text: str = ""
    role: str = ""
    invoice_reference: str = ""
    language: str = "sv"
    session_ids: tuple[int, ...] = ()
    answers: tuple[tuple[int, str, str], ...] = ()  # (question, as it was asked, answer)
    diet: str = ""
    access: str = ""
    form_key: str | None = None  # the same for the same form sent again
    network: str = ""  # that the form came from

    @property
    def organisation_key(self) -> str:
        """The same for all who come from the same place, however it is spelt."""
        if self.organisation_id:
            return f"o{self.organisation_id}"
        return f"t{self.organisation_text.casefold()}" if self.organisation_text else ""

    def registration(self, **values) -> Registration:
        fields = (
            *("name", "email", "organisation_id", "organisation_text", "organisation_key", "role"),
            *("invoice_reference", "language", "form_key", "network"),
        )
        has_answers = bool(self.answers or self.diet or self.access)
        own = {name: getattr(self, name) for name in fields}
        return Registration(**own, has_answers=has_answers, **values)
