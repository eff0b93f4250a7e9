"""How members appear in public: by name, or as one of the anonymous co-creators."""

from __future__ import annotations

from kocbook.base.texts import Texts
from kocbook.model.community import Community
from kocbook.model.people import Member


def public_name(community: Community, member_id: str, texts: Texts) -> str:
    """Return the name that stands in credits, in the language of `texts`."""
    member = community.members.get(member_id)
    return member_name(member, texts) if member else member_id


def member_name(member: Member, texts: Texts) -> str:
    """Return a member's public name; those who hide it all appear alike."""
    if member.visibility.hides_name:
        return texts("names.anonymous")
    elsewhere = {"en": member.names.en} if member.names else {}
    return elsewhere.get(texts.language) or member.name


def has_profile(community: Community, member_id: str) -> bool:
    """True where a member has a page of their own."""
    member = community.members.get(member_id)
    return member is not None and not member.visibility.hides_name


def signature(names: list[str], texts: Texts, shown: int = 6) -> str:
    """Return the list of names of a collective signature.

    It ends in "等 n 位" only where more people signed than are shown.
    """
    from kocbook.base.texts import join_words

    listed = join_words(texts.language, names[:shown])
    if len(names) <= shown:
        return listed
    return texts("names.and_others", names=listed, n=len(names))


def role_name(community: Community, role: str, texts: Texts) -> str:
    """Return a credit role's name: the settings' own, else the usual word, else the id.

    Votes and check-ins are credited in every community, also where its settings do not name them.
    """
    found = community.find_role(role)
    if found:
        return found.name.in_language(texts.language)
    usual = f"words.part.{role}"
    return texts(usual) if usual in texts else role
