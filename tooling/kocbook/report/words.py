"""What people call the values of a record: states, roles, members, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kocbook.base.texts import Texts
from kocbook.insight.names import public_name, role_name
from kocbook.model.community import Community
from kocbook.report.table import Row


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one community in one language."""

    community: Community
    texts: Texts

    def of(self, group: str, value: object) -> str:
        """Return the word for a value of a closed list, such as `of("state", "open")`."""
        return self.texts(f"words.{group}.{value}")

    def role(self, role: str) -> str:
        """Return a credit role's name; where the settings lack it, the usual word or the id."""
        return role_name(self.community, role, self.texts)

    def skill(self, skill: str) -> str:
        """Return a skill's name; its id where the settings lack it."""
        found = self.community.find_skill(skill)
        return found.name.in_language(self.texts.language) if found else skill

    def member(self, member: str) -> str:
        """Return a member's public name, with the id where the name is hidden or unknown.

        Those who run `koc` see the id in the records anyway; without it all would look alike.
        """
        name = public_name(self.community, member, self.texts)
        found = self.community.members.get(member)
        if found is None or not found.visibility.hides_name:
            return name
        return self.texts("cli.table.hidden", name=name, member=member)

    def members(self, members: list[str]) -> str:
        """Return several members' names as a list."""
        from kocbook.base.texts import join_words

        return join_words(self.texts.language, [self.member(member) for member in members])

    def column(self, key: str, word: Callable[[str], str]) -> Callable[[Row], str]:
        """Show the value under `key` by its word; nothing for None."""

        def show(row: Row) -> str:
            value = row[key]
            return "" if value is None else word(str(value))

        return show

    def group(self, key: str) -> Callable[[Row], str]:
        """Show the value under `key` by its word in the group of the same name."""
        return self.column(key, lambda value: self.of(key, value))
