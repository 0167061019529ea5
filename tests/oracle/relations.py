"""The slow oracle of the concepts that need more than payoffs: set definitions in plain Python, nothing shared.

`moves[i][s]` is the set of states that i reaches from s in one move; `code[i][s][t]` how i sees t from s: 2 much
better, 1 better, 0 equal, -1 worse, -2 much worse, 9 unknown; `rank[i][s]` a payoff. N = all decision makers.

    R_H(s)     ends of sequences of at least one move of members of H, no member twice in a row; R_H+ with a condition
               on each step
    Unknown    (Li, Hipel, Kilgour & Fang 2004) leave on: a, c better or unknown; b, d better. Deterred by: a, b
               certainly not better; c, d also unknown. SMR: i must have nothing from t on that does not deter. SEQ:
               others move on better or unknown
    Strength   (Hamouda, Kilgour & Hipel 2004) strong: deterred by much worse only
    SIM        (Fraser & Hipel 1984) combinations of one improvement from s, or none, for each other, not none for all
    L_h        (Kilgour 1985) G_0(i, s) = s; q* maximises r_i(G_{h-1}(j, q)); G_h(i, s) is that end if better than s,
               else s
    Coalitions (Kilgour, Hipel, Fang & Peng 2001; Inohara & Hipel 2008) improvements of H: R_H(s) with all members
               better off; an answer t in R_{N-H}(q) deters if some member is not better off at t than at s
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from itertools import chain, combinations, product

Moves = Sequence[Sequence[Collection[int]]]
Codes = Sequence[Sequence[Sequence[int]]]
Rank = Sequence[Sequence[float]]

TOLERANCE = 1e-9


def better(rank: Rank, i: int, a: int, b: int) -> bool:
    return rank[i][a] > rank[i][b] + TOLERANCE


def ends(start: int, movers: Collection[Hashable], targets: Callable[[Hashable, int], Iterable[int]]) -> set[int]:
    """Ends of sequences of at least one step from `start`, no mover twice in a row."""
    found: set[tuple[Hashable, int]] = set()
    waiting: list[tuple[Hashable, int]] = [(None, start)]
    while waiting:
        last, s = waiting.pop()
        for mover in movers:
            if mover != last:
                new = {(mover, t) for t in targets(mover, s)} - found
                found |= new
                waiting += new
    return {t for _, t in found}


# ------------------------------------------------------------------------------------------------ relations


def relational(moves: Moves, code: Codes, i: int, s: int, concept: str, extension: str) -> bool:
    """Whether s is stable for i; "strong GMR" and so on ask for strength, "weak GMR" for stability without it."""
    kind, _, base = concept.rpartition(" ")
    if kind == "weak":
        strong = relational(moves, code, i, s, f"strong {base}", extension)
        return relational(moves, code, i, s, base, extension) and not strong
    leave = {1, 2, 9} if extension in "ac" else {1, 2}
    deters = {-2} if kind == "strong" else {0, -1, -2}
    if extension in "cd":
        deters = deters | {9}
    others = [j for j in range(len(moves)) if j != i]

    def steps(j: Hashable, at: int) -> set[int]:
        assert isinstance(j, int)
        return {t for t in moves[j][at] if base != "SEQ" or code[j][at][t] in {1, 2, 9}}

    def answered(q: int) -> bool:
        if base == "R":
            return False
        for t in ends(q, others, steps):
            if code[i][s][t] in deters and (base != "SMR" or all(code[i][s][u] in deters for u in moves[i][t])):
                return True
        return False

    return all(answered(q) for q in moves[i][s] if code[i][s][q] in leave)


# ------------------------------------------------------------------------------------------------ SIM


def simultaneous(states: Sequence[int], moves: Moves, rank: Rank, i: int, s: int) -> bool:
    """Whether s is SIM stable for i; `states` are bit masks of options."""
    number = {mask: place for place, mask in enumerate(states)}
    improving = [[q for q in moves[j][s] if better(rank, j, q, s)] for j in range(len(moves))]

    def spoiled(q: int) -> bool:
        for combination in product(*([s, *improving[j]] for j in range(len(moves)) if j != i)):
            if all(t == s for t in combination):
                continue
            mask = states[q]
            for t in combination:
                mask ^= states[t] ^ states[s]
            if mask in number and not better(rank, i, number[mask], s):
                return True
        return False

    return all(spoiled(q) for q in improving[i])


# ------------------------------------------------------------------------------------------------ limited moves


def anticipated(moves: Moves, rank: Rank, i: int, s: int, h: int) -> int:
    """G_h(i, s)."""
    if h == 0 or not moves[i][s]:
        return s
    best = max((anticipated(moves, rank, 1 - i, q, h - 1) for q in moves[i][s]), key=lambda t: rank[i][t])
    return best if better(rank, i, best, s) else s


# ------------------------------------------------------------------------------------------------ coalitions


def parts(members: Collection[int]) -> list[frozenset[int]]:
    return [
        frozenset(p) for p in chain.from_iterable(combinations(sorted(members), n) for n in range(1, len(members) + 1))
    ]


def reach(moves: Moves, members: Collection[int], s: int) -> set[int]:
    return ends(s, members, lambda j, at: moves[j][at])


def coalitional_improvements(moves: Moves, rank: Rank, members: Collection[int], s: int) -> set[int]:
    return {t for t in reach(moves, members, s) if all(better(rank, i, t, s) for i in members)}


def coalitional(moves: Moves, rank: Rank, members: Collection[int], s: int, concept: str) -> bool:
    """Whether s is stable for a coalition under R, GMR, SMR or SEQ."""
    outside = set(range(len(moves))) - set(members)

    def deters(t: int) -> bool:
        return any(not better(rank, i, t, s) for i in members)

    def answered(q: int) -> bool:
        if concept == "R":
            return False
        if concept == "SEQ":
            answers = ends(q, parts(outside), lambda part, at: coalitional_improvements(moves, rank, part, at))
            return any(deters(t) for t in answers)
        answers = reach(moves, outside, q)
        return any(
            deters(t) and (concept == "GMR" or all(deters(u) for u in reach(moves, members, t))) for t in answers
        )

    return all(answered(q) for q in coalitional_improvements(moves, rank, members, s))
