from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tillit.personal_data import LEGAL_DUTY, PersonalData

KEPT_FOR = timedelta(days=365)


REPORT = PersonalData(_("Rätta felet och svara"), LEGAL_DUTY, _("administratörer"), _("ett år"))


class AccessibilityReportQuerySet(models.QuerySet):
    def of_the_last_hour(self):
        return self.filter(created_at__gt=timezone.now() - timedelta(hours=1))

    def outlived(self):
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class AccessibilityReport(models.Model):
    """A visitor could not use something, or asks for it in another form. May be anonymous."""

    class Kind(models.TextChoices):
        PROBLEM = "brist", _("Något går inte att använda")
        OTHER_FORM = "format", _("Jag behöver något i en annan form")

    kind = models.CharField(_("Vad gäller det?"), max_length=10, choices=Kind, default=Kind.PROBLEM)
    text = models.TextField(_("Berätta vad som hände"), max_length=5000)
    page = models.CharField(_("På vilken sida?"), max_length=500, blank=True)
    email = models.EmailField(_("Din e-post, om du vill ha svar"), blank=True)
    created_at = models.DateTimeField("kom in", auto_now_add=True, db_index=True)

    objects = AccessibilityReportQuerySet.as_manager()

    personal_data = {"text": REPORT, "email": REPORT}

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "meddelande om tillgänglighet"
        verbose_name_plural = "meddelanden om tillgänglighet"

    def __str__(self):
        return f"{self.get_kind_display()}, {self.created_at:%Y-%m-%d}"
