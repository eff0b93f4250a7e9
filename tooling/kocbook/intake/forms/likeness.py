"""Names that look like somebody else's: a member's, the brand's, or those of its staff."""

from __future__ import annotations

import re
import unicodedata

from kocbook.base.fold import fold_name
from kocbook.base.languages import LANGUAGES
from kocbook.intake.forms.records import Draft
from kocbook.model.community import Community
from kocbook.model.forms import FormName

_OFFICIAL = re.compile(
    r"官方|客服|管理员|运营|工作人员|official|staff|support|admin", re.IGNORECASE
)
_FILLING = re.compile(r"[\W_]+")


def names_another(community: Community, draft: Draft) -> bool:
    """True where a draft brings a new name that people may take for somebody else's."""
    is_new = draft.form is FormName.JOIN or draft.data.get("new") or draft.data.get("renamed")
    name = str(draft.data.get("name") or "")
    mine = {path.removeprefix("members/").removesuffix(".yml") for path in draft.files}
    return bool(is_new) and is_like_another(community, name, mine)


def is_like_another(community: Community, name: str, mine: frozenset[str] | set[str]) -> bool:
    """True where a name looks like a member's (other than those in `mine`), the brand's or its staff's."""
    plain = _plain(name)
    brands = (community.settings.brand, community.settings.name)
    said = {_plain(one.in_language(language)) for one in brands for language in LANGUAGES}
    if _OFFICIAL.search(unicodedata.normalize("NFKC", name)) or any(
        brand and brand in plain for brand in said
    ):
        return True
    return any(
        plain in {_plain(member.name), _plain(member.names.en or "") if member.names else ""}
        for member in community.members.values()
        if member.id not in mine and member.name
    )


def _plain(name: str) -> str:
    return _FILLING.sub("", fold_name(name))
