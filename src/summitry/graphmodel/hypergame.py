"""Misperception: everybody has a graph model of its own, and stays or leaves by that.

A first-level hypergame: each decision maker takes its view for the conflict itself and does not know that others see another one.
Its view may have other decision makers, moves, states and preferences, and says of each true state as what it is seen. Each view is
analysed by `stability`; what holds in the true conflict is put together from the verdict of each in its own view.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from summitry.errors import EngineInputError
from summitry.graphmodel.model import BoolArray, FloatArray, GraphModel, IntArray, OptionForm, require_index
from summitry.graphmodel.stability import CONCEPTS, Stability, stability

UNSEEN: Final = -1
Unseen = Literal["unstable", "stable"]


@dataclass(frozen=True, eq=False)
class View:
    """What one decision maker takes the conflict to be.

    Attributes
    ----------
    model : a graph model of either form.
    image : (S,) int, for each true state the state of `model` that it is seen as, or −1 if it is not seen at all. Several true states
        may be seen as one, and states of `model` that no true state is seen as exist in this view alone.
    decision_maker : which of the decision makers of `model` it is itself.
    """

    model: GraphModel | OptionForm
    image: IntArray
    decision_maker: int


@dataclass(frozen=True, eq=False)
class Hypergame:
    """Verdicts over the S true states and K decision makers, by concept.

    Attributes
    ----------
    stable : (K, S) bool, stable for a decision maker in its own view.
    equilibria : (S,) bool, hypergame equilibria: stable for each in its own view.
    expected : (K, S) bool, seen by a decision maker, and an equilibrium in its view. To it, these are how the conflict can end.
    seen : (K, S) bool, whether a decision maker sees a state at all.
    views : what `stability` finds in each view, over the view's own states and decision makers.
    """

    stable: dict[str, BoolArray]
    equilibria: dict[str, BoolArray]
    expected: dict[str, BoolArray]
    seen: BoolArray
    views: tuple[Stability, ...]

    def disappointed(self, concept: str) -> BoolArray:
        """States (K, S) that a decision maker expects to be equilibria and that are none."""
        return np.asarray(self.expected[concept] & ~self.equilibria[concept])

    def surprised(self, concept: str) -> BoolArray:
        """Hypergame equilibria (K, S) that a decision maker does not expect, or does not even see."""
        return np.asarray(self.equilibria[concept] & ~self.expected[concept])

    def expecting(self, concept: str) -> IntArray:
        """How many decision makers (S,) expect each hypergame equilibrium, 0 to K; −1 for states that are none.

        K: everybody knows where things stand. In between: some are taken by surprise. 0: all are, as none sees the others rightly.
        """
        count = self.expected[concept].sum(axis=0)
        return np.where(self.equilibria[concept], count, -1)


def hypergame(
    views: Sequence[View], concepts: str | Sequence[str] = CONCEPTS, *, unseen: Unseen = "unstable"
) -> Hypergame:
    """Equilibria of decision makers who misperceive the conflict: states that each of them, as it sees things, does not leave.

    1. Find what is stable in each view. 2. A true state is stable for decision maker i if the state that i sees it as is stable for i in
    i's view. 3. It is a hypergame equilibrium if it is stable for all. Where everybody sees the conflict as it is, this is `stability`.

    What holds of a state that somebody does not see is a convention, named by `unseen`:

    "unstable": not stable for it, as no state of its view vouches for it. So equilibria are seen by all.
    "stable": stable for it, as nobody leaves what it does not know of. So an equilibrium may be a state that somebody did not even
        think possible. A program gets this by taking away all moves from and to hidden states, as GMCR+ does.

    Parameters
    ----------
    views : one a decision maker, in order; images all of one length, S.
    concepts : as in `stability`.
    Raises
    ------
    EngineInputError : no view, images of different lengths or with states that the view has not, an index out of range, an unknown
        concept or convention.
    References
    ----------
    Wang, Hipel & Fraser (1988), Modeling Misperceptions in Hypergames, Behavioral Science 33, 207-223; (1989), Solution Concepts in
    Hypergames, Applied Mathematics and Computation 34, 147-171 (stability in one's own view).
    Obeidi, Kilgour & Hipel (2009), Perceptual Stability Analysis of a Graph Model System, IEEE Transactions on Systems, Man, and
    Cybernetics A 39(5), 993-1006 (graph models of one's own).
    Aljefri, Bashar, Fang & Hipel (2018), First-Level Hypergame for Investigating Misperception in Conflicts, IEEE Transactions on
    Systems, Man, and Cybernetics: Systems 48(12), 2158-2175. Its classes of equilibria are not reproduced: `Hypergame.expecting`
    counts who foresees what, and no more.
    """
    if unseen not in get_args(Unseen):
        raise EngineInputError(f"unseen: {unseen!r} is not one of {', '.join(get_args(Unseen))}")
    images = _checked_images(views)
    seen = images != UNSEEN
    found = tuple(stability(view.model, concepts) for view in views)
    stable: dict[str, BoolArray] = {}
    expected: dict[str, BoolArray] = {}
    for concept in found[0].stable:
        rows = [one.stable[concept][view.decision_maker] for one, view in zip(found, views, strict=True)]
        own = np.stack(
            [row[image] for row, image in zip(rows, images, strict=True)]
        )  # of the unseen, any; put right below
        stable[concept] = np.where(seen, own, unseen == "stable")
        ends = [one.equilibria[concept][image] for one, image in zip(found, images, strict=True)]
        expected[concept] = np.stack(ends) & seen
    equilibria = {concept: np.logical_and.reduce(verdicts) for concept, verdicts in stable.items()}
    return Hypergame(stable, equilibria, expected, seen, found)


def view_of(
    model: GraphModel | OptionForm,
    decision_maker: int,
    *,
    rank: ArrayLike | None = None,
    hidden: ArrayLike | None = None,
) -> View:
    """The view of a decision maker who is wrong about preferences, or does not see some states; else it sees the model as it is.

    Hidden states are taken out with all moves from and to them. For a view that differs more, write a `View`.

    Parameters
    ----------
    model : the true one. decision_maker : index from 0.
    rank : (K, S) float, what it takes everybody's payoffs to be. hidden : (S,) bool, states that it does not see.
    Raises
    ------
    EngineInputError : an index out of range, another shape, a payoff not finite, or every state hidden.
    """
    require_index("decision_maker", decision_maker, model.n_decision_makers)
    n = model.n_states
    believed = model.rank if rank is None else np.asarray(rank, dtype=np.float64)
    gone = np.zeros(n, dtype=np.bool_) if hidden is None else np.asarray(hidden, dtype=np.bool_)
    if believed.shape != model.rank.shape or not np.isfinite(believed).all():
        raise EngineInputError(f"rank: shape {believed.shape}, expected {model.rank.shape}, all finite")
    if gone.shape != (n,) or gone.all():
        raise EngineInputError(f"hidden: shape {gone.shape}, expected {(n,)}, and at least one state that is seen")
    image = np.where(gone, UNSEEN, np.cumsum(~gone) - 1)
    return View(_without(model, gone, image, believed), image, decision_maker)


def _without(
    model: GraphModel | OptionForm, gone: BoolArray, image: IntArray, rank: FloatArray
) -> GraphModel | OptionForm:
    """The model with other payoffs and without some states; `image` numbers those that stay."""
    kept = rank[:, ~gone]
    if isinstance(model, OptionForm):
        return replace(model, states=model.states[~gone], rank=kept)
    arcs = tuple(image[pairs[~gone[pairs].any(axis=1)]] for pairs in model.arcs)
    return replace(model, n_states=kept.shape[1], arcs=arcs, rank=kept)


def _checked_images(views: Sequence[View]) -> IntArray:
    """Images (K, S) of all views."""
    if not views:
        raise EngineInputError("views: at least one is needed")
    images = [np.asarray(view.image) for view in views]
    for k, (view, image) in enumerate(zip(views, images, strict=True)):
        if image.ndim != 1 or image.shape != images[0].shape or not np.issubdtype(image.dtype, np.integer):
            raise EngineInputError(f"views[{k}].image: shape {image.shape}, expected whole numbers, {images[0].shape}")
        require_index(f"views[{k}].decision_maker", view.decision_maker, view.model.n_decision_makers)
        faulty = (image < UNSEEN) | (image >= view.model.n_states)
        if faulty.any():
            s = int(np.argmax(faulty))
            raise EngineInputError(f"views[{k}].image[{s}] = {image[s]}: expected −1 to {view.model.n_states - 1}")
    return np.stack(images).astype(np.int64)
