"""`from summitry import graphmodel as gm`: an engine alone, with the names that a researcher expects."""

from __future__ import annotations

import subprocess
import sys

import pytest

from summitry import graphmodel as gm

# Prisoner's dilemma: states neither, A, B, both cooperate.
OPTIONS = [("A", "cooperate"), ("B", "cooperate")]
PAYOFFS = [[2, 1, 4, 3], [2, 4, 1, 3]]


def test_an_analysis_in_two_lines() -> None:
    model = gm.option_form(options=OPTIONS, payoffs=PAYOFFS)

    assert gm.stability(model, gm.R).equilibria["R"].tolist() == [True, False, False, False]
    assert gm.stability(model, gm.SEQ).equilibria["SEQ"].tolist() == [True, False, False, True]


def test_a_witness_says_what_holds_a_mover() -> None:
    found = gm.witness(gm.option_form(OPTIONS, PAYOFFS), 0, 3, gm.SEQ)

    assert (found.stable, found.improvement, found.sanction) == (True, 2, ((1, 0),))


def test_functions_and_the_modules_of_the_same_name_are_both_there() -> None:
    from summitry.graphmodel.stability import stability
    from summitry.graphmodel.witness import witness

    model = gm.explicit([[(0, 1)], []], [[0, 1], [0, 0]])
    assert not stability(model, gm.R).stable["R"][0, 0]
    assert not gm.stability(model, gm.R).stable["R"][0, 0]
    assert witness(model, 0, 0, gm.GMR) == gm.witness(model, 0, 0, gm.GMR)


def test_the_names_are_listed_and_no_others_are_made_up() -> None:
    assert {"explicit", "option_form", "stability", "witness", "GraphModel", "R", "GMR", "SMR", "SEQ"} <= set(dir(gm))
    with pytest.raises(AttributeError, match="no attribute 'nash'"):
        _ = gm.nash  # type: ignore[attr-defined]


def test_nothing_is_compiled_or_loaded_before_its_use() -> None:
    program = (
        "import sys; from summitry import graphmodel as gm; assert 'numpy' not in sys.modules; "
        f"model = gm.option_form({OPTIONS}, {PAYOFFS}); gm.stability(model, gm.SEQ); gm.witness(model, 0, 3, gm.SEQ); "
        "assert 'numba' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
