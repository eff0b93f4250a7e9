"""A small community in which everything is held that somebody could take, and random changes to it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

from kocbook.insight.fingerprint import text_fingerprint
from kocbook.model.takedown import MARK
from tests.builders import BRIEF, TWO_SEATS, claim
from tests.policy.people import GALLERY, PNG, TEXT, Files, community, fingerprint

GUIDE = "modules/guide"
DAY = "2026-04-09"
IDS = {
    "outsider": "stranger",
    "member": "passer-by",
    "claimant": "owner-a",
    "other": "owner-b",
    "operator": "operator",
    "planner": "planner",
    "expert": "expert",
    "lead": "lead",
}
"""The accounts that act, and whose they are."""

PEOPLE = [*IDS.values(), "staff-a"]
TEXTS = (TEXT, "## 另一段\n\n完全不同的话。\n", "## 看读数\n\n先看门框上的标贴。\n")
WORDS: dict[str, tuple[Any, ...]] = {
    "size": ("S", "M", "L"),
    "type": ("foundation", "exploration", "precision"),
    "access": ("open", "invited"),
    "state": ("needs-info", "confirmed", "duplicate", "forwarded", "fixed"),
    "met": ("fully", "partly", "not"),
    "visibility": ("named", "anonymous", "withdrawn"),
    "reason": ("bot", "trivial", "declined", "好"),
    "kind": ("praise", "honour", "mentor", "host"),
    "role": ("writing", "testing", "photography"),
    "staff": (["project-lead"], ["community-operator"], None),
    "text": (*TEXTS, *(text_fingerprint(text) for text in TEXTS)),
    "closes": ("2026-04-05", "2026-05-05", None),
    "confirmed_by": ("operator", "lead", "expert", "owner-a", None),
    "delivered": ("2026-04-10", "2026-04-01", None),
    "extended": ("2026-04-10", None),
    "choice": (["red"], ["blue"]),
    "must": (True, False),
    "superseded_by": ("guide/tyres", None),
}
"""What a field may say instead."""


def world() -> Files:
    """Return a community with live, lapsed, accepted and published work, activities and honours."""
    files = community()
    one = [
        {
            "id": "writer",
            "role": "writing",
            "share": 10000,
            "duty": "写",
            "skills": {"copywriting": 1},
        }
    ]
    two = copy.deepcopy(TWO_SEATS)
    _module(files, "done", seats=one, reward={"points": 20})
    _module(files, "duo", seats=two, reward={"points": 10, "cash": 100})
    _module(files, "team", seats=copy.deepcopy(two))
    _module(files, "quiet", seats=one)
    _module(files, "late", seats=one)
    _module(files, "sent-back", seats=one)
    _module(files, "free", seats=one)
    for name, seat, who, day in (
        ("done", "writer", "owner-a", "2026-04-02"),
        ("duo", "writer", "owner-a", "2026-04-02"),
        ("duo", "camera", "owner-b", "2026-04-02"),
        ("team", "writer", "owner-a", "2026-04-02"),
        ("team", "camera", "owner-b", "2026-04-02"),
        ("quiet", "writer", "owner-b", "2026-04-08"),
        ("late", "writer", "owner-a", "2026-03-20"),
        ("sent-back", "writer", "owner-b", "2026-04-02"),
    ):
        terms = fingerprint(files[f"{GUIDE}/{name}/module.yml"])
        given = claim(who, day, terms=terms)
        if name in ("done", "duo", "sent-back", "team"):
            given["delivered"] = "2026-04-05"
        if name in ("done", "duo", "sent-back"):
            files[f"content/guide/{name}/index.md"] = TEXT
        files[f"{GUIDE}/{name}/claims/{seat}.yml"] = given
    files["content/guide/team/writer/index.md"] = TEXT
    files["content/guide/team/camera/lake.png"] = PNG
    _review(files, "done", "operator", "fully", text=text_fingerprint(TEXT))
    _review(files, "duo", "operator", "fully", text=text_fingerprint(TEXT))
    _review(files, "sent-back", "operator", "partly")
    for who in ("owner-a", "owner-b"):
        files[f"{GUIDE}/duo/signoffs/{who}.yml"] = _signed(who, TEXT)
    _activities(files)
    _thanks(files)
    return files


def _module(files: Files, name: str, **more: Any) -> None:
    brief = {**copy.deepcopy(BRIEF), "opened": "2026-03-01", **more}
    files[f"{GUIDE}/{name}/module.yml"] = {key: value for key, value in brief.items() if value}
    files[f"{GUIDE}/handbook.yml"]["chapters"][0]["modules"].append(name)


def _review(files: Files, name: str, by: str, met: str, **more: Any) -> None:
    goals = {"clear": {"met": met, "evidence": "见正文"}, "short": {"met": "fully"}}
    record = {"reviewer": by, "date": "2026-04-07", "goals": goals, **more}
    files[f"{GUIDE}/{name}/reviews/1-{by}.yml"] = record


def _signed(who: str, text: str) -> Files:
    return {"member": who, "date": DAY, "text": text_fingerprint(text)}


def _activities(files: Files) -> None:
    options = [{"id": "red", "text": "红"}, {"id": "blue", "text": "蓝"}]
    goals = [{"id": "clear", "text": "清楚"}]
    plain = {"seats": None, "goals": goals, "type": "exploration"}
    _module(files, "vote", form="poll", options=options, **plain)
    _module(files, "hunt", form="bug-hunt", **plain)
    _module(files, "over", form="check-in", closes="2026-04-05", **plain)
    _module(files, "serve", form="service", **plain)
    criteria = [{"id": "story", "text": "故事", "weight": 10000}]
    files[f"{GALLERY}/module.yml"]["rubric"] = {"criteria": criteria, "prizes": ["一等奖"]}
    for who, choice in (("owner-a", "red"), ("owner-b", "blue"), ("planner", "red")):
        files[f"{GUIDE}/vote/responses/{who}.yml"] = {
            "member": who,
            "date": DAY,
            "choice": [choice],
        }
        files[f"{GUIDE}/over/responses/{who}.yml"] = {
            "member": who,
            "date": "2026-04-03",
            "text": "到",
        }
    for who in ("owner-a", "expert", "passer-by"):
        name = f"{who}-sea.png"
        record = {"member": who, "date": DAY, "text": "海边", "media": [name], "alt": ["海"]}
        files[f"{GALLERY}/responses/{who}.yml"] = record
        files[f"content/guide/album/{name}"] = PNG
        files[f"{GUIDE}/hunt/responses/{who}.yml"] = {"member": who, "date": DAY, "text": "坏了"}
    scores = {"owner-a": {"scores": {"story": 9}}, "expert": {"scores": {"story": 5}}}
    files[f"{GALLERY}/judgings/operator.yml"] = {
        "judge": "operator",
        "date": DAY,
        "entries": scores,
    }
    triage = {"by": "lead", "date": DAY, "state": "confirmed", "confirmed_by": ["owner-b"]}
    files[f"{GUIDE}/hunt/triage/owner-a.yml"] = triage


def _thanks(files: Files) -> None:
    help_ = {"role": "testing", "date": DAY, "evidence": "试"}
    files[f"{GUIDE}/done/credits/passer-by--testing.yml"] = {
        **help_,
        "member": "passer-by",
        "confirmed_by": "staff-a",
    }
    files[f"{GUIDE}/done/credits/owner-b--testing.yml"] = {**help_, "member": "owner-b"}
    served = {"date": DAY, "kind": "host", "event": "提车日", "evidence": "主持"}
    files[f"{GUIDE}/serve/services/{DAY}-owner-b.yml"] = {
        **served,
        "member": "owner-b",
        "confirmed_by": "operator",
    }
    praise = {"by": "operator", "date": DAY, "kind": "praise", "reason": "好"}
    for who, points in (("owner-a", 30), ("passer-by", 40)):
        path = f"members/recognition/2026/{DAY}-{who}.yml"
        files[path] = {**praise, "member": who, "points": points}
    promise = {"by": "operator", "date": DAY, "kind": "gift", "what": "露营灯一盏"}
    sent = {"given": DAY, "given_by": "operator"}
    files[f"members/gifts/2026/{DAY}-lamp.yml"] = {**promise, **sent, "member": "owner-a"}
    line = {"module": "duo", "seat": "writer", "member": "owner-a", "cash_minor": 3000}
    files[f"{GUIDE}/payouts/{DAY}-april.yml"] = {
        "by": "lead",
        "date": DAY,
        "reference": "REF-1",
        "currency": "CNY",
        "lines": [line],
    }
    asked = {"member": "passer-by", "date": DAY, "text": "？"}
    files[f"{GUIDE}/quiet/questions/{DAY}-passer-by.yml"] = asked
    files[f"{GUIDE}/quiet/answers/{DAY}-passer-by.yml"] = {
        "by": "expert",
        "date": DAY,
        "text": "是",
    }
    files["events/talk/event.yml"] = {
        "title": "座谈",
        "kind": "talk",
        "summary": "聊聊",
        "contact": "operator",
        "date": "2026-06-20",
        "opened": "2026-04-01",
        "places": 1,
    }
    for order, who in enumerate(("owner-a", "owner-b"), 1):
        wish = {"member": who, "date": "2026-04-09", "order": order}
        files[f"events/talk/registrations/{who}.yml"] = wish


WORLD = world()
"""The world before each change."""


def change_at_random(random: Random, me: str) -> Files:
    """Return the world after one to three changes, as somebody with the id `me` might make them."""
    files = dict(WORLD)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3))):
        step = random.choice(_STEPS)
        step(files, random, me)
    return files


def _pick(files: Files, random: Random, suffix: str = ".yml") -> str:
    paths = [path for path in files if path.endswith(suffix) and path != "community.yml"]
    # Kinds come equally often, however many records there are of one.
    kinds: dict[str, list[str]] = {}
    for path in paths:
        kinds.setdefault("/".join(path.split("/")[-2:-1]) or path, []).append(path)
    return random.choice(random.choice(sorted(kinds.values())))


def _delete(files: Files, random: Random, me: str) -> None:
    del me
    suffix = random.choice((".yml", ".yml", ".yml", ".md", ".png"))
    if any(path.endswith(suffix) for path in files):
        del files[_pick(files, random, suffix)]


def _edit(files: Files, random: Random, me: str) -> None:
    path = _pick(files, random)
    record = copy.deepcopy(files[path])
    if isinstance(record, dict):
        _change_value(record, random, me)
        files[path] = record


def _change_value(record: dict[str, Any], random: Random, me: str) -> None:
    """Change one value somewhere in a record, or give it a field that others of its kind have."""
    name = random.choice(sorted({*record, *random.sample(sorted(WORDS), 2)}))
    value = record.get(name)
    if isinstance(value, dict) and value and random.random() < 0.9:
        _change_value(value, random, me)
    elif isinstance(value, list) and value and isinstance(value[0], dict) and random.random() < 0.8:
        _change_value(random.choice(value), random, me)
    else:
        new = _another(name, value, random, me)
        if new is None:
            record.pop(name, None)
        else:
            record[name] = new


def _another(name: str, value: Any, random: Random, me: str) -> Any:
    if name in WORDS:
        return random.choice(WORDS[name])
    if isinstance(value, str) and value in PEOPLE:
        return random.choice((me, random.choice(PEOPLE)))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return random.choice((0, 1, value * 2, value + 1, max(0, value - 1), 1000))
    if isinstance(value, list):
        return random.choice((value[:-1] or None, [*value, *value[:1]], value[::-1]))
    if isinstance(value, str) and value[:4] == "2026":
        return random.choice(("2026-04-10", "2026-03-01", "2025-01-01", "2026-04-05"))
    return random.choice((None, "改了", value))


def _move(files: Files, random: Random, me: str) -> None:
    """Rename a record to somebody else's, as it is or in their name; or copy it there."""
    path = _pick(files, random)
    who, target = random.choice(PEOPLE), random.choice((me, random.choice(PEOPLE)))
    new = path.replace(who, target)
    if new == path or not isinstance(files[path], dict):
        return
    record = copy.deepcopy(files[path])
    if random.random() < 0.7:
        record = {key: target if value == who else value for key, value in record.items()}
    if random.random() < 0.5:
        del files[path]
    files[new] = record


def _write(files: Files, random: Random, me: str) -> None:
    path = random.choice([path for path in files if path.startswith("content/")] or [""])
    if path.endswith(".md"):
        files[path] = random.choice((*TEXTS, f"\n{TEXT}\n"))
    elif path:
        files[path] = PNG + bytes([random.randrange(9)])
    del me


def _do(files: Files, random: Random, me: str) -> None:
    """Do what people do: claim, deliver, review, sign, thank, pay, release, join."""
    module = random.choice(("free", "late", "quiet", "sent-back", "done", "duo", "team", "tyres"))
    folder, who = f"{GUIDE}/{module}", random.choice((me, me, random.choice(PEOPLE)))
    claims = [path for path in files if path.startswith(f"{folder}/claims/") and "past" not in path]
    path = random.choice([*claims, f"{folder}/claims/writer.yml"])
    brief = WORLD[f"{folder}/module.yml"]
    held = files.get(path)
    seat = path.rsplit("/", 1)[-1].removesuffix(".yml")
    deed = random.choice(
        (
            "claim",
            "take",
            "deliver",
            "release",
            "review",
            "sign",
            "thank",
            "give",
            "pay",
            "extend",
            "answer",
            "judge",
            "waive",
            "join",
        )
    )
    if deed in ("claim", "take"):
        terms = fingerprint(brief)
        if deed == "take" and isinstance(held, dict):
            files[f"{folder}/claims/past/{seat}-1.yml"] = {**held, "released": "2026-04-10"}
        files[path] = claim(who, "2026-04-10", terms=terms)
    elif deed == "deliver" and isinstance(held, dict):
        files[path] = {**held, "delivered": random.choice(("2026-04-10", "2026-04-03"))}
        files[f"content/guide/{module}/index.md"] = random.choice(TEXTS)
    elif deed == "extend" and isinstance(held, dict):
        files[path] = {**held, "extended": "2026-04-10"}
    elif deed == "release" and isinstance(held, dict):
        del files[path]
        files[f"{folder}/claims/past/{seat}-1.yml"] = {**held, "released": "2026-04-10"}
    elif deed == "review":
        goals = {
            name: {"met": random.choice(("fully", "fully", "partly"))}
            for name in ("clear", "short")
        }
        record = {"reviewer": who, "date": "2026-04-10", "goals": goals}
        files[f"{folder}/reviews/{random.choice((1, 2))}-{who}.yml"] = record
    elif deed == "sign":
        text = files.get(f"content/guide/{module}/index.md", TEXT)
        files[f"{folder}/signoffs/{who}.yml"] = _signed(who, text)
    elif deed == "thank":
        record = {"member": who, "role": "testing", "date": DAY, "evidence": "试"}
        files[f"{folder}/credits/{who}--testing.yml"] = record | random.choice(
            ({}, {"confirmed_by": me})
        )
    elif deed == "give":
        record = {"member": who, "by": me, "date": "2026-04-10", "kind": "praise", "reason": "好"}
        points = random.choice((0, 5, 20, 1000))
        files[f"members/recognition/2026/2026-04-10-{who}.yml"] = {**record, "points": points}
    elif deed == "pay":
        line = {"module": "duo", "seat": random.choice(("writer", "camera")), "member": who}
        files[f"{GUIDE}/payouts/2026-04-10-more.yml"] = {
            "by": me,
            "date": "2026-04-10",
            "reference": "REF-2",
            "currency": "CNY",
            "lines": [{**line, "cash_minor": 1000}],
        }
    elif deed == "answer":
        name = random.choice(("vote", "hunt", "over"))
        files[f"{GUIDE}/{name}/responses/{who}.yml"] = {"member": who, "date": DAY, "text": "在"}
    elif deed == "judge":
        entries = {
            name: {"scores": {"story": random.randrange(11)}} for name in ("owner-a", "expert")
        }
        files[f"{GALLERY}/judgings/{who}.yml"] = {"judge": who, "date": DAY, "entries": entries}
    elif deed == "waive":
        record = {"candidate": random.choice(PEOPLE), "reason": "declined", "by": me, "date": DAY}
        files[f"{folder}/waivers/1.yml"] = record
    elif deed == "join":
        files["members/stranger.yml"] = {
            "name": "新",
            "github": "stranger",
            "github_id": 9999,
            "joined": "2026-04-10",
        }


def _take_down(files: Files, random: Random, me: str) -> None:
    """Take down a response, or withdraw one; now and then with more than may go."""
    answers = [path for path in files if "/responses/" in path]
    if not answers:
        return
    path = random.choice(answers)
    record = copy.deepcopy(files[path])
    folder = path.partition("/responses/")[0]
    record["text"] = random.choice((MARK, MARK, f"{MARK}，改了", "改了"))
    if random.random() < 0.3:
        _change_value(record, random, me)
    said = {"by": random.choice((me, me, "operator")), "date": "2026-04-10", "target": path}
    said["reason"] = random.choice(("abuse", "privacy", "withdrawn"))
    if random.random() < 0.2:
        said |= {"was": text_fingerprint(TEXT), "now": text_fingerprint(random.choice(TEXTS))}
    files[path] = record
    if random.random() < 0.8:
        files[f"{folder}/takedowns/2026-04-10-1.yml"] = said


def _tell(files: Files, random: Random, me: str) -> None:
    """Tell what came of an activity that is over, or of one that is not."""
    name = random.choice(("over", "vote", "hunt"))
    chosen = {"chosen": [random.choice(("red", "blue"))]} if name == "vote" else {}
    record = {"by": random.choice((me, "operator")), "date": "2026-04-10", "decided": "定了"}
    files[f"{GUIDE}/{name}/outcome.yml"] = {**record, "because": "投的人多", **chosen}


_STEPS: tuple[Callable[[Files, Random, str], None], ...] = (
    _do,
    _do,
    _do,
    _do,
    _do,
    _edit,
    _edit,
    _edit,
    _edit,
    _edit,
    _delete,
    _delete,
    _move,
    _move,
    _write,
    _write,
    _take_down,
    _tell,
)
