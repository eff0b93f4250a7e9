"""Plain mail by SMTP: TLS from the start, or begun before anything is said."""

from __future__ import annotations

import smtplib
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from kocbook.app.messengers.note import Note, NoteLine
from kocbook.base.errors import KocError, UsageError

_PAUSES = (1.0, 4.0)
_TIMEOUT = 30.0
_HERE = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class MailBox:
    """Where mail is handed in, and from whom to whom it goes. `url` is smtps:// or smtp://."""

    url: str
    sender: str
    receivers: tuple[str, ...]
    sleep: Callable[[float], None] = field(default=time.sleep)

    def send(self, note: Note) -> None:
        """Send a note as plain text, again where the server was busy or could not be reached.

        Raises:
            UsageError: the address is no SMTP address.
            KocError: the server refused it. The password is in no message.
        """
        parts = urlsplit(self.url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise UsageError("errors.digest-address", service="mail", setting="KOC_SMTP_URL")
        message, failure = self._message(note), ""
        for pause in (*_PAUSES, None):
            try:
                self._hand_in(message)
            except smtplib.SMTPResponseException as error:
                words = error.smtp_error
                said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
                failure = f"{error.smtp_code} {said}"
                if not 400 <= error.smtp_code < 500:
                    break
            except smtplib.SMTPRecipientsRefused:
                failure = "SMTPRecipientsRefused"
                break
            except (smtplib.SMTPException, OSError) as error:
                failure = type(error).__name__
            else:
                return
            if pause is not None:
                self.sleep(pause)
        raise KocError("errors.digest-refused", service="mail", detail=failure)

    def _hand_in(self, message: EmailMessage) -> None:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "", ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, parts.port or 465, timeout=_TIMEOUT, context=context
            )
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=_TIMEOUT)
        with server:
            if parts.scheme == "smtp" and host not in _HERE:
                server.starttls(context=context)  # refused where the server cannot
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(message, self.sender, list(self.receivers))

    def _message(self, note: Note) -> EmailMessage:
        message = EmailMessage()
        message["Subject"] = note.title
        message["From"] = self.sender
        message["To"] = ", ".join(self.receivers)
        message.set_content("\n".join(_lines(note)) + "\n")
        return message


def _lines(note: Note) -> list[str]:
    return [text for line in note.lines for text in _line(line)]


def _line(line: NoteLine) -> list[str]:
    """Return a line as plain text: the link first, for phones; then the command."""
    if line.is_heading:
        return ["", line.text]
    more = [f"    {text}" for text in (line.url, line.command) if text]
    return [f"- {line.text}", *more]
