"""The rules of a conflict in option form as arrays: who owns what, what needs what, who votes, what holds.

`Rules` is built by the layer above (or by hand) and never changes during a run. States are bit masks: bit `o` says
that option `o` is on; bits from `O` upward are breach marks, one per (deal, owner). Actor masks have bit `k` for actor `k`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

MAX_BITS = 62
MAX_FREE = 12  # play.md section 2: more options of one actor free at once is TooLarge


class Cubes(NamedTuple):
    """Conditions as disjoint cubes: condition `c` holds in `s` iff `s & mask[q] == value[q]` for a q in `start[c]:start[c + 1]`."""

    start: IntArray
    mask: IntArray
    value: IntArray

    @classmethod
    def of(cls, conditions: Sequence[Sequence[tuple[int, int]]]) -> Cubes:
        """Pack a list of cube lists, one list a condition."""
        start = np.cumsum([0, *(len(c) for c in conditions)]).astype(np.int64)
        flat = [cube for c in conditions for cube in c]
        return cls(
            start,
            np.array([m for m, _ in flat], dtype=np.int64),
            np.array([v for _, v in flat], dtype=np.int64),
        )


class Rules(NamedTuple):
    """Shapes: O options, K actors, M movers, B bodies, P joint options, X breach marks, C consequences, L listed actors' statements.

    start : state on the eve of the event, after everything that must fall has fallen.
    fixed, held_on, irreversible : option masks.
    order : (O,) rank of each option in the file; breaks ties (the first option is the lowest bit).
    own, joint : (K,) masks of the options that an actor owns alone / co-owns.
    consent : (K,) 1 where an actor is asked (0: waived), active : (K,) 0 where absent.
    movers : (M,) actor numbers; pace : (M,) share of turns, sums to 1.
    proposals : (P,) option bit number; owners : (P,) actor masks; sets_on, sets_off : (P,) option masks (0: no deal).
    mark_deal, mark_owner : (X,) proposal number and actor of each breach mark.
    needs : conditions, one per option (no cube list stands for "needs nothing": `has_need` is 0).
    impossible : one condition per pattern. holds : one condition per consequence; now : (C,) 1 where it holds on the eve.
    body_of : (O,) the first ballot that decides an option, -1 if owners do; asks : (O,) mask of all that it must pass (several
    measures of one body; 0 if owners decide). B counts ballots. weight : (B, K) votes that go with actor k (its own and its
    followers'); passes : (B,) what those that gain must reach, less `against` : (B,) times the votes of those that lose (0 where
    an abstention counts as a no). veto : (B, K) 1 where k's vote carries a veto. tables : (B, K) 1 where k may table.
    instead : (B,) a ballot that may pass in its place (too few against), -1 if none. voice : (B,) mask of the actors on whose
    gains, losses or presence a ballot can depend in any world that shares lists with this one.
    listed : (K,) 1 where a preference list replaces stakes; statements : conditions, all lists one after the other;
    statement_of : (L,) actor; statement_value : (L,) utility when it holds.
    """

    n_options: int
    start: int
    fixed: int
    held_on: int
    irreversible: int
    order: IntArray
    own: IntArray
    joint: IntArray
    consent: IntArray
    active: IntArray
    movers: IntArray
    pace: FloatArray
    proposals: IntArray
    owners: IntArray
    sets_on: IntArray
    sets_off: IntArray
    mark_deal: IntArray
    mark_owner: IntArray
    has_need: IntArray
    needs: Cubes
    impossible: Cubes
    holds: Cubes
    now: IntArray
    body_of: IntArray
    weight: FloatArray
    veto: IntArray
    tables: IntArray
    passes: FloatArray
    asks: IntArray
    against: FloatArray
    instead: IntArray
    voice: IntArray
    listed: IntArray
    statements: Cubes
    statement_of: IntArray
    statement_value: FloatArray


class Stakes(NamedTuple):
    """Numbers of every draw. Shapes: D draws, J issues, C consequences, K actors, Q stakes, X marks, B bodies.

    status_quo : (D, J) issue units; low, high : (J,) ends of the scales.
    moves : (D, C, J) issue units; net : (D, C, K) gains minus costs, points.
    stake_actor, stake_issue : (Q,); position, salience : (D, Q) issue units, 0–1.
    curve_start : (Q + 1,) first and last knot of a `worth` curve (empty: position counts); knot : (N,) issue units,
    worth : (D, N) 0–100. breach : (D, X) points. yes_on, yes_off : (D, B) votes that are known
    beforehand, for switching on and off: yes, less `against` times no; −∞ where one of them is a veto.
    """

    status_quo: FloatArray
    low: FloatArray
    high: FloatArray
    moves: FloatArray
    net: FloatArray
    stake_actor: IntArray
    stake_issue: IntArray
    position: FloatArray
    salience: FloatArray
    curve_start: IntArray
    knot: FloatArray
    worth: FloatArray
    breach: FloatArray
    yes_on: FloatArray
    yes_off: FloatArray
