"""`summitry verify`: what of a sealed forecast holds, line by line, and its score once it is decided."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from summitry.cli.check import FINE, counted
from summitry.cli.progress import bar

if TYPE_CHECKING:
    from summitry.archive.seal import Seal
    from summitry.archive.verify import Check, Decided, Score
    from summitry.dossier.model import Dossier

BROKEN = 1
_SIGNS = {True: "✓", False: "✗", None: "–"}


def run(path: Path, dossier: str | None) -> int:
    """Say line by line what of a seal holds; 0 if all does, 1 if anything does not or could not be looked at."""
    from summitry.archive import verify as verifying
    from summitry.archive.seal import read_seal_data

    checks, sealed = verifying.check_content(read_seal_data(path))
    for check in checks:
        _say(check)
    if sealed is None:
        return BROKEN
    _say_date(sealed)
    case = _dossier(sealed, path, dossier)
    if case is None:
        _say(verifying.Check("dossier", None, f"no {sealed.dossier.file} beside the seal: name it"))
        _say(verifying.Check("numbers", None, "cannot be computed again without the dossier"))
        return BROKEN
    checks.append(_say(verifying.check_dossier(sealed, case)))
    with bar(f"{case.title} · {sealed.draws} draws"):
        numbers = verifying.check_numbers(sealed, case)
    checks.append(_say(numbers))
    _show(verifying.score(sealed, case))
    return FINE if all(check.holds for check in checks) else BROKEN


def _dossier(seal: Seal, path: Path, dossier: str | None) -> Dossier | None:
    from summitry.archive.verify import find_dossier
    from summitry.dossier.loading import load

    if dossier is not None:
        return load(dossier)
    found = find_dossier(seal, path.parent)
    return None if found is None else load(found)


def _say(check: Check) -> Check:
    print(f"{_SIGNS[check.holds]} {check.what:<8} {check.text}".rstrip())
    return check


def _say_date(seal: Seal) -> None:
    """The one thing that a seal cannot show by itself."""
    told = "as its maker's clock had it" if seal.date_from == "clock" else "a day typed by its maker, not today's"
    print(f"– {'date':<8} sealed on {seal.sealed_on}, {told}; shown only by where the hash was published")


def _show(score: Score) -> None:
    """What came of each forecast that is decided, and the scores."""
    decided = [row for row in score.rows if row.status != "open"]
    if not decided:
        print("\nNothing of it is decided yet.")
        return
    print("\nWhat came of it")
    width, longest = max(len(row.id) for row in decided), max(len(_came(row)) for row in decided)
    for row in decided:
        print(f"  {row.id:<{width}}  {_percent(row.share):>5}  {_came(row):<{longest}}  {row.says}")
    if score.rated:
        count = len([row for row in score.rows if row.outcome is not None])
        print(f"\n{counted(count, 'forecast') + ' scored':<22}{'squared error':>15}{'log score':>13}")
        for rated in score.rated:
            clipped = f"   ({rated.log.clipped} clipped at {rated.log.bound:g})" if rated.log.clipped else ""
            print(f"  {rated.who:<20}{rated.brier:>15.3f}{rated.log.value:>13.3f}{clipped}")
        print(
            "Squared error: 0 best, a coin 0.25. Log score: minus the natural logarithm of what was given to what came,"
        )
        print(f"0 best, a coin 0.69; what was given less than {score.rated[0].log.bound:g} counts as that much.")
    print(
        f"Counted, not scored: {score.count('ambiguous')} ambiguous, {score.count('annulled')} annulled,"
        f" {score.count('known before')} known before, {score.count('open')} open."
    )


def _came(row: Decided) -> str:
    words = {"true": "came true", "false": "did not come true", "known before": "known before it was sealed"}
    return words.get(row.status, row.status) + ("" if row.outcome is not None else ": not scored")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
