"""The slow oracle of stability: the set definitions of R, GMR, SMR and SEQ, written down once more in plain Python.

Nothing is shared with the package. A graph model is `moves[i][s]`, the set of states that decision maker i reaches
from s in one move, and `rank[i][s]`, its payoff. Definitions: Fang, Hipel & Kilgour (1993), as quoted in the notes
of the project; N = all decision maker numbers, H = N without i.

    R_i+(s)  = {q in R_i(s) : q >_i s}
    R_H(s)   = states reached from s by at least one move of members of H, no member twice in a row
    R_H+(s)  = the same, each step an improvement for its mover at that moment
    R        R_i+(s) is empty
    GMR      every q in R_i+(s) has a t in R_H(q) with s >=_i t
    SMR      ... and every u in R_i(t) has s >=_i u
    SEQ      every q in R_i+(s) has a t in R_H+(q) with s >=_i t
    SSEQ     ... and every u in R_i(t) has s >=_i u
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

Moves = Sequence[Sequence[Collection[int]]]
Rank = Sequence[Sequence[float]]

TOLERANCE = 1e-9
CONCEPTS = ("R", "GMR", "SMR", "SEQ", "SSEQ")


def prefers(rank: Rank, i: int, a: int, b: int) -> bool:
    """a >_i b."""
    return rank[i][a] > rank[i][b] + TOLERANCE


def unilateral_improvements(moves: Moves, rank: Rank, i: int, s: int) -> set[int]:
    """R_i+(s)."""
    return {q for q in moves[i][s] if prefers(rank, i, q, s)}


def ends_by_length(moves: Moves, rank: Rank, members: Collection[int], start: int, improving: bool) -> list[set[int]]:
    """States in which legal sequences of the members, of 1, 2, 3, ... moves, can end.

    All sequences are followed side by side as pairs (last mover, state). Whatever ends somewhere new does so after
    at most as many moves as there are such pairs, so there the list stops.
    """
    n_pairs = len(members) * len(moves[0])
    current: set[tuple[int | None, int]] = {(None, start)}
    ends = []
    for _ in range(n_pairs):
        following: set[tuple[int | None, int]] = set()
        for last, s in current:
            for j in members:
                if j != last:
                    following |= {(j, t) for t in moves[j][s] if not improving or prefers(rank, j, t, s)}
        current = following
        ends.append({t for _, t in current})
    return ends


def reached(moves: Moves, rank: Rank, i: int, start: int, improving: bool = False) -> set[int]:
    """R_H(start), or R_H+(start), of everybody but i."""
    others = [j for j in range(len(moves)) if j != i]
    return set().union(*ends_by_length(moves, rank, others, start, improving))


def sanctions(moves: Moves, rank: Rank, i: int, s: int, q: int, concept: str) -> set[int]:
    """The states t that answer i's improvement from s to q under a concept."""
    if concept == "R":
        return set()
    answers = {
        t for t in reached(moves, rank, i, q, improving=concept in ("SEQ", "SSEQ")) if not prefers(rank, i, t, s)
    }
    if concept in ("SMR", "SSEQ"):
        return {t for t in answers if not any(prefers(rank, i, u, s) for u in moves[i][t])}
    return answers


def is_stable(moves: Moves, rank: Rank, i: int, s: int, concept: str) -> bool:
    """Whether s is stable for i under a concept."""
    return all(sanctions(moves, rank, i, s, q, concept) for q in unilateral_improvements(moves, rank, i, s))
