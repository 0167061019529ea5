"""`summitry seal`: a forecast, and how it will be decided, that cannot be changed unseen."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

from summitry.cli.check import FAULTY, FINE, counted
from summitry.cli.progress import bar


def run(dossier: str, rubric: Path | None, *, draws: int | None, seed: int, out: Path | None, date: str | None) -> int:
    """Write the seal of a dossier's forecasts; refuses without a rubric that fits."""
    from summitry.archive import seal as sealing
    from summitry.archive.rubric import read_rubric
    from summitry.dossier.loading import load
    from summitry.questions.ask import open_study, suited_draws

    if rubric is None:
        print("A forecast is sealed with the rubric that will decide it: add --rubric FILE.", file=sys.stderr)
        return FAULTY
    day = _day(date)
    if day is None:
        print(f'--date: found "{date}", expected a day such as 2031-03-02.', file=sys.stderr)
        return FAULTY
    case = load(dossier)
    read = read_rubric(rubric, case, day)
    target = sealing.require_free(out if out is not None else sealing.place_of(dossier, case.id))
    taken = suited_draws(case) if draws is None else draws
    study = open_study(case, name=dossier, draws=taken, seed=seed)
    with bar(f"{case.title} · {taken} draws"):
        data = sealing.make_seal(
            study,
            read,
            day,
            "clock" if date is None else "command line",
            file=sealing.file_of(dossier, case.id),
            rubric_file=rubric.name,
        )
    sealing.save_seal(data, target)
    sealed = [forecast["id"] for forecast in data["forecasts"]]
    print(f"{counted(len(sealed), 'forecast')} of {case.title} sealed on {day} in {target}.")
    if untested := [name for name in read.lines if name not in sealed]:
        print(f"Not sealed, because they cannot be tested here: {', '.join(untested)}.")
    if read.left_out:
        print(f"Left out, with a reason in the rubric: {', '.join(read.left_out)}.")
    print(f"Its hash, to publish before the event: {data['hash']}")
    return FINE


def _day(text: str | None) -> datetime.date | None:
    """The day named, else today: the only place where the clock is read. None if it is no day."""
    if text is None:
        return datetime.date.today()
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
