"""Why somebody could not be given, or could not change, a seat: a sentence for whoever asked."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """Why it could not be done, in words for the one who asked."""

    sentence = ""

    def __init__(self, sentence=None):
        super().__init__(sentence or self.sentence)

    def __str__(self):
        return str(self.args[0])


class Closed(Refused):
    sentence = _("Anmälan är stängd. Inget har ändrats.")


class Begun(Refused):
    sentence = _("Dagen har börjat eller är inställd, så det går inte att ändra. Inget har ändrats.")


class AlreadyRegistered(Refused):
    sentence = _("Adressen är redan anmäld.")

    def __init__(self, emails):
        super().__init__()
        self.emails = emails


class Outdated(Refused):
    sentence = _(
        "Något i formuläret ändrades medan du fyllde i det. Inget har sparats. Se över det och skicka igen."
    )


class SessionGone(Refused):
    sentence = _("Passet går inte att välja längre. Välj ett annat.")


class SessionsOverlap(Refused):
    sentence = _("Två av passen går samtidigt. Välj ett av dem.")


class TooMany(Refused):
    sentence = _(
        "Gruppen är större än antalet platser som går att få. Välj ”så många som ryms” eller anmäl färre."
    )


class NoLongerPossible(Refused):
    sentence = _("Det går inte längre. Läget har ändrats sedan sidan visades; här ser du hur det är nu.")
