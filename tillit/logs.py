"""Keys stay out of the log: a participant's own address is one, and so is a link that signs in or shows a draft."""

import logging
import re

_KEY = re.compile(r"(/(?:anmalan|folj/min|oversyn|utkast|losenord|in/\w+)/)[\w:.-]{20,}")


class HideKeys(logging.Filter):
    """Writes dots where a secret address would have stood, also in what the server says of an error."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = hidden(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = hidden(logging.Formatter().formatException(record.exc_info))
        return True


def hidden(text: str) -> str:
    return _KEY.sub(r"\1…", text)
