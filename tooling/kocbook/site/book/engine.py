"""Is the layout engine of the PDF here, with the system's libraries that it needs?"""

from __future__ import annotations

from kocbook.base.errors import KocError
from kocbook.base.extras import Extra, require


def require_engine() -> None:
    """Do nothing where a PDF can be laid out; asked before anything is built.

    Raises:
        KocError: the part "pdf" is not installed, or the system lacks Pango.
    """
    require(Extra.PDF)
    try:
        import weasyprint  # noqa: F401 - finds its libraries, or says which is missing
    except OSError as error:
        raise KocError("errors.pdf-library", detail=str(error).splitlines()[0][:80]) from error
