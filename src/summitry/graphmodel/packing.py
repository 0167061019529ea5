"""How rules, numbers and memory lie in few flat arrays for the compiled kernels.

Kernels call each other millions of times, and every array that a call carries costs; so everything lies in:
`I` integers and `F` floats of the rules; `D` the numbers of one draw; and what is known so far: `S` a row of integers per
state, `A` its changed consequences, `V` its floats, `R` replies while somebody stands still, `T` legal targets, `H` a hash
table from state to row, `O` outlooks, `C` counters. The names below are places in the header of `I`: a number itself
(N_…, START …), the offset of a vector in `I`, `F` or `D`, or the first of some columns of `S` and `V`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from summitry.graphmodel.rules import FloatArray, IntArray, Rules, Stakes

# numbers
N_OPTIONS, N_ACTORS, N_MOVERS, N_JOINT, N_MARKS, N_CONS, N_BODIES, N_STATEMENTS, N_STAKES, N_ISSUES, N_IMPOSSIBLE = range(11)
START, FIXED, HELD_ON, IRREVERSIBLE = range(11, 15)
# vectors in I
ORDER, OWN, JOINT, CONSENT, ACTIVE, MOVERS, PROPOSALS, OWNERS, SETS_ON, SETS_OFF, MARK_DEAL, MARK_OWNER = range(15, 27)
HAS_NEED, BODY_OF, VETO, TABLES, LISTED, STATEMENT_OF, NOW, STAKE_ACTOR, STAKE_ISSUE, CURVE, REACH = range(27, 38)
# conditions in I: start, mask, value follow each other
NEEDS, IMPOSSIBLE, HOLDS, STATEMENTS = 38, 41, 44, 47
# vectors in F
PACE, WEIGHT, PASSES, STATEMENT_VALUE, LOW, HIGH, KNOT = range(50, 57)
# vectors in D
STATUS_QUO, MOVES, NET, POSITION, SALIENCE, WORTH, BREACH, YES_ON, YES_OFF = range(57, 66)
# columns of S and V
S_FIRST, S_LAST, S_ASKED, S_REPLY, S_OUTLOOK, V_LEVEL, V_FAR, V_SCORE = range(66, 74)
HEADER = 74

# fixed columns of S
MASK, N_ACTIVE, KNOWN, AT = range(4)
# counters in C
STATES, TARGETS, OUTLOOKS, VISITS, STATUS, WHO, HOW_MANY = range(7)
# what is full, in C[STATUS]
FULL_STATES, FULL_TARGETS, TOO_MANY_FREE, FULL_VISITS, FULL_OUTLOOKS = range(1, 6)


class Memory(NamedTuple):
    """The growing arrays of one worker."""

    S: IntArray
    A: IntArray
    V: FloatArray
    R: IntArray
    T: IntArray
    H: IntArray
    O: FloatArray  # noqa: E741
    C: IntArray


class Packed(NamedTuple):
    """Rules and stakes as flat arrays; `D` has a row a draw."""

    I: IntArray  # noqa: E741
    F: FloatArray
    D: FloatArray


def pack(rules: Rules, stakes: Stakes, reach: IntArray) -> Packed:
    """Lay out a conflict; `reach` (K,) revisions that each actor looks ahead."""
    k, j = len(rules.own), len(stakes.low)
    head = np.zeros(HEADER, np.int64)
    counts = (
        rules.n_options, k, len(rules.movers), len(rules.proposals), len(rules.mark_deal), len(rules.now), len(rules.passes),
        len(rules.statement_of), len(stakes.stake_actor), j, len(rules.impossible.start) - 1,
    )  # fmt: skip
    head[:11] = counts
    head[START:15] = rules.start, rules.fixed, rules.held_on, rules.irreversible
    ints = {
        ORDER: rules.order, OWN: rules.own, JOINT: rules.joint, CONSENT: rules.consent, ACTIVE: rules.active, MOVERS: rules.movers,
        PROPOSALS: rules.proposals, OWNERS: rules.owners, SETS_ON: rules.sets_on, SETS_OFF: rules.sets_off,
        MARK_DEAL: rules.mark_deal, MARK_OWNER: rules.mark_owner, HAS_NEED: rules.has_need, BODY_OF: rules.body_of,
        VETO: rules.veto, TABLES: rules.tables, LISTED: rules.listed, STATEMENT_OF: rules.statement_of, NOW: rules.now,
        STAKE_ACTOR: stakes.stake_actor, STAKE_ISSUE: stakes.stake_issue, CURVE: stakes.curve_start, REACH: reach,
    }  # fmt: skip
    for place, cubes in ((NEEDS, rules.needs), (IMPOSSIBLE, rules.impossible), (HOLDS, rules.holds), (STATEMENTS, rules.statements)):
        ints |= {place: cubes.start, place + 1: cubes.mask, place + 2: cubes.value}
    floats = {
        PACE: rules.pace, WEIGHT: rules.weight, PASSES: rules.passes, STATEMENT_VALUE: rules.statement_value,
        LOW: stakes.low, HIGH: stakes.high, KNOT: stakes.knot,
    }  # fmt: skip
    drawn = {
        STATUS_QUO: stakes.status_quo, MOVES: stakes.moves, NET: stakes.net, POSITION: stakes.position,
        SALIENCE: stakes.salience, WORTH: stakes.worth, BREACH: stakes.breach, YES_ON: stakes.yes_on, YES_OFF: stakes.yes_off,
    }  # fmt: skip
    rows = stakes.status_quo.shape[0]
    flat_ints = [np.asarray(v, np.int64).ravel() for v in ints.values()]
    flat_floats = [np.asarray(v, np.float64).ravel() for v in floats.values()]
    flat_drawn = [v.reshape(rows, -1) for v in drawn.values()]
    for parts, names, base in ((flat_ints, ints, HEADER), (flat_floats, floats, 0)):
        for name, part in zip(names, parts, strict=True):
            head[name] = base
            base += len(part)
    base = 0
    for name, part in zip(drawn, flat_drawn, strict=True):
        head[name] = base
        base += part.shape[1]
    head[S_FIRST : S_OUTLOOK + 1] = [4 + q * k for q in range(5)]
    head[V_LEVEL], head[V_FAR], head[V_SCORE] = k, k + j, 2 * k + j
    return Packed(
        np.concatenate([head, *flat_ints]),
        np.concatenate([*flat_floats, np.zeros(1)]),
        np.ascontiguousarray(np.concatenate(flat_drawn, axis=1)),
    )


def new_memory(packed: Packed, states: int, targets: int, outlooks: int, old: Memory | None = None) -> Memory:
    """Empty arrays with room for so many states, targets and outlooks; what `old` knows of rules (not of draws) is kept."""
    head = packed.I
    k, j, c = int(head[N_ACTORS]), int(head[N_ISSUES]), int(head[N_CONS])
    slots = 1
    while slots < 2 * states:
        slots *= 2
    reach = int(packed.I[head[REACH] : head[REACH] + k].max(initial=0))
    memory = Memory(
        np.zeros((states, 4 + 5 * k), np.int64), np.zeros((states, c + 1), np.int16), np.zeros((states, 3 * k + j)),
        np.zeros((states, k * k), np.int64), np.zeros((targets, 4), np.int64), np.full(slots, -1, np.int64),
        np.zeros((outlooks, reach + 1)), np.zeros(8, np.int64),
    )  # fmt: skip
    memory.S[:, 4 : 4 + k] = -1  # no targets listed yet
    if old is not None:
        n, t = int(old.C[STATES]), int(old.C[TARGETS])
        memory.C[STATES], memory.C[TARGETS], memory.C[VISITS] = n, t, old.C[VISITS]
        memory.S[:n, MASK : N_ACTIVE + 1] = old.S[:n, MASK : N_ACTIVE + 1]
        memory.S[:n, 4 : 4 + 3 * k] = old.S[:n, 4 : 4 + 3 * k]
        memory.A[:n], memory.T[:t] = old.A[:n], old.T[:t]
        memory.V[:n, 2 * k + j :] = old.V[:n, 2 * k + j :]
    return memory
