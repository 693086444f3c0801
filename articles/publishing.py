"""What an article must have before readers see it. A draft needs a title and nothing more."""

EVERY_KIND = ["title_sv", "lead_sv", "organisation"]
BY_KIND = {
    "fall": ["challenge_sv", "actions_sv", "failures_sv", "stage", "began_on", "contact_email"],
    "kronika": ["authors"],
    "media": ["publisher", "external_url"],
    "vagledning": ["reviewed_on"],
}


def missing_fields(kind, value_of):
    """The names of fields that are empty but needed; `value_of` tells the value of a field by name."""
    needed = [*EVERY_KIND, *BY_KIND.get(kind, [])]
    missing = [field for field in needed if not value_of(field)]
    if kind == "fall" and not (value_of("results_sv") or value_of("results_expected_on")):
        missing.append("results_sv")
    return missing
