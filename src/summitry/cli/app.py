"""The command line: parse, one call, print. Nothing is imported before its command runs, so `--help` stays quick.

Exit status: 0 done · 1 a fault of Summitry's own · 2 a mistake in the input, said on stderr · 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from summitry import __version__
from summitry.cli.patience import leave_if_stopped
from summitry.errors import DossierError, SummitryError

INPUT_MISTAKE = 2
STOPPED = 130

app = typer.Typer(
    name="summitry",
    help="A second opinion on what experts say about a summit, and how it knows.",
    epilog="First steps: summitry cases · summitry brief vladivostok-2019 · summitry new my-case.summit.yaml",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
lab = typer.Typer(help="The engines on their own, for researchers.", no_args_is_help=True)
backtests = typer.Typer(help="Models scored on decisions that are known.", no_args_is_help=True)


class Format(StrEnum):
    """How an answer or a brief is printed or written."""

    TERMINAL = "terminal"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"


class Paper(StrEnum):
    """What a brief can be made as: the formats of an answer, and those that are files only."""

    TERMINAL = "terminal"
    MARKDOWN = "md"
    HTML = "html"
    JSON = "json"
    PDF = "pdf"
    DOCX = "docx"


FORMATS = "|".join(Format)
PAPERS = "|".join(Paper)


class Behaviour(StrEnum):
    """How actors weigh what they do."""

    FORESIGHTED = "foresighted"
    MYOPIC = "myopic"


DossierArgument = Annotated[
    str, typer.Argument(metavar="DOSSIER", help="A *.summit.yaml file, or the name of a bundled case.")
]
Draws = Annotated[int, typer.Option(min=1, help="How often the stated ranges are drawn from.")]
FewerDraws = Annotated[
    int | None,
    typer.Option("--draws", min=1, help="How often the ranges are drawn from: 24 to 200, by the size of the case."),
]
Seed = Annotated[int, typer.Option(min=0, help="Same seed, same draws.")]
WhatIf = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if", metavar="'PATH = VALUE'", help="Edit a number for this run only; shown as a what-if. Repeatable."
    ),
]
Variant = Annotated[str | None, typer.Option(metavar="NAME", help="Answer for a variant that the dossier names.")]
Words = Annotated[
    str | None,
    typer.Option(
        metavar="TABLE",
        help="Word table for likelihoods: icd203, phia, nato, ipcc, efsa, kent. Else the dossier's own.",
    ),
]


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: the one place where errors become text."""
    for stream in (sys.stdout, sys.stderr):
        # None where it is closed. Where it is not UTF-8, a ? is better than no answer.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        status = _run(args)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains once more on its way out
        return 1
    if status == STOPPED:
        print("Stopped. Nothing half-written.", file=sys.stderr)
        leave_if_stopped(status)
    return status


def _run(args: Sequence[str] | None) -> int:
    try:
        app(args=args, prog_name="summitry")
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else 0 if done.code is None else 1
    except KeyboardInterrupt:
        return STOPPED
    except SummitryError as error:
        print(explain(error), file=sys.stderr)
        return INPUT_MISTAKE
    except BrokenPipeError:
        raise
    except OSError as error:
        print(f"{error.filename or 'File'}: {error.strerror or error}.", file=sys.stderr)
        return INPUT_MISTAKE
    except MemoryError:
        print("This takes more memory than there is. Take fewer draws, e.g. --draws 100.", file=sys.stderr)
        return INPUT_MISTAKE
    except Exception:
        traceback.print_exc()
        print(
            "\nThis is a fault in Summitry, not in your input. Please report it with the lines above.", file=sys.stderr
        )
        return 1
    return 0


def explain(error: SummitryError) -> str:
    """The text of an error: of a dossier's, each problem on a line and the count."""
    if not isinstance(error, DossierError):
        return str(error)
    counts = _count(len(error.problems), "problem")
    if error.warnings:
        counts += f", {_count(len(error.warnings), 'warning')} (summitry check --warnings)"
    return "\n".join([*map(str, error.problems), f"{counts}. Nothing was computed."])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _names(values: list[str] | None) -> list[str]:
    """Repeated options and commas mean the same: `--forbid a --forbid b`, `--forbid a,b`."""
    return [name.strip() for value in values or [] for name in value.split(",") if name.strip()]


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"summitry {__version__}")
        raise typer.Exit


@app.callback()
def _front(
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_say_version, help="Print the version and leave.")
    ] = False,
) -> None:
    pass


@app.command(rich_help_panel="Write a dossier")
def new(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="The file to write, e.g. my-case.summit.yaml.")],
    case: Annotated[
        str | None, typer.Option(metavar="NAME", help="Copy this bundled case instead of a blank one.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="The title to write into it.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Start a dossier: a small one that answers something, or a copy of a bundled case."""
    from summitry.cli import new as command

    raise typer.Exit(command.run(path, case, title, force))


@app.command(rich_help_panel="Write a dossier")
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Dossiers to read.")],
    warnings: Annotated[bool, typer.Option("--warnings", help="Say also what is allowed but looks odd.")] = False,
    sources: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder with the texts cited: resolve every locator in them.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print problems and warnings as JSON.")] = False,
) -> None:
    """Say everything that is wrong with a dossier: line, column and how to mend it."""
    from summitry.cli import check as command

    raise typer.Exit(command.run(files, warnings, sources, json))


@app.command(rich_help_panel="Write a dossier")
def edit(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The dossier to change.")],
    assignment: Annotated[
        str, typer.Argument(metavar="'PATH = VALUE'", help="E.g. 'issues.flow.stakes.BEL.salience = 40 to 60'.")
    ],
    note: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why, in a few words; kept as a comment above it.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the change, write nothing.")] = False,
    preview: Annotated[
        bool,
        typer.Option("--preview/--no-preview", help="Compute what the change moves before it is saved, or do not."),
    ] = True,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Save without asking.")] = False,
) -> None:
    """Change one value in a dossier, see what moves, and save; comments and order stay."""
    from summitry.cli import edit as command

    raise typer.Exit(command.run(file, assignment, note, dry_run, preview=preview, yes=yes))


@app.command(
    rich_help_panel="Write a dossier",
    epilog="E.g. summitry convert elmira.gmcr elmira.summit.yaml, or summitry convert positions.csv tariffs.summit.yaml",
)
def convert(
    source: Annotated[
        str | None,
        typer.Argument(metavar="IN", help="A file of another program, a *.summit.yaml file, or a bundled case."),
    ] = None,
    target: Annotated[
        Path | None,
        typer.Argument(metavar="OUT", help="The file to write: *.summit.yaml, .gmcr, .csv, .xlsx, .xml, .txt."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    program: Annotated[
        str | None,
        typer.Option("--as", metavar="table|ktab|decide|genius", help="What to write, where the ending does not tell."),
    ] = None,
    states: Annotated[
        list[str] | None, typer.Option(metavar="USA,PRK", help="States to take of Correlates of War data.")
    ] = None,
    year: Annotated[int | None, typer.Option(metavar="YEAR", help="Year of Correlates of War data.")] = None,
    names: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The state list of the Correlates of War, for letters and names."),
    ] = None,
    template: Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Write a table to fill in.")] = None,
) -> None:
    """Turn another program's file into a dossier, or back, and say what gets lost: GMCR+, KTAB, decide, GENIUS, tables, states' capabilities."""
    from summitry.cli import convert as command

    raise typer.Exit(
        command.run(
            source, target, force, program=program, states=_names(states), year=year, names=names, template=template
        )
    )


@app.command(rich_help_panel="Ask")
def ask(
    dossier: DossierArgument,
    question: Annotated[
        str | None,
        typer.Argument(
            metavar="QUESTION", help="E.g. 'why RUS wants summit', or 'claims'; see docs/reference/questions.md."
        ),
    ] = None,
    claim: Annotated[
        str | None, typer.Option(metavar="ID", help="Instead of a question: the verdict on one claim, e.g. c7.")
    ] = None,
    draws: FewerDraws = None,
    seed: Seed = 0,
    format: Annotated[Format, typer.Option(metavar=FORMATS, help="How to print the answer.")] = Format.TERMINAL,
    what_if: WhatIf = None,
    variant: Variant = None,
    words: Words = None,
) -> None:
    """Answer one question, or judge one claim."""
    from summitry.cli import ask as command

    raise typer.Exit(
        command.run(
            dossier,
            question,
            draws=draws,
            seed=seed,
            format=format.value,
            what_if=what_if or [],
            variant=variant,
            claim=claim,
            words=words,
        )
    )


@app.command(rich_help_panel="Ask")
def brief(
    dossier: DossierArgument,
    format: Annotated[
        list[Paper] | None,
        typer.Option(
            "--format",
            "-f",
            metavar=PAPERS,
            help="What to make. Repeatable. Left out: terminal; with -o html, md, json.",
        ),
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="DIR", help="Folder to write into.")] = None,
    draws: FewerDraws = None,
    seed: Seed = 0,
    variant: Variant = None,
    what_if: WhatIf = None,
    open_: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Show the page when it is written, or do not.")
    ] = None,
    words: Words = None,
    reader: Annotated[
        str | None, typer.Option(metavar="ACTOR", help="Add what all this means for one actor, e.g. USA.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DOSSIER", help="The edition before: say first what moved since, and why.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(metavar="DIR", help="An organisation's look: style sheet, logo, Word styles.")
    ] = None,
    language: Annotated[str, typer.Option(metavar="CODE", help="Language of the brief; so far en.")] = "en",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no closing line.")] = False,
) -> None:
    """Answer all questions of a dossier, under the article's own headings."""
    from summitry.cli import brief as command

    raise typer.Exit(
        command.run(
            dossier,
            formats=[one.value for one in format or []],
            out=out,
            draws=draws,
            seed=seed,
            variant=variant,
            what_if=what_if or [],
            open_=open_,
            quiet=quiet,
            words=words,
            reader=reader,
            since=since,
            template=template,
            language=language,
        )
    )


@app.command(rich_help_panel="Keep and score")
def run(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of *.summit.yaml files, at any depth.")],
    draws: FewerDraws = None,
    seed: Seed = 0,
    db: Annotated[
        Path | None, typer.Option("--db", metavar="PATH", help="The database to write: DIR/summitry.db unless named.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Compute again what is there already.")] = False,
    no_compute: Annotated[
        bool, typer.Option("--no-compute", help="Make the database of what is there, compute nothing.")
    ] = False,
) -> None:
    """Keep an archive: the brief of every dossier in a folder, and one database of all of them."""
    from summitry.cli import run as command

    raise typer.Exit(command.run(folder, draws=draws, seed=seed, db=db, force=force, no_compute=no_compute))


@app.command(rich_help_panel="Keep and score")
def seal(
    dossier: DossierArgument,
    rubric: Annotated[
        Path | None, typer.Option(metavar="FILE", help="How each forecast will be decided (YAML). Required.")
    ] = None,
    draws: FewerDraws = None,
    seed: Seed = 0,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Left out: the dossier's name, .seal.json.")
    ] = None,
    date: Annotated[
        str | None, typer.Option(metavar="DAY", help="In the place of today; the seal says so. For rehearsals.")
    ] = None,
) -> None:
    """Seal a forecast: the numbers, the rubric that will decide them, and a hash over both."""
    from summitry.cli import seal as command

    raise typer.Exit(command.run(dossier, rubric, draws=draws, seed=seed, out=out, date=date))


@app.command(rich_help_panel="Keep and score")
def verify(
    seal: Annotated[Path, typer.Argument(metavar="SEAL", help="A *.seal.json file.")],
    dossier: Annotated[str | None, typer.Argument(metavar="DOSSIER", help="Left out: the one beside the seal.")] = None,
) -> None:
    """Check a sealed forecast: hashes, numbers computed again, and the score where outcomes are known."""
    from summitry.cli import verify as command

    raise typer.Exit(command.run(seal, dossier))


@app.command(rich_help_panel="Ask")
def diff(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="The earlier edition: a file, or a bundled case.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The later edition.")],
    draws: FewerDraws = None,
    seed: Seed = 0,
    brief: Annotated[
        bool, typer.Option("--brief", help="Print the whole brief of the later edition below what moved.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print what moved as JSON.")] = False,
) -> None:
    """What moved between two editions of a dossier, and which edit moved it."""
    from summitry.cli import diff as command

    raise typer.Exit(command.run(before, after, draws=draws, seed=seed, brief=brief, json=json))


@app.command(rich_help_panel="Look up")
def cases() -> None:
    """List the bundled cases."""
    from summitry.cli import cases as command

    raise typer.Exit(command.run())


@app.command(rich_help_panel="Look up")
def schema(
    brief: Annotated[bool, typer.Option("--brief", help="That of a brief's JSON instead.")] = False,
) -> None:
    """Print the JSON Schema of a dossier, for editors that check and complete while you type; or of a brief's JSON."""
    from summitry.cli import schema as command

    raise typer.Exit(command.run(brief))


@lab.command()
def play(
    dossier: DossierArgument,
    central: Annotated[
        bool, typer.Option("--central", help="One run with every range at its middle, instead of draws.")
    ] = False,
    draws: Draws = 200,
    seed: Seed = 0,
    forbid: Annotated[list[str] | None, typer.Option(metavar="OPTION,...", help="Off and fixed.")] = None,
    hold: Annotated[list[str] | None, typer.Option(metavar="OPTION=on|off", help="Fixed from the start.")] = None,
    absent: Annotated[
        list[str] | None, typer.Option(metavar="ACTOR,...", help="Does nothing, agrees to nothing.")
    ] = None,
    waive: Annotated[list[str] | None, typer.Option(metavar="ACTOR,...", help="Its consent is asked nowhere.")] = None,
    mute: Annotated[list[str] | None, typer.Option(metavar="ACTOR.ISSUE", help="Cares nothing for this issue.")] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="ACTOR.ISSUE", help="Cares for this issue alone, or these.")
    ] = None,
    inform: Annotated[list[str] | None, typer.Option(metavar="ACTOR,...", help="Knows what the others want.")] = None,
    horizon: Annotated[
        int | None,
        typer.Option(min=0, help="Rounds that an actor who looks ahead weighs; by default the dossier's, or 3."),
    ] = None,
    behaviour: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME,...",
            help="foresighted, myopic, careful, seq, gmr, logit: how actors choose. The first two by default.",
        ),
    ] = None,
    noise: Annotated[float, typer.Option(help="Of logit: how many points make a difference.")] = 5.0,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON.")] = False,
) -> None:
    """Where things go from the eve of the event, under both behaviours or the variants of play that are named."""
    from summitry.cli import play as command

    raise typer.Exit(
        command.run(
            dossier,
            central=central,
            draws=draws,
            seed=seed,
            forbid=_names(forbid),
            hold=_names(hold),
            absent=_names(absent),
            waive=_names(waive),
            mute=_names(mute),
            only=_names(only),
            inform=_names(inform),
            horizon=horizon,
            behaviour=_names(behaviour),
            noise=noise,
            json=json,
        )
    )


@lab.command()
def stability(
    dossier: DossierArgument,
    behaviour: Annotated[
        Behaviour, typer.Option(metavar="foresighted|myopic", help="Whose end states: looking ahead, or short-sighted.")
    ] = Behaviour.FORESIGHTED,
    json: Annotated[bool, typer.Option("--json", help="Print the same as JSON.")] = False,
) -> None:
    """Who would leave an end state, to what, and what holds them (R, GMR, SMR, SEQ), with every range at its middle."""
    from summitry.cli import stability as command

    raise typer.Exit(command.run(dossier, behaviour=behaviour.value, json=json))


@lab.command()
def solve(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A dossier, a bundled case, or a .gmcr file.")],
    concepts: Annotated[
        list[str] | None,
        typer.Option(metavar="R,GMR,SMR,SEQ,SSEQ,SIM,L2,NM", help="Which concepts; the first four by default."),
    ] = None,
    coalitions: Annotated[
        str | None, typer.Option(metavar="A+B,C+D|all", help="What these coalitions would not leave.")
    ] = None,
    explain: Annotated[
        str | None, typer.Option(metavar="STATE", help="Why a state is stable, or not, for each.")
    ] = None,
    paths: Annotated[bool, typer.Option("--paths", help="How equilibria are reached from the status quo.")] = False,
    start: Annotated[str | None, typer.Option("--from", metavar="STATE", help="The status quo of --paths.")] = None,
    inverse: Annotated[str | None, typer.Option(metavar="STATE", help="What would make or break a state.")] = None,
    play: Annotated[
        str | None, typer.Option(metavar="CONCEPT", help="Where things go by improvements that nothing deters.")
    ] = None,
    stakes: Annotated[
        bool, typer.Option("--stakes", help="With --inverse: also the least change of one stake (dossiers).")
    ] = False,
    figure: Annotated[str | None, typer.Option(metavar="FILE.svg|.png", help="Draw what improvements reach.")] = None,
    heat: Annotated[
        str | None, typer.Option("--table", metavar="FILE.svg|.png|.html", help="Draw who would leave which state.")
    ] = None,
    forbid: Annotated[list[str] | None, typer.Option(metavar="OPTION,...", help="Off and fixed (dossiers).")] = None,
    hold: Annotated[
        list[str] | None, typer.Option(metavar="OPTION=on|off", help="Fixed from the start (dossiers).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print all verdicts as JSON.")] = False,
    table: Annotated[bool, typer.Option("--csv", help="Print all verdicts as CSV.")] = False,
) -> None:
    """Stability of a whole conflict: which states nobody would leave, under the concepts of the graph model.

    A STATE is a number from 0, a pattern such as YNNY, or names of options with commas.
    """
    from summitry.cli import solve as command

    raise typer.Exit(
        command.run(
            file, concepts=_names(concepts) or command.CONCEPTS, coalitions=coalitions, explain=explain, paths=paths, start=start, inverse=inverse, stakes=stakes, play=play, figure=figure, heat=heat,
            forbid=_names(forbid), hold=_names(hold), json=json, table=table,
        )
    )  # fmt: skip


@lab.command()
def settle(
    dossier: DossierArgument,
    issue: Annotated[str | None, typer.Option(metavar="ISSUE", help="One issue that a body settles; else all.")] = None,
    variants: Annotated[
        bool, typer.Option("--variants", help="How far the readings of the challenge model are apart.")
    ] = False,
    trace: Annotated[
        bool, typer.Option("--trace", help="Every offer of the challenge model, and what became of it.")
    ] = False,
    central: Annotated[
        bool, typer.Option("--central", help="One run with every range at its middle, instead of draws.")
    ] = False,
    draws: Draws = 200,
    seed: Seed = 0,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON.")] = False,
) -> None:
    """Issues that a body settles by bargaining: averages, bargaining solutions and the challenge model, side by side."""
    from summitry.cli import settle as command

    raise typer.Exit(
        command.run(dossier, issue=issue, variants=variants, trace=trace, draws=draws, seed=seed, central=central, json=json)
    )  # fmt: skip


@lab.command()
def votes(
    dossier: DossierArgument,
    body: Annotated[str | None, typer.Option(metavar="BODY", help="One body; else all.")] = None,
    option: Annotated[
        str | None, typer.Option(metavar="OPTION", help="One option that a body decides; else all.")
    ] = None,
    central: Annotated[
        bool, typer.Option("--central", help="One draw with every range at its middle, instead of many.")
    ] = False,
    draws: Draws = 200,
    seed: Seed = 0,
    json: Annotated[bool, typer.Option("--json", help="Print all numbers as JSON.")] = False,
) -> None:
    """Bodies that vote: the rule in words, the power that it gives each member, whose vote decides, and what passes with it."""
    from summitry.cli import votes as command

    raise typer.Exit(command.run(dossier, body=body, option=option, draws=draws, seed=seed, central=central, json=json))


@lab.command()
def checks(
    dossier: DossierArgument,
    draws: FewerDraws = None,
    seed: Seed = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Would another coder find the same, would nonsense be as sure, do sentences know their inputs? Takes minutes on a large case."""
    from summitry.cli import checks as command

    raise typer.Exit(command.run(dossier, draws=draws, seed=seed, json=json))


@backtests.command()
def deu(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Issues of the DEU data set, tidy, separated by tabs.")],
    train: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Train on this file alone; score the other.")
    ] = None,
    folds: Annotated[
        int | None, typer.Option(min=2, help="Parts that proposals are dealt to; 10 unless --train is given.")
    ] = None,
    seed: Seed = 0,
    json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    table: Annotated[bool, typer.Option("--csv", help="Print what each model said on each issue as CSV.")] = False,
) -> None:
    """Decisions of the European Union: how near models of settlement come, and how well they know it."""
    from summitry.cli import backtest as command

    raise typer.Exit(command.run(file, train=train, folds=folds, seed=seed, json=json, table=table))


lab.add_typer(backtests, name="backtest")


@lab.command()
def deals(
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE...", help="A dossier or bundled case; or a GENIUS domain and its parties' *.xml."),
    ],
    draws: FewerDraws = None,
    seed: Seed = 0,
    json: Annotated[bool, typer.Option("--json", help="Print all packages and findings as JSON.")] = False,
) -> None:
    """Who gains by each deal and keeps it, what it turns on, and what bargaining theory makes of its clauses."""
    from summitry.cli import deals as command

    raise typer.Exit(command.run(files, draws=draws, seed=seed, json=json))


app.add_typer(lab, name="lab", rich_help_panel="For researchers")
