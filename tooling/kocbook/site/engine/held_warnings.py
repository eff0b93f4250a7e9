"""What MkDocs and its plugins warn of, kept instead of printed."""

from __future__ import annotations

import logging

LOGGERS = ("mkdocs", "properdocs")


class HeldWarnings(logging.Handler):
    """Gathers warnings while it is entered, and lets nobody else hear of them."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a warning."""
        self.found.append(record.getMessage())

    def __enter__(self) -> HeldWarnings:
        self.before = []
        for name in LOGGERS:
            logger = logging.getLogger(name)
            self.before.append((logger, logger.handlers[:], logger.propagate))
            for handler in logger.handlers[:]:
                logger.removeHandler(handler)
            logger.addHandler(self)
            logger.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        for logger, handlers, propagate in self.before:
            logger.removeHandler(self)
            for handler in handlers:
                logger.addHandler(handler)
            logger.propagate = propagate
