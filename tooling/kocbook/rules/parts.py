"""Rules about the parts of a team: each seat's own, and how the integrator arranges them."""

from __future__ import annotations

from collections.abc import Iterator

from kocbook.base.finding import Location, Severity, at
from kocbook.insight.parts import is_part_accepted
from kocbook.insight.state import accepted_on, latest_reviews
from kocbook.insight.team import is_team
from kocbook.markdown.document import read_document
from kocbook.markdown.joined import Placement, find_unplaced
from kocbook.model.community import Module
from kocbook.rules.context import Context
from kocbook.rules.registry import Hit, Reach, rules_for

rule = rules_for("arrangement")


@rule("part-no-seat", Severity.ERROR, Reach.MODULE, words=True)
def part_no_seat(context: Context) -> Iterator[Hit]:
    """A file lies in a folder that is no seat's."""
    for module in context.modules:
        seats = [seat.id for seat in module.brief.seats] if is_team(module) else []
        for folder, path in _first_files(module):
            if folder not in seats:
                data = {"folder": folder, "title": module.brief.title, "seats": seats}
                yield Location(path, 1, 1), {**data, "variant": "" if seats else "alone"}


def _first_files(module: Module) -> Iterator[tuple[str, str]]:
    """Yield each folder of a module's content with the first file in it."""
    content, first = module.content, dict[str, str]()
    if content is None:
        return
    paths = [file.path for file in content.media.values()]
    paths += [content.text_path(part) for part in content.texts]
    for path in sorted(paths):
        folder, sign, _ = path.removeprefix(f"{content.folder}/").partition("/")
        if sign:
            first.setdefault(folder, path)
    yield from first.items()


@rule("integrator-alone", Severity.ERROR, Reach.MODULE)
def integrator_alone(context: Context) -> Iterator[Hit]:
    """More than one seat arranges the page, or there is nobody whose part it could arrange."""
    for module in context.modules:
        places = [n for n, seat in enumerate(module.brief.seats) if seat.integrates]
        if places and (len(places) > 1 or not is_team(module)):
            variant = "" if len(places) > 1 else "alone"
            yield at(module.path, "seats", places[-1], "integrates"), {"variant": variant}


@rule("arrangement-unasked", Severity.ERROR, Reach.MODULE)
def arrangement_unasked(context: Context) -> Iterator[Hit]:
    """A page is arranged though no seat of its brief arranges."""
    for module in context.modules:
        if module.arrangement and not any(seat.integrates for seat in module.brief.seats):
            yield at(module.arrangement.path, "order"), {"title": module.brief.title}


@rule("arrangement-lost", Severity.WARNING, Reach.MODULE, words=True)
def arrangement_lost(context: Context) -> Iterator[Hit]:
    """A step of an arrangement names what no part has, or what was placed already."""
    for module in context.modules:
        if module.arrangement is None or context.has_unreadable_words(module.key):
            continue
        lost = _find_lost(module)
        for place, step in enumerate(module.arrangement.order):
            if place in lost:
                named = step.picture or step.section or step.part or step.heading
                data = {"name": named, "part": step.part, "variant": _kind(step)}
                yield at(module.arrangement.path, "order", place), data


def _find_lost(module: Module) -> set[int]:
    order = module.arrangement.order if module.arrangement else ()
    texts = module.content.texts if module.content else {}
    trees = {part: read_document(text).root for part, text in texts.items()}
    return find_unplaced(trees, order)


def _kind(step: Placement) -> str:
    if step.heading:
        return "heading"
    return "picture" if step.picture else "section" if step.section else ""


@rule("review-seat-undelivered", Severity.ERROR, Reach.MODULE)
def review_seat_undelivered(context: Context) -> Iterator[Hit]:
    """A team's work was accepted though one of its seats had delivered nothing by then."""
    for module in context.modules:
        day = accepted_on(module, context.as_of)
        settled = module.brief.withdrawn or module.brief.superseded_by
        if day is None or settled or not is_team(module):
            continue
        reviews = latest_reviews(module, context.as_of)
        late = [
            claim.seat
            for claim in module.claims.values()
            if not is_part_accepted(module, claim, reviews, day)
        ]
        # Where nothing at all was delivered, another rule says so.
        nothing = len(late) == len(module.claims) and context.misses_text(module)
        if late and not nothing and not context.is_unreadable_below(module.folder):
            data = {"seats": late, "title": module.brief.title, "date": day}
            yield at(reviews[-1].path, "date"), data


@rule("review-unknown-seat", Severity.ERROR, Reach.MODULE)
def review_unknown_seat(context: Context) -> Iterator[Hit]:
    """A review names a seat that the brief does not have."""
    for module in context.modules:
        seats = [seat.id for seat in module.brief.seats]
        for review in module.reviews:
            for field, named in (("missing", review.missing), ("parts", review.parts)):
                for seat in named:
                    if seat not in seats:
                        data = {"seat": seat, "title": module.brief.title, "seats": seats}
                        yield at(review.path, field, seat), data
