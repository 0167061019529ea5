"""Two editions of a made-up case, small enough to compute in a moment, and a rubric for it."""

from __future__ import annotations

from pathlib import Path

MARCH = """\
summitry: 1
id: varda
title: The Varda water talks
as_of: 2031-03-02
event: talks
actors: {ARD: Ardan, BEL: Belmar}
people: {okafor: {name: A. Okafor, role: fellow, at: a think tank}}
sources:
  herald: {title: Five questions on Varda, publisher: The Herald, date: 2031-03-01, descriptor: a daily with a desk in both capitals}
issues:
  flow:
    asks: How much water must Ardan let through in dry months?
    scale: {none: 0, the natural flow: 100}
    status_quo: 20
    stakes:
      ARD: {position: 10 to 25, salience: 70 to 90}
      BEL: {position: 85 to 100, salience: 90 to 100}
  loan:
    scale: {none: 0, all: 100}
    status_quo: 0
    stakes:
      ARD: {position: 20 to 60, salience: 10 to 60}
      BEL: {position: 90 to 100, salience: 40 to 80}
options:
  talks: {by: [ARD, BEL], does: hold the talks}
  share: {by: [ARD, BEL], does: sign the sharing rule}
  lend: {by: ARD, does: open the loan}
consequences:
  - {when: share, moves: {flow: 5 to 15}}
  - {when: lend, moves: {loan: 30 to 60}, costs: {ARD: 0 to 8}}
  - {when: talks, gains: {ARD: 0 to 4, BEL: 1 to 3}}
claims:
  c1: {by: okafor, in: herald, at: Q1 p1, says: Ardan will not open the loan, how_sure: probably, means: ARD will not do lend}
  c2: {by: okafor, in: herald, at: Q1 p2, says: "They trust each other'); drop table claims; --"}
questions: [why BEL wants talks, what next]
"""

APRIL = MARCH.replace("as_of: 2031-03-02", "as_of: 2031-04-02").replace(
    "ARD: {position: 20 to 60, salience: 10 to 60}", "ARD: {position: 0 to 5, salience: 40 to 60}"
)

RUBRIC = """\
summitry_rubric: 1
case: varda
forecasts:
  c1: &
  share:
    question: Is the sharing rule signed by both governments?
    by: 2031-12-31
    source: the river commission's register
    base_rate: 0.3
    class: water treaties signed within a year of talks
  lend:
    question: Does Ardan open the loan?
    by: 2031-12-31
    source: Ardan's gazette
    base_rate: 0.5
    class: loans announced and then opened
left_out:
  talks: they have begun
""".replace(
    "  c1: &\n",
    """\
  c1:
    question: Does Ardan not open the loan?
    by: 2031-12-31
    source: Ardan's gazette
    base_rate: 0.5
    class: loans announced and not opened
""",
)


def resolved(text: str, outcomes: dict[str, str]) -> str:
    """A dossier with outcomes of the end of 2031: claim or option to `true`, `false`, `ambiguous` or `annulled`."""
    lines = [f"  {n}: {{came_true: {o}, date: 2031-12-31, by_criterion: the gazette}}\n" for n, o in outcomes.items()]
    return f"{text}resolutions:\n{''.join(lines)}"


def archive(folder: Path, march: str = MARCH, april: str = APRIL) -> Path:
    """A folder with both editions."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "varda-march.summit.yaml").write_text(march, encoding="utf-8")
    (folder / "varda-april.summit.yaml").write_text(april, encoding="utf-8")
    return folder
