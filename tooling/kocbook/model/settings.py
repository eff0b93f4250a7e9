"""`community.yml`: the words, tiers, limits and addresses of one community."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

from kocbook.base.languages import LANGUAGES, find_words
from kocbook.base.texts import Texts, load_texts

AmountKind = Literal["briefs", "budgets", "payouts"]
"""Amounts of cash: what briefs promise, what was approved for a handbook, what was paid."""

TIME_ZONE = "Asia/Shanghai"
"""Whose days are counted where the settings do not say."""


@dataclass(frozen=True, slots=True)
class Text2:
    """Interface words in both languages of the site."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the words in `language`, or in the one that stands in for it."""
        return find_words(language, {"zh": self.zh, "en": self.en})


@dataclass(frozen=True, slots=True)
class Term:
    """A skill: an id with its name."""

    id: str
    name: Text2


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word that readers may not know, `also` written otherwise, and what it means."""

    term: str
    meaning: Text2
    also: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """All ways to write it."""
        return (self.term, *self.also)


@dataclass(frozen=True, slots=True)
class Role:
    """A credit role and its counterparts in CRediT, all-contributors and schema.org."""

    id: str
    name: Text2
    credit: str | None = None
    all_contributors: str | None = None
    schema_org: str | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence under which works are published."""

    id: str
    name: Text2
    url: str


@dataclass(frozen=True, slots=True)
class Tier:
    """A step of standing: reached at `points`, it allows `claims` live claims at once.

    A `named` one is reached by no points: the project lead names members for a year.
    """

    id: str
    name: Text2
    claims: int
    points: int = 0
    named: bool = False


@dataclass(frozen=True, slots=True)
class PointRules:
    """Points count over `window_days`; foundation tasks give at most `foundation_cap` basis points.

    They are for `spending` on offers, or an honour only. A tier never falls by what was spent.
    """

    foundation_cap: int = 2000
    window_days: int = 180
    spending: Literal["honour", "offers"] = "honour"


@dataclass(frozen=True, slots=True)
class Limits:
    """Days, sizes and numbers; the defaults are those of the design.

    `recognition_points` are the most that one colleague gives one member within a month, unless a
    project lead says yes.
    """

    grace_days: int = 3
    revision_days: int = 7
    review_days: int = 3
    invitation_days: int = 3
    image_kib: int = 1024
    video_kib: int = 10240
    forms_a_day: int = 10
    recognition_points: int = 50

    @property
    def video_mb(self) -> str:
        """The limit of a film as people are told of it: 10, or 1.5 where it is no whole number."""
        return f"{self.video_kib / 1024:.4g}"


@dataclass(frozen=True, slots=True)
class DeskRules:
    """After how many days the desks of the staff speak of something; `busy_claims` is a number.

    A member is silent after `silent_days`, accepted work waits for praise for `praise_days`, a
    seat without anybody is told of after `unclaimed_days`, and more live claims than
    `busy_claims` are many.
    """

    silent_days: int = 60
    praise_days: int = 30
    unclaimed_days: int = 7
    busy_claims: int = 2


@dataclass(frozen=True, slots=True)
class Digest:
    """To which services the staff's digest goes, and when: each day, or on a `weekday`.

    Addresses and passwords stand in the environment, never here.
    """

    to: tuple[str, ...]
    every: Literal["day", "week"] = "week"
    weekday: str = "monday"


@dataclass(frozen=True, slots=True)
class FormRules:
    """What becomes of forms. With `merge`, what needs nobody's judgement is merged by the workflow."""

    merge: bool = True


@dataclass(frozen=True, slots=True)
class AuditRules:
    """What `koc audit` asks. `history` is "all", or "records" where Git says nothing of authors.

    Commits before the day `since` brought in what others had made elsewhere: they name nobody.
    `bots` are names or addresses of programs beside those that are known, with `*` for any signs.
    """

    history: Literal["all", "records"] = "all"
    since: date | None = None
    bots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditorAccess:
    """How people sign in to the visual editor: with a helper's address, or as an application."""

    sign_in: str | None = None
    app: str | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """Where the handbook is published and where its repository is.

    Amounts of cash stand nowhere on the site, unless `cash` is "brief": then on the pages of tasks
    that are not finished, for those who think of claiming one.
    """

    url: str
    repository: str
    branch: str = "main"
    cash: Literal["never", "brief"] = "never"
    editor: EditorAccess | None = None


@dataclass(frozen=True, slots=True)
class TradeWords:
    """What a trade calls things, where it is not what everybody says: None is the neutral word.

    `members` are several of them, `tagline` begins the headline of the home page, `unseen` is what no photo must show without a yes.
    """

    member: Text2 | None = None
    members: Text2 | None = None
    product: Text2 | None = None
    tagline: Text2 | None = None
    unseen: Text2 | None = None

    def in_language(self, language: str) -> dict[str, str]:
        """Return the words that are given in `language`, by id, as `Texts.speak` takes them."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: word.in_language(language) for name, word in given.items() if word}


@dataclass(frozen=True, slots=True)
class Settings:
    """The community's own settings. The order of `roles` is the order of bylines.

    `private` is the address of the repository for what is not for everybody; `public_amounts` says
    which amounts of cash may stand in the public one all the same.
    """

    name: Text2
    brand: Text2
    intro: Text2
    site: Site
    skills: tuple[Term, ...]
    roles: tuple[Role, ...]
    tags: tuple[str, ...]
    channels: tuple[str, ...]
    licences: tuple[Licence, ...]
    tiers: tuple[Tier, ...]
    currency: str = "CNY"
    languages: tuple[str, ...] = LANGUAGES
    notice: Text2 | None = None
    words: TradeWords = field(default_factory=TradeWords)
    glossary: tuple[GlossaryTerm, ...] = ()
    tag_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    as_of: date | None = None
    time_zone: str = TIME_ZONE
    points: PointRules = field(default_factory=PointRules)
    limits: Limits = field(default_factory=Limits)
    desk: DeskRules = field(default_factory=DeskRules)
    digest: Digest | None = None
    audit: AuditRules = field(default_factory=AuditRules)
    private: str | None = None
    public_amounts: tuple[AmountKind, ...] = ()
    forms: FormRules = field(default_factory=FormRules)
    path: str = "community.yml"

    def shows(self, amounts: AmountKind) -> bool:
        """True for amounts that may stand in public records: what the site tells is public anyway."""
        told = amounts == "briefs" and self.site.cash == "brief"
        return told or amounts in self.public_amounts

    def texts(self, language: str) -> Texts:
        """Return the sentences of a language, with this community's own words for its trade."""
        return load_texts(language).speak(self.words.in_language(language))

    @property
    def ladder(self) -> tuple[Tier, ...]:
        """The tiers that points lead to, from the lowest; at least one, whatever is written."""
        steps = sorted((t for t in self.tiers if not t.named), key=lambda tier: tier.points)
        return tuple(steps) or self.tiers[:1]
