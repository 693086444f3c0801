"""The structure of a fallberättelse: the same questions to everyone, so that two can be compared."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Field, heading on the page, question to the editor. The order is the order of the story.
CASE_TEXTS = [
    ("challenge", _("Utmaningen"), "Vilket problem ville ni lösa, och för vem?"),
    ("starting_point", _("Utgångsläget"), "Hur styrdes verksamheten tidigare?"),
    ("actions", _("Vad vi gjorde"), "Vad gjorde ni, steg för steg?"),
    ("frames", _("Ramarna"), "Vilka gränser gäller för handlingsutrymmet?"),
    ("follow_up", _("Uppföljningen"), "Hur följer ni upp utan att detaljstyra?"),
    ("results", _("Resultatet"), "Vad blev bättre, och hur vet ni det?"),
    ("failures", _("Det som inte fungerade"), "Vad fungerade inte? Vad skulle ni göra annorlunda?"),
    ("advice", _("Råd till andra"), "Två till fem korta råd, ett på varje rad."),
    ("prerequisites", _("Vad som krävs"), "Mandat, resurser, politisk samsyn, tid?"),
    ("participation", _("Vilka som var med"), "Hur var medarbetare, fack och invånare med?"),
    ("cost_and_time", _("Tid och kostnad"), "Ungefär hur mycket tid, pengar och folk?"),
]
CASE_FIELDS = [field for field, _heading, _question in CASE_TEXTS]


class Stage(models.TextChoices):
    EXPLORING = "utforskar", _("Utforskar")
    ANCHORING = "forankrar", _("Förankrar")
    TRYING = "provar", _("Prövar")
    INTRODUCING = "infor", _("Inför")
    LEARNING = "lar", _("Lär och utvecklar")
    EVALUATED = "utvarderat", _("Utvärderat")


class State(models.TextChoices):
    ONGOING = "pagar", _("Pågår")
    PAUSED = "pausat", _("Pausat")
    FINISHED = "avslutat", _("Avslutat")
    ABANDONED = "avbrutet", _("Avbrutet eller återtaget")


class Evidence(models.TextChoices):
    STORY = "berattelse", _("Berättelse")
    OWN = "egen", _("Egen uppföljning")
    EXTERNAL = "extern", _("Extern utvärdering")
    RESEARCH = "forskning", _("Forskning")


class ChainLevel(models.TextChoices):
    """Styrkedjan: where between the council and the resident something changed."""

    COUNCIL = "fullmaktige", _("Fullmäktige och styrelse")
    COMMITTEE = "namnd", _("Nämnd")
    MANAGEMENT = "ledning", _("Förvaltningsledning")
    MANAGER = "chef", _("Chef")
    STAFF = "medarbetare", _("Medarbetare")
    RESIDENT = "brukare", _("Invånare och brukare")


class Case(models.Model):
    """Fields of a fallberättelse. They are columns of the article, so that a draft holds them too."""

    challenge = models.TextField("utmaningen", blank=True)
    starting_point = models.TextField("utgångsläget", blank=True)
    actions = models.TextField("vad vi gjorde", blank=True)
    frames = models.TextField("ramarna", blank=True)
    follow_up = models.TextField("uppföljningen", blank=True)
    results = models.TextField("resultatet", blank=True)
    failures = models.TextField("det som inte fungerade", blank=True)
    advice = models.TextField("råd till andra", blank=True)
    prerequisites = models.TextField("vad som krävs", blank=True)
    participation = models.TextField("vilka som var med", blank=True)
    cost_and_time = models.TextField("tid och kostnad", blank=True)

    results_expected_on = models.DateField("för tidigt att säga; resultat väntas", null=True, blank=True)
    no_failures_yet_on = models.DateField(
        "inget som inte fungerat ännu; så var det den",
        null=True,
        blank=True,
        help_text="I stället för ett svar på vad som inte fungerade. Läsaren ser datumet.",
    )
    chain_levels = models.JSONField("nivåer i styrkedjan", default=list, blank=True)
    stage = models.CharField("skede", max_length=12, choices=Stage, blank=True, db_index=True)
    state = models.CharField("läge", max_length=12, choices=State, blank=True)
    evidence = models.CharField("evidens", max_length=12, choices=Evidence, blank=True, db_index=True)
    began_on = models.DateField("började", null=True, blank=True, help_text="Visas som år och månad.")
    ended_on = models.DateField("slutade", null=True, blank=True)

    class Meta:
        abstract = True

    def forget_the_case(self):
        """Of another kind it is not told, counted or chosen by; the texts stay for whoever changes her mind."""
        self.stage = self.state = self.evidence = ""
        self.chain_levels = []
        self.began_on = self.ended_on = self.results_expected_on = self.no_failures_yet_on = None

    @property
    def chain_level_names(self):
        names = dict(ChainLevel.choices)
        return [names[level] for level in self.chain_levels if level in names]
