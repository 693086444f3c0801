"""The library's forms for keys, said so that one understands them."""

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm


class AddKeyForm(AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Vad nyckeln ska heta"
        self.fields["name"].help_text = "Till exempel Jobbdatorn eller Min telefon."
        alone = self.fields["passwordless"]
        alone.label = "Jag vill logga in med bara nyckeln"
        alone.help_text = (
            "Då behövs varken adress eller lösenord. Nyckeln frågar efter kod, ansikte eller finger."
        )


class EditKeyForm(EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Vad nyckeln ska heta"
