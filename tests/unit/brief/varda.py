"""An invented brief for the renderers' tests: three states and a dam. Names, numbers and verdicts are made up."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from summitry.brief.outline_model import Block, Figure, Mark, Outline, Row, Said, Section, Sentence, SourceRow, Table

HASH = "9f2c41d07be3"


def outline() -> Outline:
    """A whole brief: five questions, every kind of mark, verdict and figure, and two blocks."""
    return Outline(
        id="varda",
        title="The Varda water talks",
        as_of="2 March 2031",
        subtitle=(
            "A second opinion on “Five questions on Varda” (The Herald, 1 March 2031): 14 claims, 11 "
            "testable, 3 quoted only"
        ),
        notice=(
            "Percentages are shares of 200 draws from the stated ranges of the inputs, not probabilities of the world. "
            "Words of likelihood follow ICD 203.",
        ),
        sections=(_why(), _share(), _play(), _worth(), _came()),
        blocks=(_verdicts(), _ends()),
        method=(
            (
                "Each actor in turn does what serves it, acting alone or proposing what the others "
                "needed agree to; a world is where that leads."
            ),
            "An answer contrasts the same inputs under a changed structure: an option forbidden, an actor absent.",
            "Placebo: with stakes shuffled between actors, 2 of 21 findings would still have been printed.",
        ),
        limits=(
            "A third of the inputs are the desk's own estimates; 1c and 3b rest on nothing else.",
            "Nothing known after 2 March 2031 enters a world.",
        ),
        sources=(
            SourceRow(
                "herald",
                "Five questions on Varda",
                "The Herald",
                "1 March 2031",
                "Usually reliable",
                "expert questions and answers, edited; two authors from one institute",
                "https://example.org/varda",
                14,
            ),
            SourceRow(
                "court",
                "Advisory opinion on the Varda basin",
                "River Court",
                "12 November 2030",
                "Completely reliable",
                "full text; says nothing of dry months",
                "",
                3,
            ),
            SourceRow(
                "bank",
                "Quarterly statement of the National Bank of Canthe, with annexes",
                "National Bank of Canthe",
                "30 September 2030",
                "Fairly reliable",
                "five months old; figures not audited",
                "https://example.org/bank/2030-q3.pdf",
                1,
            ),
        ),
        reproduction={
            "Command": "summitry brief varda.summit.yaml --draws 200 --seed 7",
            "Inputs": f"varda.summit.yaml, hash {HASH}",
            "Draws and seed": "200 draws, seed 7, two behaviours",
            "Version": "summitry 0.1.0",
        },
    )


def sentence(
    id: str, text: str, mark: Mark = "follows", *notes: str, worlds: str = "as things are; without the talks"
) -> Sentence:
    """A sentence with what usually stands behind its mark."""
    if mark == "reported":
        return Sentence(text, mark, id, notes, None, {"kind": "reported", "ids": ("c4",)})
    if mark == "estimate":
        return Sentence(
            text,
            mark,
            id,
            notes or ("The desk's own number, typed at line 61.",),
            None,
            {"kind": "estimate", "paths": ("issues.loan",)},
        )
    told = (f"Worlds: {worlds}", "Behaviours: looking ahead, short-sighted", "200 draws, seed 7")
    basis = {"kind": "computed", "worlds": worlds.split("; "), "draws": 200, "seed": 7, "dossier": HASH}
    return Sentence(
        text,
        mark,
        id,
        (*told, *notes),
        'summitry ask varda.summit.yaml "why BEL wants talks" --draws 200 --seed 7',
        basis,
    )


def _why() -> Section:
    return Section(
        number=1,
        question="Why does Belmar want these talks?",
        ask="why BEL wants talks",
        headline=sentence(
            "1a",
            (
                "For the loan, not for the water: the loan alone would bring Belmar to the table in "
                "96–99 % of draws; the water alone in none."
            ),
        ),
        findings=(
            sentence(
                "1b",
                (
                    "Belmar comes out no worse than without talks in every end state, under both "
                    "behaviours (97–99 % of draws)."
                ),
            ),
            sentence(
                "1c",
                "The loss is Ardan's, and small: as much as 4 points of flow (2 to 7).",
                "assumed",
                "It is the cost typed at line 61.",
            ),
            sentence(
                "1d",
                "Belmar's finance ministry put the loan on the agenda in January.",
                "reported",
                "Linde, Five questions on Varda, Q1 p3",
            ),
            sentence("1e", "A lender needs four months to disburse.", "estimate"),
            sentence(
                "1f",
                (
                    "A tougher Court ruling would hurt Belmar: Ardan fills the dam first (31 points of "
                    "risk more). Only if actors look ahead; short-sighted, it waits."
                ),
            ),
        ),
        said=(
            Said(
                "c4",
                "Okafor",
                "senior fellow, Institute for Rivers",
                "Belmar seeks “standing above all”.",
                "Q1 p2",
                "herald",
                verdict="✗ contradicted: standing alone suffices in 3–5 % of draws (1a).",
                notes=(
                    "Tested as: BEL holds talks with nothing but standing at stake.",
                    "Counted over 200 draws, seed 7; <em>looking ahead</em> & short-sighted.",
                ),
                command='summitry ask varda.summit.yaml "claim c4 & nothing else" --draws 200 --seed 7',
                basis={"kind": "computed", "share": {"value": 0.04, "low": 0.03, "high": 0.05}, "dossier": HASH},
            ),
            Said(
                "c7",
                "Linde",
                "head of programme, Institute for Rivers",
                "Ardan will not fill the dam this year.",
                "Q1 p4",
                "herald",
                how_sure="probably",
                verdict="follows only if Canthe's loan is open; without it Ardan fills in 71–78 % of draws.",
            ),
            Said(
                "c8",
                "Linde",
                "head of programme, Institute for Rivers",
                "The ministers trust each other.",
                "Q1 p5",
                "herald",
                verdict="cannot be tested here.",
                note="A state of mind is not in the model.",
                notes=("No option, issue or stake stands for trust.",),
            ),
        ),
        nobody=(
            sentence(
                "1i",
                "Ardan alone decides if the loan is ever drawn: without its signature no money moves (93–97 % of draws).",
                worlds="as things are; without Ardan",
            ),
        ),
        changes=(
            sentence(
                "1g",
                "Ardan caring for the flow at less than 45 of 100. Watch for a budget line for irrigation before June.",
            ),
            sentence("1h", "A lender other than Canthe."),
        ),
        missing=(),
        figure=Figure(
            title="What each reason alone would do",
            alt=(
                "The loan alone brings Belmar to the table in 98 % of draws; standing alone in 4 %; the "
                "water alone in none."
            ),
            axis="Share of draws in which the talks are held",
            unit="%",
            domain=(0.0, 100.0),
            rows=(
                Row("The loan alone", 98.0, 96.0, 99.0, "enough by itself"),
                Row(
                    "Standing at home and abroad, counted together because the source does not part them",
                    4.0,
                    3.0,
                    5.0,
                    "not enough",
                ),
                Row("The water alone", 0.0, 0.0, 1.0, "not enough"),
            ),
        ),
        basis=(
            "3 sources, 2 experts. A third of the inputs are the desk's own. Looking ahead and "
            "short-sighted actors agree on 1a to 1e."
        ),
    )


def _share() -> Section:
    return Section(
        number=2,
        question="What do Belmar and Canthe have in common?",
        ask="what BEL and CAN share",
        headline=sentence(
            "2a",
            (
                "Little that they can deliver: of 30 shared points of flow (24 to 36), 3 are theirs to "
                "move; the rest is Ardan's."
            ),
        ),
        findings=(
            sentence("2b", "Ardan's signature on the sharing rule would free 25 of them (19 to 31)."),
            sentence("2c", "Canthe can cost Belmar 6 times as much as Belmar can cost Canthe (4 to 9)."),
        ),
        said=(
            Said(
                "c9",
                "Okafor",
                "senior fellow, Institute for Rivers",
                "Canthe needs Belmar more than Belmar needs Canthe.",
                "Q2 p1",
                "herald",
                how_sure="doubtless",
                verdict="contradicted in 94–98 % of draws.",
            ),
            Said(
                "c10",
                "Okafor",
                "senior fellow, Institute for Rivers",
                "Both live under the same ruling.",
                "Q2 p2",
                "court",
                verdict="fact wrong: the ruling binds Belmar only (f13).",
            ),
        ),
        nobody=(),
        changes=(sentence("2d", "A second road for Belmar's grain: Canthe's hold then falls below 2 to 1."),),
        missing=("What Canthe could gain from Ardan. Add an issue that both care about.",),
        figure=Figure(
            title="Where the shared stretch comes from",
            alt="Of 30 points of flow that both want, they can deliver 3; Ardan's signature frees 25.",
            axis="Flow in dry months",
            unit="points of the scale",
            domain=(-10.0, 40.0),
            rows=(
                Row("Wanted by both", 30.0, 24.0, 36.0, "wanted"),
                Row("In their own hands", 3.0, -2.0, 6.0, "deliverable"),
                Row("Freed by Ardan's signature", 25.0, 19.0, 31.0, "in a third party's hands"),
            ),
        ),
        basis="2 sources, 1 expert. Half of the inputs are the desk's own.",
    )


def _play() -> Section:
    return Section(
        number=3,
        question="What is Belmar's strategy?",
        ask="how BEL plays",
        headline=sentence(
            "3a",
            "To hold the dam's licence back until the loan is signed: its best course in 71–78 % of draws.",
            worlds="each of Belmar's four courses held",
        ),
        findings=(
            sentence(
                "3b", "What Belmar wants most of anyone is that Canthe opens the loan (12 points of flow, 8 to 17)."
            ),
            sentence("3c", "Filling the dam early deters nobody.", "assumed"),
        ),
        said=(
            Said(
                "c11",
                "Linde",
                "head of programme, Institute for Rivers",
                "Belmar plays for time.",
                "Q3 p1",
                "herald",
                how_sure="we believe",
            ),
            Said(
                "c12",
                "Linde",
                "head of programme, Institute for Rivers",
                "The minister would rather lose the water than the vote.",
                "Q3 p2",
                "herald",
            ),
        ),
        nobody=(),
        changes=(),
        missing=(),
        figure=None,
        basis=(
            "2 sources, 1 expert. The two behaviours disagree on 3a: short-sighted, Belmar signs at once "
            "in 82–88 % of draws."
        ),
    )


def _worth() -> Section:
    return Section(
        number=4,
        question="Why does Canthe matter to Belmar?",
        ask="what CAN is worth to BEL",
        headline=sentence(
            "4a",
            "More than Ardan does: as much as 17 points of flow (13 to 22), nearly all through the loan.",
            worlds="as things are; without Canthe",
        ),
        findings=(sentence("4b", "Without Canthe there are no talks (almost certain, 96–99 %)."),),
        said=(),
        nobody=(),
        changes=(),
        missing=(),
        figure=Figure(
            title="What each neighbour is worth to Belmar",
            alt="Canthe is worth 17 points of flow to Belmar, Ardan 5.",
            axis="Worth to Belmar, in points of flow",
            unit="points",
            domain=(0.0, 25.0),
            rows=(Row("Canthe", 17.0, 13.0, 22.0), Row("Ardan", 5.0, 2.0, 9.0)),
        ),
        basis="2 sources, no expert. A quarter of the inputs are the desk's own.",
    )


def _came() -> Section:
    return Section(
        number=5,
        question="Has anything concrete come of the talks?",
        ask="what came of talks",
        headline=sentence("5a", "One thing: the gauge at Upper Varda. The other two pledges are declared only."),
        findings=(sentence("5b", "The gauge would be kept by both without anybody's help (likely, 66–74 %)."),),
        said=(),
        nobody=(),
        changes=(),
        missing=("A date for the second pledge.", "Who pays for the gauge."),
        figure=None,
        basis="1 source, no expert.",
    )


def _verdicts() -> Block:
    """A wide table of words, with signs that each format has to escape, an empty cell and an empty heading."""
    return Block(
        key="verdicts",
        title="Claims and verdicts",
        lines=(
            "Of 14 claims 3 follow, 2 are contradicted & 1 has its fact wrong; 8 were not tested.",
            "A claim is tested as it was typed; whoever typed it may have misread its author.",
        ),
        sentences=(
            sentence("v1", "Linde is right on the dam more often than Okafor on the talks (3 to 5)."),
            sentence("v2", "Claims hedged with “probably” fare no better.", "estimate"),
        ),
        table=Table(
            headers=("Claim", "Expert", "Verdict", "Draws", ""),
            rows=(
                (
                    "Belmar seeks “standing above all”, and would give up water | money <for> it",
                    "Okafor & Linde",
                    "✗ contradicted: standing alone suffices for talks in very few draws, under both behaviours",
                    "3–5 %",
                    "1a",
                ),
                (
                    "Ardan will *not* fill the dam this year",
                    "Linde",
                    "✓ follows only if Canthe's loan is open; without it Ardan fills",
                    "71–78 %",
                    "1f",
                ),
                ("The ministers trust each other", "Linde", "– cannot be tested", "", ""),
            ),
            numeric=(3,),
        ),
    )


def _ends() -> Block:
    """A narrow table, without lines or sentences."""
    return Block(
        key="ends",
        title="End states and what holds them",
        table=Table(
            headers=("End state", "Held by", "Share"),
            rows=(("Talks & loan", "Ardan", "62 %"), ("No talks", "nobody", "8 %")),
            numeric=(2,),
        ),
    )


def retold(change: Callable[[str], str], part: Any = None) -> Any:
    """The demo (or a part of it) with every text that is not a mark changed: for hostile, long or foreign text."""
    part = outline() if part is None else part
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple | list):
        return type(part)(retold(change, entry) for entry in part)
    if isinstance(part, Mapping):
        return {change(key): retold(change, value) for key, value in part.items()}
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        fields = {field.name: getattr(part, field.name) for field in dataclasses.fields(part)}
        told = {
            name: value if name in ("mark", "kind") or value is None else retold(change, value)
            for name, value in fields.items()
        }
        return dataclasses.replace(part, **told)
    return part
