"""`summitry lab checks`: would another coder find the same, would nonsense be as sure, do sentences know their inputs?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from summitry.cli.progress import bar

if TYPE_CHECKING:
    from summitry.questions.checks import Report


def run(dossier: str, *, draws: int | None, seed: int, json: bool) -> int:
    """Print the report, or all of it as JSON; exit status 1 if the audit or the order fails: these must not."""
    from summitry.dossier.loading import as_dossier
    from summitry.questions import catalogue
    from summitry.questions.ask import open_study, suited_draws
    from summitry.questions.checks import check_all

    case = as_dossier(dossier)
    study = open_study(case, name=dossier, draws=suited_draws(case) if draws is None else draws, seed=seed)
    with stages("Standing checks") as stage:
        report = check_all(study, catalogue.usual(case), stage)
    if json:
        import json as jsonlib

        print(jsonlib.dumps(_data(report), indent=2, ensure_ascii=False))
    else:
        _show(case.title, report)
    return 0 if report.passes else 1


@contextmanager
def stages(label: str) -> Iterator[Callable[[str, int, int], None]]:
    """A callback `(what, done, of)` that moves one bar over the stages."""
    with bar(label) as progress:
        last = [0]

        def stage(what: str, done: int, of: int) -> None:
            if progress is not None:
                progress(done - last[0], of)
            last[0] = done

        yield stage


def _show(title: str, report: Report) -> None:
    from rich.console import Console

    say = Console(highlight=False, markup=False, soft_wrap=True).print
    say(f"{title}: standing checks, {report.draws} draws, seed {report.seed}")
    say(
        f"\nSecond coder ({report.coders} readings): {report.kept} of {report.firm} sentences that could fail survive in 80 %."
    )
    for ask, key, share in report.fragile:
        say(f"  fragile  {ask}: {key}, true for {100 * share:.0f} %")
    say(f"\nPlacebo: stakes shuffled between actors {report.placebo[0].shuffles if report.placebo else 0} times")
    for p in report.placebo:
        say(f"  {p.ask}: a headline as sure in {p.sure}, the same one in {p.same}")
    say("\nFollows or assumed: " + f"{report.follows} of {report.findings} findings follow.")
    say("\nDominance: share of draws in which one setting of an actor's own acts is best whatever others do")
    for actor, share in report.dominance.items():
        say(f"  {actor}: {100 * share:.0f} %{'  (a choice without strategy)' if share > 0.5 else ''}")
    say("\nLists against stakes: " + ("no actor has a list." if not report.lists else ""))
    for row in report.lists:
        say(f"  {row.actor}: Kendall's tau {row.tau:.2f}")
        for one, two in row.apart:
            say(f"    they disagree on: {', '.join(one) or 'nothing on'} | {', '.join(two) or 'nothing on'}")
    say("\nCircles: " + ("no claim is a reason for a number that tests it." if not report.circles else ""))
    for claim, paths in report.circles.items():
        say(f"  {claim}: {', '.join(paths)}")
    say(
        f"\nOrder of lines: {'the same numbers' if report.same_order else 'THE NUMBERS CHANGE'} with every section in reverse."
    )
    say(
        f"\nAudit: {report.audited - len(report.failing)} of {report.audited} sentences pass: each input that they name moves them."
    )
    for ask, key, why in report.failing:
        say(f"  fails  {ask}: {key}: {why}")


def _data(report: Report) -> dict[str, Any]:
    from dataclasses import asdict

    return asdict(report)
