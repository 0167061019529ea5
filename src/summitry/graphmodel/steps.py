"""Single steps: what an actor can do from a state, and whether those who are asked would agree (play.md section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from summitry.errors import TooLarge
from summitry.graphmodel import moves
from summitry.graphmodel.packing import (
    FULL_STATES,
    HOW_MANY,
    STATES,
    STATUS,
    TARGETS,
    TOO_MANY_FREE,
    Packed,
    new_memory,
    pack,
)
from summitry.graphmodel.rules import MAX_FREE, FloatArray, Rules, Stakes

TOLERANCE = 1e-9


class Step(NamedTuple):
    """A legal step: `target` is where it ends when everything has fallen that must.

    agree : actors (mask) that must all gain. on, off : ballots (masks) that must pass switching something on, or off.
    """

    target: int
    agree: int = 0
    on: int = 0
    off: int = 0


class Gravity:
    """What falls and what is impossible: the rules laid out once, for any number of states (bit masks)."""

    def __init__(self, rules: Rules):
        self.packed = _rules_only(rules)

    def fallen(self, state: int) -> int:
        """The state after every option whose needs fail, and every deal one of whose terms no longer holds, has gone off."""
        return int(moves.fallen(self.packed.I, state))

    def is_impossible(self, state: int) -> bool:
        """Does an impossible pattern hold?"""
        return bool(moves.is_impossible(self.packed.I, state))


class Steps:
    """Legal steps under rules: acting alone, then proposing, then tabling. Listed as play lists them, and remembered."""

    def __init__(self, rules: Rules):
        self._rules, self._packed = rules, _rules_only(rules)
        self._memory = new_memory(self._packed, 1 << 14, 1 << 17, 1)
        self._known: dict[tuple[int, int], list[Step]] = {}

    def legal(self, state: int, actor: int) -> list[Step]:
        """All that an actor can do from a state other than stay.

        Raises
        ------
        TooLarge : the actor has more than 12 options free at once.
        """
        if not self._rules.active[actor]:
            return []
        key = (state, actor)
        while key not in self._known:
            try:
                self._known[key] = self._listed(state, actor)
            except OverflowError:
                self._enlarge()
        return self._known[key]

    def _listed(self, state: int, actor: int) -> list[Step]:
        head, floats, m = self._packed.I, self._packed.F, self._memory
        row = moves.state_number(head, floats, m.S, m.A, m.V, m.H, m.C, state)
        first = int(m.C[TARGETS])
        moves.list_targets(head, floats, m.S, m.A, m.V, m.T, m.H, m.C, row, actor)
        found = m.T[first : int(m.C[TARGETS])]
        return [
            Step(int(target), *map(int, asked))
            for target, asked in zip(m.S[found[:, 0], 0], found[:, 1:4], strict=True)
        ]

    def _enlarge(self) -> None:
        old = self._memory
        code = int(old.C[STATUS])
        if code == TOO_MANY_FREE:
            raise TooLarge("options of one actor free at once", int(old.C[HOW_MANY]), MAX_FREE, "Merge some of them.")
        states, targets = len(old.S) * (1 + (code == FULL_STATES)), len(old.T) * (1 + (code != FULL_STATES))
        self._memory = new_memory(self._packed, states, targets, 1, old)
        moves.rehash(self._memory.H, self._memory.S, int(self._memory.C[STATES]))


def is_agreed(rules: Rules, step: Step, gain: FloatArray, yes_on: FloatArray, yes_off: FloatArray) -> bool:
    """Do all whose consent a step needs strictly gain, and does every ballot that it needs pass?

    Parameters
    ----------
    gain : (K,) what the step changes for each actor. yes_on, yes_off : (B,) votes known beforehand, for switching on and off.
    """
    if any(gain[k] <= TOLERANCE for k in bits(step.agree)):
        return False
    return all(_passes(rules, b, gain, yes_on) for b in bits(step.on)) and all(
        _passes(rules, b, gain, yes_off) for b in bits(step.off)
    )


def _passes(rules: Rules, ballot: int, gain: FloatArray, known: FloatArray) -> bool:
    """A ballot reaches what is required, or the one that may pass in its place does."""
    instead = int(rules.instead[ballot])
    return _reaches(rules, ballot, gain, known) or (instead >= 0 and _reaches(rules, instead, gain, known))


def _reaches(rules: Rules, ballot: int, gain: FloatArray, known: FloatArray) -> bool:
    """Those that gain, with the votes known beforehand and less what a no takes away, reach what is required; no veto holder loses."""
    if ((gain < -TOLERANCE) & (rules.veto[ballot] > 0)).any():
        return False
    total, against = float(known[ballot]), float(rules.against[ballot])
    for k, weight in enumerate(rules.weight[ballot].tolist()):  # added up in the kernel's order
        if gain[k] > TOLERANCE:
            total += weight
        elif gain[k] < -TOLERANCE:
            total -= against * weight
    return total >= float(rules.passes[ballot]) - TOLERANCE


def bits(mask: int) -> Iterator[int]:
    """Numbers of the bits that are set, ascending."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


def _rules_only(rules: Rules) -> Packed:
    none = np.zeros((1, 0))
    ints = np.zeros(0, np.int64)
    c, k, b, x = len(rules.now), len(rules.own), len(rules.passes), len(rules.mark_deal)
    stakes = Stakes(none, none[0], none[0], np.zeros((1, c, 0)), np.zeros((1, c, k)), ints, ints, none, none,
                    np.zeros(1, np.int64), none[0], none, np.zeros((1, x)), np.zeros((1, b)), np.zeros((1, b)))  # fmt: skip
    return pack(rules, stakes, np.zeros(k, np.int64), rules.fixed)
