"""How rules, numbers and memory lie in few flat arrays for the compiled kernels.

Kernels call each other millions of times, and every array that a call carries costs; so everything lies in a few:
`I` integers and `F` floats of the rules; `D` the numbers of one draw (the first row; in
further rows what some actors believe of the others); and what is known so far: `S` a row of integers per
state, `A` its changed consequences, `V` its floats, `U` its worths with their
stamps (one plane an actor: utilities, then outlooks), `T` legal targets, `H` a hash
table from state to row, `O` outlooks with replies `N` as rows of it, `Q` the states waiting, `C` counters. The names below are places in the header of `I`: a number itself
(N_…, START …), the offset of a vector in `I`, `F` or `D`, or the first of some columns of `S` and `V`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from summitry.graphmodel.rules import FloatArray, IntArray, Rules, Stakes

# numbers
N_OPTIONS, N_ACTORS, N_MOVERS, N_JOINT, N_MARKS, N_CONS, N_BODIES, N_STATEMENTS, N_STAKES, N_ISSUES, N_IMPOSSIBLE = (
    range(11)
)
START, FIXED, HELD_ON, IRREVERSIBLE = range(11, 15)
# vectors in I
ORDER, OWN, JOINT, CONSENT, ACTIVE, MOVERS, PROPOSALS, OWNERS, SETS_ON, SETS_OFF, MARK_DEAL, MARK_OWNER = range(15, 27)
BODY_OF, VETO, TABLES, LISTED, STATEMENT_OF, NOW, STAKE_ISSUE, CURVE, REACH = range(27, 36)
# conditions in I: start, mask, value follow each other
NEEDS, IMPOSSIBLE, HOLDS, STATEMENTS = 38, 41, 44, 47
# vectors in F
PACE, WEIGHT, PASSES, STATEMENT_VALUE, LOW, HIGH, KNOT = range(50, 57)
# vectors in D
STATUS_QUO, EFFECT, POSITION, SALIENCE, WORTH, BREACH, YES_ON, YES_OFF = range(57, 65)
# columns of S and V, one an actor (levels: one an issue)
S_FIRST, S_LAST, S_ASKED, S_REPLY, S_WORLD_REPLY, S_OUTLOOK, V_LEVEL, V_NET, V_SCORE = range(65, 74)
# effects of consequence c: entries E_START[c] to E_START[c + 1] add to column E_COLUMN (a level or a net gain) of V
E_START, E_COLUMN = 76, 77
# stakes of actor k: Q_START[k] to Q_START[k + 1] of the list Q_OF
Q_START, Q_OF = 78, 79
# what a world shares with others (see `chain`): actors whose utility, consent or vote is not as in the base
LIST_FIXED, CHANGED, RESTAKED = 80, 81, 82
NEEDY, DEALS = 83, 84  # masks of the options that need something, and of the deals
BELIEVES = 85  # row of D by which each actor foresees the others: 0 what is so, else what it believes
CAREFUL = 86  # 1 where outlooks are the least of what may come, and not its mean
ASKS, AGAINST, INSTEAD, VOICE = range(
    87, 91
)  # ballots of an option; of a ballot: weight of a no, what may pass in its place, who may matter
HEADER = 91

# fixed columns of S
MASK, N_ACTIVE, KNOWN, AT = range(4)
# counters in C
STATES, TARGETS, OUTLOOKS, VISITS, STATUS, WHO, HOW_MANY, STAMP = range(8)
# what is full, in C[STATUS]
FULL_STATES, FULL_TARGETS, TOO_MANY_FREE, FULL_VISITS, FULL_OUTLOOKS = range(1, 6)


class Memory(NamedTuple):
    """The growing arrays of one worker."""

    S: IntArray
    A: IntArray
    V: FloatArray
    U: FloatArray
    T: IntArray
    H: IntArray
    O: FloatArray
    N: IntArray
    Q: IntArray
    C: IntArray


class Packed(NamedTuple):
    """Rules and stakes as flat arrays; `D` has a row a draw."""

    I: IntArray
    F: FloatArray
    D: FloatArray


def pack(
    rules: Rules,
    stakes: Stakes,
    reach: IntArray,
    list_fixed: int = 0,
    changed: int = 0,
    restaked: int = 0,
    believes: IntArray | None = None,
    careful: bool = False,
) -> Packed:
    """Lay out a conflict; `reach` (K,) revisions that each actor looks ahead.

    `list_fixed` : options that targets never change (memory that is not shared). `changed`, `restaked` : masks of actors whose
    utility, consent or vote, and whose utility, differ from the base world that shares the memory. `believes` (K,) : row of
    numbers by which each actor foresees the others, 0 by default. `careful` : outlooks are the least of what may come.
    """
    k, j = len(rules.own), len(stakes.low)
    head = np.zeros(HEADER, np.int64)
    counts = (
        rules.n_options, k, len(rules.movers), len(rules.proposals), len(rules.mark_deal), len(rules.now), len(rules.passes),
        len(rules.statement_of), len(stakes.stake_actor), j, len(rules.impossible.start) - 1,
    )  # fmt: skip
    head[:11] = counts
    head[START:15] = rules.start, rules.fixed, rules.held_on, rules.irreversible
    head[NEEDY] = sum(1 << o for o in range(rules.n_options) if rules.has_need[o])
    head[DEALS] = sum(
        1 << int(o) for o, on, off in zip(rules.proposals, rules.sets_on, rules.sets_off, strict=True) if on | off
    )
    head[LIST_FIXED], head[CHANGED], head[RESTAKED], head[CAREFUL] = list_fixed, changed, restaked, careful
    level, net = 0, j
    touched = [np.flatnonzero((table != 0).any(axis=0).ravel()) for table in (stakes.moves, stakes.net)]
    effects = sorted([(int(e) // j, level + int(e) % j, 0, int(e)) for e in touched[0]]
                     + [(int(e) // k, net + int(e) % k, 1, int(e)) for e in touched[1]])  # fmt: skip
    rows = stakes.status_quo.shape[0]
    tables = (stakes.moves.reshape(rows, -1), stakes.net.reshape(rows, -1))
    effect = np.stack([tables[t][:, e] for _, _, t, e in effects], axis=1) if effects else np.zeros((rows, 0))
    mine = [np.flatnonzero(stakes.stake_actor == a) for a in range(k)]
    ints = {
        ORDER: rules.order, OWN: rules.own, JOINT: rules.joint, CONSENT: rules.consent, ACTIVE: rules.active, MOVERS: rules.movers,
        PROPOSALS: rules.proposals, OWNERS: rules.owners, SETS_ON: rules.sets_on, SETS_OFF: rules.sets_off,
        MARK_DEAL: rules.mark_deal, MARK_OWNER: rules.mark_owner, BODY_OF: rules.body_of, ASKS: rules.asks, INSTEAD: rules.instead, VOICE: rules.voice,
        VETO: rules.veto, TABLES: rules.tables, LISTED: rules.listed, STATEMENT_OF: rules.statement_of, NOW: rules.now,
        STAKE_ISSUE: stakes.stake_issue, CURVE: stakes.curve_start, REACH: reach, BELIEVES: np.zeros(k, np.int64) if believes is None else believes,
        E_START: np.searchsorted([c for c, *_ in effects], np.arange(len(rules.now) + 1)),
        E_COLUMN: np.array([column for _, column, *_ in effects], np.int64),
        Q_START: np.cumsum([0, *(len(m) for m in mine)]), Q_OF: np.concatenate([*mine, np.zeros(0, np.int64)]),
    }  # fmt: skip
    for place, cubes in (
        (NEEDS, rules.needs),
        (IMPOSSIBLE, rules.impossible),
        (HOLDS, rules.holds),
        (STATEMENTS, rules.statements),
    ):
        ints |= {place: cubes.start, place + 1: cubes.mask, place + 2: cubes.value}
    floats = {
        PACE: rules.pace, WEIGHT: rules.weight, PASSES: rules.passes, AGAINST: rules.against, STATEMENT_VALUE: rules.statement_value,
        LOW: stakes.low, HIGH: stakes.high, KNOT: stakes.knot,
    }  # fmt: skip
    drawn = {
        STATUS_QUO: stakes.status_quo, EFFECT: effect, POSITION: stakes.position,
        SALIENCE: stakes.salience, WORTH: stakes.worth, BREACH: stakes.breach, YES_ON: stakes.yes_on, YES_OFF: stakes.yes_off,
    }  # fmt: skip
    flat_ints = [np.asarray(v, np.int64).ravel() for v in ints.values()]
    flat_floats = [np.asarray(v, np.float64).ravel() for v in floats.values()]
    flat_drawn = [v.reshape(rows, -1) for v in drawn.values()]
    for names, sizes, base in (
        (list(ints), [len(v) for v in flat_ints], HEADER),
        (list(floats), [len(v) for v in flat_floats], 0),
        (list(drawn), [v.shape[1] for v in flat_drawn], 0),
    ):
        for name, size in zip(names, sizes, strict=True):
            head[name] = base
            base += size
    head[S_FIRST : S_OUTLOOK + 1] = [4 + q * k for q in range(6)]
    head[V_LEVEL : V_SCORE + 1] = level, net, k + j
    return Packed(
        np.concatenate([head, *flat_ints]),
        np.concatenate([*flat_floats, np.zeros(1)]),
        np.ascontiguousarray(np.concatenate(flat_drawn, axis=1)),
    )


def new_memory(packed: Packed, states: int, targets: int, outlooks: int, old: Memory | None = None) -> Memory:
    """Empty arrays with room for so many states, targets and outlooks; what `old` knows of rules (not of draws) is kept.

    All is zero at first, so that the system gives memory only to what is used: ample room costs nothing.
    """
    head = packed.I
    k, j, c = int(head[N_ACTORS]), int(head[N_ISSUES]), int(head[N_CONS])
    slots = 1
    while slots < 2 * states:
        slots *= 2
    reach = int(packed.I[head[REACH] : head[REACH] + k].max(initial=0))
    memory = Memory(
        np.zeros((states, 4 + 6 * k), np.int64), np.zeros((states, c + 1), np.int16), np.zeros((states, 2 * k + j)),
        np.zeros((2 * k, states, 2)),
        np.zeros((targets, 5), np.int64), np.zeros((slots, 2), np.int64),
        np.zeros((outlooks, reach + 1)), np.zeros((outlooks, int(head[N_MOVERS])), np.int64), np.zeros(outlooks, np.int64), np.zeros(8, np.int64),
    )  # fmt: skip
    if old is not None:
        n, t = int(old.C[STATES]), int(old.C[TARGETS])
        memory.C[STATES], memory.C[TARGETS], memory.C[VISITS], memory.C[STAMP] = n, t, old.C[VISITS], old.C[STAMP]
        memory.S[:n, MASK : N_ACTIVE + 1] = old.S[:n, MASK : N_ACTIVE + 1]
        memory.S[:n, 4 : 4 + 3 * k] = old.S[:n, 4 : 4 + 3 * k]
        memory.A[:n], memory.T[:t] = old.A[:n], old.T[:t]
        memory.V[:n, k + j :] = old.V[:n, k + j :]
    return memory


def forget(memory: Memory) -> None:
    """Empty a memory in place; stamps go on."""
    n = int(memory.C[STATES])
    for array in (memory.S, memory.A, memory.V):
        array[:n] = 0
    memory.U[:, :n] = 0
    memory.H[:] = 0
    memory.C[STATES] = memory.C[TARGETS] = 0
