"""What the policy says of a change: what is refused, and whose agreement is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kocbook.base.finding import Finding, Severity


@dataclass(frozen=True, slots=True)
class Need:
    """Somebody has to agree before a change may be merged.

    `rule` is the policy rule whose texts explain it. Where `by_signoff` holds, only a sign-off
    record is agreement; otherwise the member's approval of this change is. The yes of one `among`
    others does as well, where there are such.
    """

    member: str
    path: str
    rule: str
    data: Mapping[str, object] = field(default_factory=dict, compare=False)
    by_signoff: bool = False
    among: frozenset[str] = frozenset()

    @property
    def askable(self) -> frozenset[str]:
        """Everybody whose yes is enough."""
        return self.among | {self.member}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on a change. Every need has its finding among `findings`."""

    findings: tuple[Finding, ...]
    needs: tuple[Need, ...]

    @property
    def allowed(self) -> bool:
        """True where nothing is refused and nobody's agreement is missing."""
        return not self.needs and not self.refusals

    @property
    def refusals(self) -> tuple[Finding, ...]:
        """The findings that forbid the change; notes do not."""
        return tuple(item for item in self.findings if item.severity is Severity.ERROR)
