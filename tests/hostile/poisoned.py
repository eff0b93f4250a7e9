"""Communities whose every free text is a payload, made without the schemas that would refuse many.

A module, its records and its text hold one payload each; a member and a handbook hold several,
joined by line breaks, so that the pages stay countable.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from kocbook.base.hidden_signs import FORBIDDEN
from kocbook.model.community import Community
from kocbook.model.paths import RecordKind, parse_record_path
from kocbook.records.assemble_community import build_community
from kocbook.records.schema import load_schema
from kocbook.records.typed_record import RawRecord
from kocbook.records.yaml_reader import Fault, decode
from tests.builders import BRIEF, SETTINGS, claim, member, review
from tests.hostile.corpus import Payload

AS_OF = date(2026, 11, 20)
SHARED_BY = 16
"""So many payloads share a member, a handbook and an activity."""

_ACTIVITIES = ("poll", "bug-hunt", "check-in", "gallery", "service")
_OPTIONS = [{"id": name, "text": "x", "alt": "x"} for name in ("first", "second")]
_RUBRIC = {"criteria": [{"id": "look", "text": "x", "weight": 10000}], "prizes": ["x"]}

# The payload stands alone at the top, where nothing before it can swallow it, and at the end.
_ESCAPE = re.compile(r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|%[0-9A-Fa-f]{2}")

# In a block of HTML, Markdown lets it through as it is; then as an address and as a title.
BODY = """\
{whole}

<div>
{whole}
</div>

<a href="{line}" title='{line}'>x</a>

## {line}

[away](<{line}>) [there]({line}) ![seen](<{line}> "{line}") `{line}` {line}

### {line}{{: title="{line}" #{line} .{line} }}

### {joined} {{: #{joined} }}

!!! note "{line}"
    {line}

=== "{line}"

    {line}[^{line}]

| {line} | b |
| --- | --- |
| {line} | b |

*[KOC]: {line}

[^{line}]: {line}

``` {{ .python title="{line}" }}
{line}
```

<div>
{meant}
</div>

{whole}
"""


def poison(kind: RecordKind, record: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a record with `text` in place of every free text and every address of it.

    The schema says which those are: strings that need no more than one visible character.
    """
    return dict(_replace(load_schema(kind), copy.deepcopy(record), text))


def _replace(schema: Mapping[str, Any], value: Any, text: str) -> Any:
    if isinstance(value, dict):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties")
        other = rest if isinstance(rest, dict) else {}
        return {key: _replace(known.get(key, other), item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_replace(schema.get("items", {}), item, text) for item in value]
    free = schema.get("pattern") == r"\S" or schema.get("format") == "iri"
    return text if isinstance(value, str) and free else value


def make_body(payload: Payload) -> str | None:
    """Return a text with the payload in every place that Markdown has, or None if no file can.

    What the reader refuses (control characters, odd line breaks) never reaches a page.
    """
    line = " ".join(payload.text.split())
    # Attribute lists part their words at blanks: the payload stands there in one piece as well.
    joined = "".join(line.split())
    words = {"line": line, "joined": joined, "whole": payload.text, "meant": mean(payload.text)}
    body = decode(BODY.format(**words).encode("utf-8", "surrogatepass"))
    return None if isinstance(body, Fault) else body


def mean(text: str) -> str:
    """Return what a list of payloads means by its escapes (`\\x0A`, `\\u003c`, `%3C`).

    What no file may hold becomes a reference of HTML.
    """
    plain = _ESCAPE.sub(lambda found: chr(int(found[0].lstrip("\\xuU%"), 16)), text)
    return FORBIDDEN.sub(lambda found: f"&#{ord(found[0])};", plain)


def make_community(payloads: Sequence[Payload]) -> Community:
    """Return a published community that says nothing but `payloads`."""
    files = dict(iter_records(payloads))
    raws = []
    for path, record in files.items():
        where = parse_record_path(path)
        assert where is not None, path
        raws.append(RawRecord(where, record))
    texts = {}
    for number, payload in enumerate(payloads):
        body = make_body(payload)
        if body is not None:
            texts[f"content/{module_key(number)}/index.md"] = body
    community, orphans = build_community(
        sorted(raws, key=lambda raw: raw.where.path), texts, [], frozenset()
    )
    assert community is not None
    assert not orphans, orphans[:3]
    return community


def module_key(number: int) -> str:
    """Return the key of the module that holds the payload of this number."""
    return f"book-{number // SHARED_BY}/part-{number}"


def iter_records(payloads: Sequence[Payload]) -> Iterator[tuple[str, dict[str, Any]]]:
    words = [_encodable(payload.text) for payload in payloads]
    settings = copy.deepcopy(SETTINGS) | {"languages": ["zh"], "notice": {"zh": "x", "en": "x"}}
    plain = [{"term": "x", "also": ["x"], "meaning": {"zh": "x", "en": "x"}}]
    glossary = [
        poison(RecordKind.COMMUNITY, {"glossary": plain}, word)["glossary"][0]
        for word in dict.fromkeys(words[::SHARED_BY])
    ]
    own = {"site": SETTINGS["site"], "glossary": glossary}
    yield "community.yml", poison(RecordKind.COMMUNITY, settings, words[0]) | own
    staff = member(9000, "Staff", staff=["content-planner", "project-lead"])
    yield "members/staff-a.yml", staff
    for group in range(-(-len(words) // SHARED_BY)):
        shared = words[group * SHARED_BY : (group + 1) * SHARED_BY]
        yield from _iter_shared(group, shared)
        for offset, word in enumerate(shared):
            yield from _iter_module(group * SHARED_BY + offset, f"owner-{group}", word)


def _encodable(text: str) -> str:
    """Return the text without halves of characters and what the reader refuses in any file."""
    return FORBIDDEN.sub(" ", text.encode("utf-8", "replace").decode())


def _iter_shared(group: int, words: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a member, a handbook and an activity that show several payloads each."""
    whole = "\n".join(words)
    person = member(
        group,
        "x",
        sort="x",
        names={"en": "x"},
        city="x",
        product="x",
        intro="x",
        links=[{"title": "x", "url": "x"}],
    )
    yield f"members/owner-{group}.yml", poison(RecordKind.MEMBER, person, whole)
    praise = {
        "member": f"owner-{group}",
        "by": "staff-a",
        "date": "2026-05-01",
        "kind": "praise",
        "reason": "x",
        "event": "x",
    }
    yield (
        f"members/recognition/2026/2026-05-01-g{group}.yml",
        poison(RecordKind.RECOGNITION, praise, whole),
    )
    activity = f"activity-{group}"
    names = [f"part-{group * SHARED_BY + offset}" for offset in range(len(words))]
    handbook = {
        "title": "x",
        "summary": "x",
        "audience": "x",
        "goal": "x",
        "lead": "staff-a",
        "chapters": [
            {"title": "x", "summary": "x", "modules": [name]}
            for name in (*names, activity, f"gone-{group}", f"asked-{group}")
        ],
    }
    book = poison(RecordKind.HANDBOOK, handbook, whole)
    for chapter, word in zip(book["chapters"], words, strict=False):
        chapter["title"] = chapter["summary"] = word
    yield f"modules/book-{group}/handbook.yml", book
    yield from _iter_activity(group, activity, words)
    yield from _iter_unfinished(group, whole)


def _iter_unfinished(group: int, whole: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what is shown of work that came to nothing, or is still being judged or paid."""
    book, who = f"modules/book-{group}", f"owner-{group}"
    gone = copy.deepcopy(BRIEF) | {"withdrawn": {"date": "2026-06-01", "reason": "x"}}
    yield f"{book}/gone-{group}/module.yml", poison(RecordKind.MODULE, gone, whole)
    asked = copy.deepcopy(BRIEF) | {"access": "invited", "invited": [who]}
    invitation = {"member": who, "by": "staff-a", "date": "2026-04-01", "reason": "x"}
    judged = review("2026-04-05", "partly", declined="x")
    judged["goals"]["clear"]["next"] = "x"
    payout = {"date": "2026-06-01", "by": "staff-a", "reference": "x", "currency": "CNY"}
    payout |= {
        "lines": [{"module": f"part-{group}", "seat": "writer", "member": who, "cash_minor": 100}],
        "note": "x",
    }
    waiver = {"candidate": "x", "reason": "bot", "by": "staff-a", "date": "2026-06-01"}
    records: list[tuple[RecordKind, str, dict[str, Any]]] = [
        (RecordKind.MODULE, f"asked-{group}/module.yml", asked),
        (RecordKind.INVITATION, f"asked-{group}/invitations/writer-1.yml", invitation),
        (RecordKind.CLAIM, f"asked-{group}/claims/writer.yml", claim(who, "2026-04-02", note="x")),
        (RecordKind.REVIEW, f"asked-{group}/reviews/1-staff-a.yml", judged),
        (RecordKind.WAIVER, f"asked-{group}/waivers/1.yml", waiver),
        (RecordKind.PAYOUT, "payouts/2026-06-01-first.yml", payout),
    ]
    for kind, name, record in records:
        yield f"{book}/{name}", poison(kind, record, whole)


def _iter_activity(
    group: int, name: str, words: Sequence[str]
) -> Iterator[tuple[str, dict[str, Any]]]:
    form = _ACTIVITIES[group % len(_ACTIVITIES)]
    folder = f"modules/book-{group}/{name}"
    brief = copy.deepcopy(BRIEF) | {"form": form, "closes": "2026-06-01"}
    brief |= {"options": _OPTIONS, "rubric": _RUBRIC, "resources": [{"title": "x", "url": "x"}]}
    del brief["seats"]
    yield f"{folder}/module.yml", poison(RecordKind.MODULE, brief, "\n".join(words))
    for offset, word in enumerate(words):
        who = f"owner-{max(group - offset, 0)}" if offset else "staff-a"
        answer: dict[str, Any] = {"member": who, "date": "2026-05-02", "reason": "x", "text": "x"}
        answer |= {"choice": "first", "earlier": {"2026-05-01": "x"}, "alt": ["x"]}
        yield f"{folder}/responses/{who}.yml", poison(RecordKind.RESPONSE, answer, word)
        service = {"member": who, "date": "2026-05-02", "kind": "mentor", "evidence": "x"}
        service |= {"note": "x", "event": "x", "url": "x", "confirmed_by": "staff-a"}
        path = f"{folder}/services/2026-05-02-{who}.yml"
        yield path, poison(RecordKind.SERVICE, service, word)
        triage = {"by": "staff-a", "date": "2026-05-03", "state": "fixed", "fixed_in": "x"}
        triage |= {"note": "x"}
        yield f"{folder}/triage/{who}.yml", poison(RecordKind.TRIAGE, triage, word)
    scores = {"staff-a": {"scores": {"look": 5}, "words": "x"}}
    judging = {"judge": "staff-a", "date": "2026-06-02", "entries": scores}
    yield (
        f"{folder}/judgings/staff-a.yml",
        poison(RecordKind.JUDGING, judging, "\n".join(words)),
    )


def _iter_module(number: int, who: str, word: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a published module with every kind of record beside it."""
    folder = f"modules/{module_key(number)}"
    brief = copy.deepcopy(BRIEF)
    brief |= {"tags": ["x", "y"], "resources": [{"title": "x", "url": "x"}]}
    brief["goals"][0]["measure"] = "x"
    brief["scope"] = {"includes": ["x"], "excludes": ["x"]}
    brief["reward"] = {"points": 20, "other": ["x"]}
    records: list[tuple[RecordKind, str, dict[str, Any]]] = [
        (RecordKind.MODULE, "module.yml", brief),
        (
            RecordKind.CLAIM,
            "claims/writer.yml",
            claim(who, "2026-04-02", note="x", delivered="2026-04-03"),
        ),
        (
            RecordKind.REVIEW,
            "reviews/1-staff-a.yml",
            review("2026-04-05", "fully", strengths=["x"], improvements=["x"]),
        ),
        (
            RecordKind.REUSE,
            "reuse/2026-05-01-post.yml",
            {
                "date": "2026-05-01",
                "channel": "x",
                "title": "x",
                "authors": [who],
                "url": "x",
                "note": "x",
            },
        ),
        (
            RecordKind.QUESTION,
            f"questions/2026-04-02-{who}.yml",
            {"member": who, "date": "2026-04-02", "text": "x"},
        ),
        (
            RecordKind.ANSWER,
            f"answers/2026-04-02-{who}.yml",
            {"by": "staff-a", "date": "2026-04-02", "text": "x"},
        ),
        (
            RecordKind.CREDIT,
            "credits/staff-a--testing.yml",
            {
                "member": "staff-a",
                "role": "testing",
                "date": "2026-04-06",
                "evidence": "x",
                "url": "x",
                "confirmed_by": "staff-a",
            },
        ),
    ]
    for kind, name, record in records:
        yield f"{folder}/{name}", poison(kind, record, word)
