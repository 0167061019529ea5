"""Who can go where, in plain Python: the readable twin of the compiled listing in `summitry.graphmodel.moves` (play.md section 2)."""

from __future__ import annotations

from collections.abc import Iterator

from summitry.errors import TooLarge
from summitry.graphmodel.rules import MAX_FREE, Cubes, Rules
from summitry.graphmodel.steps import Step, bits


def legal_steps(rules: Rules, state: int, actor: int) -> list[Step]:
    """All that an actor can do from a state other than stay: acting alone, then proposing, then tabling.

    Raises
    ------
    TooLarge : the actor has more than 12 options free at once.
    """
    if not rules.active[actor]:
        return []
    steps = [*_acting_alone(rules, state, actor), *_proposing(rules, state, actor), *_tabling(rules, state, actor)]
    return [step for step in steps if step.target != state and not is_impossible(rules, step.target)]


def fallen(rules: Rules, state: int) -> int:
    """The state after everything that lacks its needs, and every deal one of whose terms fails, has gone off."""
    while True:
        falling = 0
        for option in bits(state & _options(rules) & ~rules.held_on):
            if rules.has_need[option] and not _holds(rules.needs, option, state):
                falling |= 1 << option
        for deal, on, off in _deals(rules):
            if state & deal & ~rules.held_on and (state & on != on or state & off):
                falling |= deal
        if not falling:
            return state
        state &= ~falling


def is_impossible(rules: Rules, state: int) -> bool:
    """Does an impossible pattern hold?"""
    return any(_holds(rules.impossible, c, state) for c in range(len(rules.impossible.start) - 1))


def _acting_alone(rules: Rules, state: int, actor: int) -> Iterator[Step]:
    """Own options set in any way, and joint ones that are on left, in one move. Breaking a deal so leaves a mark."""
    joint = int(rules.joint[actor]) if rules.consent[actor] else 0
    free = (int(rules.own[actor]) | joint & state) & ~rules.fixed & ~(state & rules.irreversible)
    if free.bit_count() > MAX_FREE:
        raise TooLarge("options of one actor free at once", free.bit_count(), MAX_FREE, "Merge some of them.")
    for flip in _subsets(free):
        new = state ^ flip
        if _is_legal(rules, state, new, left=flip & joint):
            target = fallen(rules, new)
            yield Step(target | _breaches(rules, state & ~target, actor))


def _proposing(rules: Rules, state: int, actor: int) -> Iterator[Step]:
    """Joint options and deals that are off: every other owner must gain, and bodies pass what the deal changes of theirs."""
    for p, option in enumerate(rules.proposals.tolist()):
        owners = int(rules.owners[p])
        if state >> option & 1 or not owners >> actor & 1:
            continue
        new = (state | 1 << option | int(rules.sets_on[p])) & ~int(rules.sets_off[p])
        if _is_legal(rules, state, new):
            agree = sum(1 << k for k in bits(owners) if k != actor and rules.consent[k])
            yield Step(fallen(rules, new), agree, *_bodies_asked(rules, state, new))


def _tabling(rules: Rules, state: int, actor: int) -> Iterator[Step]:
    """One option of a body that the actor sits in, switched on or off."""
    for option, body in enumerate(rules.body_of.tolist()):
        new = state ^ 1 << option
        if body >= 0 and rules.tables[body, actor] and _is_legal(rules, state, new):
            yield Step(fallen(rules, new), 0, *_bodies_asked(rules, state, new))


def _is_legal(rules: Rules, state: int, new: int, left: int = 0) -> bool:
    """Judged before anything falls: nothing fixed or locked changes, nothing irreversible goes off, what comes on has its
    needs. What is `left` locks nothing any more."""
    changed, off, on = state ^ new, state & ~new, new & ~state
    if not changed or changed & rules.fixed or off & rules.irreversible:
        return False
    if any(state & ~left & deal and changed & (sets_on | sets_off) for deal, sets_on, sets_off in _deals(rules)):
        return False
    return all(_holds(rules.needs, option, new) for option in bits(on) if rules.has_need[option])


def _breaches(rules: Rules, gone: int, actor: int) -> int:
    """Marks of the deals among what has gone off that the actor pays for breaking."""
    return sum(
        1 << rules.n_options + x
        for x, (deal, owner) in enumerate(zip(rules.mark_deal.tolist(), rules.mark_owner.tolist(), strict=True))
        if owner == actor and gone >> int(rules.proposals[deal]) & 1
    )


def _bodies_asked(rules: Rules, state: int, new: int) -> tuple[int, int]:
    """Ballots that decide an option that is switched on, and those that decide one that is switched off."""
    on = off = 0
    for option in bits((state ^ new) & _options(rules)):
        asks = int(rules.asks[option])
        on, off = (on | asks, off) if new >> option & 1 else (on, off | asks)
    return on, off


def _deals(rules: Rules) -> Iterator[tuple[int, int, int]]:
    """Each deal as masks: itself, what it sets on, what it sets off."""
    for option, on, off in zip(rules.proposals.tolist(), rules.sets_on.tolist(), rules.sets_off.tolist(), strict=True):
        if on | off:
            yield 1 << option, on, off


def _holds(conditions: Cubes, c: int, state: int) -> bool:
    return any(
        state & int(conditions.mask[q]) == int(conditions.value[q])
        for q in range(int(conditions.start[c]), int(conditions.start[c + 1]))
    )


def _options(rules: Rules) -> int:
    """Mask of the bits that are options and no breach marks."""
    return (1 << rules.n_options) - 1


def _subsets(mask: int) -> Iterator[int]:
    """All subsets of a mask but the empty one, ascending."""
    chosen = mask & -mask
    while chosen:
        yield chosen
        chosen = (chosen - mask) & mask
