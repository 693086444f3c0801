"""What is declared about the participants' data; the fields point here."""

from django.utils.translation import gettext_lazy as _

from tillit.personal_data import EXPLICIT_CONSENT, LEGAL_DUTY, PUBLIC_TASK, PersonalData

UNTIL = _("till den dag som står i anmälan, sedan tas de bort")
ORGANISER = _("arrangören")

PARTICIPANT = PersonalData(_("Hålla din plats och skriva till dig om dagen"), PUBLIC_TASK, ORGANISER, UNTIL)
ORGANISATION = PersonalData(
    _("Veta vilka organisationer som kommer, och fördela platser mellan dem"), PUBLIC_TASK, ORGANISER, UNTIL
)
INVOICE = PersonalData(_("Fakturera avgiften"), LEGAL_DUTY, ORGANISER, UNTIL)
GROUP_CONTACT = PersonalData(
    _("Skriva till den som anmälde flera"), PUBLIC_TASK, _("arrangören och de som anmäldes"), UNTIL
)
ANSWER = PersonalData(_("Arrangörens egen fråga"), PUBLIC_TASK, ORGANISER, UNTIL)
SENSITIVE = PersonalData(
    _("Ordna mat och tillgänglighet"),
    EXPLICIT_CONSENT,
    _("arrangören, utan namn"),
    _("till dagen efter evenemanget"),
)
KEY = PersonalData(_("Länken till din egen sida"), PUBLIC_TASK, _("ingen"), UNTIL)
NETWORK = PersonalData(
    _("Stoppa program som skickar formuläret om och om igen"), PUBLIC_TASK, _("ingen"), _("högst två dygn")
)
TRACE = PersonalData(
    _("Veta vem i personalen som ändrade"), PUBLIC_TASK, ORGANISER, _("så länge evenemanget finns kvar")
)
