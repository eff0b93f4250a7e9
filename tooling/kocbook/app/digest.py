"""Sending the digest: on its day, to the services that the settings name, by secrets of the environment."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from kocbook.app.inbox import all_waits
from kocbook.app.messengers.mail import MailBox
from kocbook.app.messengers.note import Note, NoteLine
from kocbook.app.messengers.post import Poster, check_address
from kocbook.app.messengers.services import SERVICES
from kocbook.app.session import Session
from kocbook.base.errors import UsageError
from kocbook.base.texts import Texts
from kocbook.model.settings import Digest

MAIL = "mail"
_MAIL_SETTINGS = ("KOC_SMTP_URL", "KOC_MAIL_FROM", "KOC_MAIL_TO")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def is_due(settings: Digest, day: date) -> bool:
    """True on a day on which the digest goes out."""
    return settings.every == "day" or _WEEKDAYS[day.weekday()] == settings.weekday


def write_digest(session: Session) -> Note:
    """Return what would be sent today; without lines where nothing waits."""
    from kocbook.report.digest import digest_lines, digest_title

    community, texts = session.community, _texts(session)
    lines = digest_lines(community, all_waits(session), session.day, texts)
    title = digest_title(community, session.day, texts)
    return Note(
        title, tuple(NoteLine(one.text, one.url, one.command, one.is_heading) for one in lines)
    )


def _texts(session: Session) -> Texts:
    """Return the community's first language, unless another was asked for."""
    return session.texts_in(session.lang or session.community.settings.languages[0])


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends a note to services, with the secrets of `environment`."""

    environment: Mapping[str, str]
    sleep: Callable[[float], None] = field(default=time.sleep)
    now: Callable[[], float] = field(default=time.time)

    def require(self, services: tuple[str, ...]) -> None:
        """Refuse to begin where a secret is missing or wrong: nobody gets half of the letters.

        Raises:
            UsageError: it is so; it names the settings, never their values.
        """
        for name in services:
            wanted = _MAIL_SETTINGS if name == MAIL else (SERVICES[name].webhook,)
            missing = [one for one in wanted if not self.environment.get(one, "").strip()]
            if missing:
                raise UsageError("errors.digest-secret", service=name, settings=missing)
            if name != MAIL:
                check_address(name, wanted[0], self.environment[wanted[0]].strip())

    def send(self, service: str, note: Note) -> None:
        """Send a note to one service.

        Raises:
            KocError: it did not take it.
        """
        if service == MAIL:
            url, sender, to = (self.environment[one].strip() for one in _MAIL_SETTINGS)
            receivers = tuple(one.strip() for one in to.split(",") if one.strip())
            MailBox(url, sender, receivers, self.sleep).send(note)
            return
        messenger = SERVICES[service]
        address = self.environment[messenger.webhook].strip()
        secret = self.environment.get(messenger.secret, "").strip() if messenger.secret else ""
        for letter in messenger.write(note, address, secret or None, self.now()):
            Poster(self.sleep).post(service, messenger, letter)
