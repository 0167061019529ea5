"""Votes on the eve: how a body would vote on an option of its own, whose vote decides, what passes with it and against it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining.votes import VotingRule, passes, with_each
from summitry.worlds.ballots import TOLERANCE, cast, stated_absent, stated_vote, voting_rule

if TYPE_CHECKING:
    from summitry.dossier.model import Body
    from summitry.worlds.game import Game

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Division:
    """How a body would vote on an option of its own from a state, in each draw. Shapes: D draws, members in their order.

    votes : (D, members) −1, 0, 1 on the change asked for. passes : (D,). yes, no : (D, members) does it pass with this member's
    yes, with its no, all others as they are. pivotal : (D, members).
    """

    body: str
    option: str
    on: bool
    members: tuple[str, ...]
    votes: IntArray
    passes: BoolArray
    yes: BoolArray
    no: BoolArray

    @property
    def pivotal(self) -> BoolArray:
        return self.yes & ~self.no

    def of(self, member: str) -> int:
        return self.members.index(member)


def division(game: Game, option: str, gone: Collection[str] = ()) -> Division | None:
    """A vote on switching a body's option from the eve; gains are weighed at once, with nobody answering. None: impossible."""
    dossier, draws = game.dossier, game.draws
    name = dossier.body_of(option)
    assert name is not None, option
    body = dossier.bodies[name]
    target = game.settle(game.eve ^ game.state([option]))
    if target is None:
        return None
    on = not game.eve & game.state([option])
    rows = np.arange(draws.size)
    here, _ = game.weigh(rows, np.full(draws.size, game.eve))
    there, _ = game.weigh(rows, np.full(draws.size, target))
    gain = there - here
    members = tuple(body.seats)
    votes = np.zeros((draws.size, len(members)), np.int64)
    for q, member in enumerate(members):
        voter = body.voter(member, gone)
        if found := stated_vote(body, option, member, gone):
            votes[:, q] = (1 if on else -1) * cast(f"bodies.{name}.{found[0]}", found[1], draws, game.values)
        elif voter in game.labels.actors and not {voter, member} & set(gone):
            of = gain[:, game.labels.actors.index(voter)]
            votes[:, q] = np.where(of > TOLERANCE, 1, np.where(of < -TOLERANCE, -1, 0))
    rule = voting_rule(body)
    more_yes, more_no = _tail(body, name, game, "others" if on else "others_off")
    quorate = body.present({*gone, *stated_absent(body, option)})
    swing = _by_voter(body, rule, votes, more_yes, more_no, gone)
    return Division(
        name,
        option,
        on,
        members,
        votes,
        passes(rule, votes, more_yes, more_no) & quorate,
        swing[0] & quorate,
        swing[1] & quorate,
    )


def _tail(body: Body, name: str, game: Game, part: str) -> tuple[FloatArray, FloatArray]:
    """(D, M) yes and no votes of nobody named."""
    measures = [t.measure for t in body.thresholds()]
    there = np.array([body.weights(m).get("others", 0.0) for m in measures])
    yes = game.values.get(f"bodies.{name}.{part}", np.zeros(game.draws.size))
    share = yes / body.unmodelled if body.unmodelled else np.zeros(game.draws.size)
    return share[:, None] * there, (1 - share)[:, None] * there


def _by_voter(
    body: Body, rule: VotingRule, votes: IntArray, more_yes: FloatArray, more_no: FloatArray, gone: Collection[str]
) -> tuple[BoolArray, BoolArray]:
    """Does it pass with a member's yes and with its no, where those that follow it do as it does?"""
    members = list(body.seats)
    alone = with_each(rule, votes, more_yes, more_no)
    out = alone.yes.copy(), alone.no.copy()
    for q, member in enumerate(members):
        bloc = [p for p, other in enumerate(members) if other == member or body.voter(other, gone) == member]
        if len(bloc) > 1:
            for result, vote in zip(out, (1, -1), strict=True):
                changed = votes.copy()
                changed[:, bloc] = vote
                result[:, q] = passes(rule, changed, more_yes, more_no)
    return out


def divisions(game: Game) -> Iterator[Division]:
    """The votes on every option that a body decides, in order of the options' ids."""
    for o in game.labels.options:
        if game.dossier.body_of(o) is not None and (found := division(game, o)) is not None:
            yield found
