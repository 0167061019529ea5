"""Models of settlement scored on decisions that are known: each with a distribution of its own, none trained on what it forecasts.

A point becomes a distribution by the errors that the same model made on the training decisions. So simple and elaborate models are
scored alike, and what is compared is where they point and how sure they may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from summitry.bargaining import averages
from summitry.bargaining.predictive import (
    ENDS,
    Decisions,
    PositionsAndMean,
    around,
    fit_positions_and_mean,
)
from summitry.errors import EngineInputError
from summitry.scoring.crps import Forecasts, covered, crps, forecasts, resampled_means, within

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

BASELINE = "weighted-mean"
CALIBRATED = "positions-and-mean"
FOLDS = 10
SPLITS = 5
"""How often the folds are drawn anew: scores of one issue are averaged over them."""
RESAMPLES = 4000
HIT = 5.0
"""Points within which a forecast counts as a hit."""
MEASURES = ("mae", "hit5", "crps", "cover50", "cover80", "inside50", "inside80")

Progress = Callable[[int, int], None]
"""Called with steps done since the last call, and steps in all."""


@dataclass(frozen=True)
class Points:
    """What one model says on N issues.

    values : (N,) float, 0–100. says : (N,) bool, false where the model has nothing to say. borrowed : (N,) bool, true where it has no answer
    of its own and takes that of the baseline.
    """

    values: FloatArray
    says: BoolArray
    borrowed: BoolArray

    def take(self, rows: IntArray | BoolArray) -> Points:
        return Points(self.values[rows], self.says[rows], self.borrowed[rows])


@dataclass(frozen=True)
class Interval:
    """An estimate, and the central 95 % of what it is when whole proposals are drawn anew."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """How one model did on the `n` issues on which it says something.

    mae, median_ae, crps : points of the scale (0–100), less is better. hit5 : share of issues within five points. cover50, cover80 :
    coverage of central intervals, an outcome on a cut point counted in part; a right model has 0.5 and 0.8. inside50, inside80 : the
    same intervals with both ends counted. borrowed : issues on which the model has no answer and takes the baseline's. baseline_mae,
    baseline_crps : the baseline on the same issues. crps_gain : 1 minus the ratio of the two CRPS; mae_difference : the model's minus the
    baseline's. Intervals are None for the baseline itself, and where one proposal is all there is.
    """

    n: int
    mae: float
    median_ae: float
    hit5: float
    crps: float
    cover50: float
    cover80: float
    inside50: float
    inside80: float
    borrowed: int
    baseline_mae: float
    baseline_crps: float
    crps_gain: Interval | None
    mae_difference: Interval | None


@dataclass(frozen=True)
class Record:
    """The backtest of one set of decisions.

    n, proposals : issues that are scored, and groups they belong to. without_outcome : issues that are not. folds : None if another set
    trained. trained_on : known decisions of that set, else None. shared : proposals of it that were left out, being scored here. rows :
    the models, points first and the calibrated one last. dropped : models that lack a training decision in some fold. share, stretch :
    (F,) parameters of the calibrated model, one a fit. issues : (n,) numbers of the scored issues among those handed over. points, errors, scores : for each model
    (n,) its point, absolute error and CRPS, means over splits; NaN where it says nothing.
    """

    n: int
    proposals: int
    without_outcome: int
    folds: int | None
    splits: int
    seed: int
    trained_on: int | None
    shared: int
    rows: dict[str, Row]
    dropped: tuple[str, ...]
    share: FloatArray
    stretch: FloatArray
    issues: IntArray
    points: dict[str, FloatArray]
    errors: dict[str, FloatArray]
    scores: dict[str, FloatArray]


def backtest(
    decisions: Decisions,
    *,
    train: Decisions | None = None,
    folds: int = FOLDS,
    splits: int = SPLITS,
    seed: int = 0,
    elaborate: bool = True,
    progress: Progress | None = None,
) -> Record:
    """Score every model on the decisions whose outcome is known.

    Without `train`, each fold of proposals is forecast from the other folds, so no issue is forecast from its own proposal; folds are drawn
    `splits` times and an issue's scores averaged. With `train`, that set alone trains, without proposals that are scored.

    Parameters
    ----------
    folds : at least 2, at most the number of proposals. splits : at least 1. elaborate : also the expected-utility models, which take
    most of the time.
    Raises
    ------
    EngineInputError : too few known decisions or proposals, or `folds` or `splits` out of range.
    """
    issues = np.flatnonzero(~np.isnan(decisions.outcomes))
    known = decisions.take(issues)
    proposals = np.unique(known.groups)
    if not len(known):
        raise EngineInputError("outcomes: found none, expected at least one to score")
    if train is None and not 2 <= folds <= len(proposals):
        found = f"folds: found {folds}, with {len(proposals)} proposals of a known outcome"
        raise EngineInputError(f"{found}; expected at least 2, and no more folds than proposals")
    if splits < 1:
        raise EngineInputError(f"splits: found {splits}, expected at least 1")
    advance = progress or (lambda done, total: None)
    if train is None:
        steps = len(known) * elaborate + folds * splits
        said = point_forecasts(known, elaborate, lambda: advance(1, steps))
        held_out = list(_held_out(known.groups, folds, splits, seed))
        trials = [_Trial(known.take(~held), _taken(said, ~held), held) for held in held_out]
        others = None
    else:
        others = train.take(~np.isnan(train.outcomes) & ~np.isin(train.groups, proposals))
        if not len(others):
            raise EngineInputError("train: no known decision that is not scored itself, expected at least one")
        steps = (len(known) + len(others)) * elaborate + 1
        said = point_forecasts(known, elaborate, lambda: advance(1, steps))
        trials = [
            _Trial(others, point_forecasts(others, elaborate, lambda: advance(1, steps)), np.ones(len(known), bool))
        ]
    tally = _Tally(known, said)
    for trial in trials:
        tally.add(trial)
        advance(1, steps)
    return Record(
        n=len(known),
        proposals=len(proposals),
        without_outcome=len(decisions) - len(known),
        folds=folds if others is None else None,
        splits=splits if others is None else 1,
        seed=seed,
        trained_on=None if others is None else len(others),
        shared=0 if train is None else int(np.isin(train.groups, proposals).sum()),
        rows=tally.rows(seed),
        dropped=tuple(sorted(tally.dropped)),
        share=np.array([model.share for model in tally.fitted]),
        stretch=np.array([model.stretch for model in tally.fitted]),
        issues=issues,
        points=tally.points,
        errors=tally.errors,
        scores=tally.scores,
    )


def point_forecasts(
    decisions: Decisions, elaborate: bool, step: Callable[[], None] = lambda: None
) -> dict[str, Points]:
    """What each model of a point says; `step` is called once an issue by those that take long."""
    x, both = decisions.filled, decisions.weights()
    by_salience, plain = decisions.weights(capability=False), decisions.weights(salience=False, capability=False)
    reference = decisions.reference_points
    found = {
        "constant-50": _said(np.full(len(decisions), sum(ENDS) / 2)),
        "reference-point": Points(reference, ~np.isnan(reference), np.zeros(len(decisions), bool)),
        "plain-mean": _said(averages.weighted_mean(x, plain)),
        "salience-mean": _said(averages.weighted_mean(x, by_salience)),
        BASELINE: _said(decisions.mean),
        "plain-median": _said(averages.weighted_median(x, plain, "middle")),
        "weighted-median": _said(averages.weighted_median(x, both, "middle")),
    }
    for name, solution in (("nash", averages.nash), ("kalai-smorodinsky", averages.kalai_smorodinsky)):
        # Where there is no reference point any will do: the answer is not used.
        against = solution(x, both, ENDS, reference=np.where(np.isnan(reference), ENDS[0], reference))
        gains = against.gain & ~np.isnan(reference)
        found[name] = Points(np.where(gains, against.point, decisions.mean), np.ones(len(decisions), bool), ~gains)
        found[f"{name}-floor"] = _said(solution(x, both, ENDS, floor=0.0).point)
    if elaborate:
        found |= _expected_utility(decisions, step)
    return found


def _said(values: FloatArray) -> Points:
    return Points(np.asarray(values, float), np.ones(len(values), bool), np.zeros(len(values), bool))


def is_compiled() -> bool:
    """Does the expected-utility model lie ready for this machine?"""
    from summitry.bargaining.challenge_kernels import kernel

    return kernel.has("challenge_kernels.play_all")


def _expected_utility(decisions: Decisions, step: Callable[[], None]) -> dict[str, Points]:
    """The median after the last round of challenges, in each named variant; actors without a position are not there."""
    from summitry.bargaining.challenge import VARIANTS, challenge  # compiled: not loaded where it is not asked for

    values = {name: np.empty(len(decisions)) for name in VARIANTS}
    for issue, here in enumerate(decisions.takes_part):
        case = (decisions.positions[issue, here][None], decisions.saliences[issue, here], decisions.capabilities[here])
        for name, variant in VARIANTS.items():
            values[name][issue] = challenge(*case, variant, workers=1).outcome[0]
        step()
    return {name: _said(found) for name, found in values.items()}


def _held_out(groups: NDArray[np.str_], folds: int, splits: int, seed: int) -> Iterator[BoolArray]:
    """`(N,)` masks: for each split and fold what is forecast. Groups go to folds of equal size, give or take one."""
    names, which = np.unique(groups, return_inverse=True)
    for split in range(splits):
        fold = (np.random.default_rng([seed, split]).permutation(len(names)) % folds)[which]
        for one in range(folds):
            yield fold == one


def _taken(said: dict[str, Points], rows: BoolArray) -> dict[str, Points]:
    return {name: points.take(rows) for name, points in said.items()}


@dataclass(frozen=True)
class _Trial:
    """Decisions that train, what the models say on them, and which of the scored issues `(n,)` are then forecast."""

    train: Decisions
    said: dict[str, Points]
    held: BoolArray


class _Tally:
    """Scores of every model, summed over the trials in which an issue is forecast."""

    def __init__(self, known: Decisions, said: dict[str, Points]) -> None:
        self.known, self.said = known, said
        self.dropped: set[str] = set()
        self.fitted: list[PositionsAndMean] = []
        self._sums = {name: np.zeros((len(known), len(MEASURES) + 1)) for name in (*said, CALIBRATED)}
        self._times = np.zeros(len(known))

    def add(self, trial: _Trial) -> None:
        self._times += trial.held
        for name, points in self.said.items():
            rows = np.flatnonzero(trial.held & points.says)
            trained = trial.said[name]
            residuals = (trial.train.outcomes - trained.values)[trained.says]
            if not len(residuals):
                self.dropped.add(name)
            elif len(rows):
                at = points.values[rows]
                self._score(name, rows, at, forecasts(*around(at, residuals)))
        model = fit_positions_and_mean(trial.train)
        self.fitted.append(model)
        rows = np.flatnonzero(trial.held)
        forecast = model.forecast(self.known.take(rows))
        self._score(CALIBRATED, rows, forecast.quantile(0.5), forecast)

    def _score(self, name: str, rows: IntArray, points: FloatArray, forecast: Forecasts) -> None:
        y = self.known.outcomes[rows]
        error = np.abs(points - y)
        columns = (
            error,
            error <= HIT,
            crps(forecast, y),
            covered(forecast, y, 0.5),
            covered(forecast, y, 0.8),
            within(forecast, y, 0.5),
            within(forecast, y, 0.8),
            points,
        )
        self._sums[name][rows] += np.column_stack(columns)

    def _says(self, name: str) -> BoolArray:
        return np.ones(len(self.known), bool) if name == CALIBRATED else self.said[name].says

    def _means(self, name: str) -> FloatArray:
        """`(n, measures + 1)` means over trials; NaN where the model says nothing."""
        return np.where(self._says(name)[:, None], self._sums[name] / self._times[:, None], np.nan)

    def _column(self, measure: str) -> dict[str, FloatArray]:
        place = (*MEASURES, "point").index(measure)
        return {name: self._means(name)[:, place] for name in self._sums if name not in self.dropped}

    @property
    def points(self) -> dict[str, FloatArray]:
        return self._column("point")

    @property
    def errors(self) -> dict[str, FloatArray]:
        return self._column("mae")

    @property
    def scores(self) -> dict[str, FloatArray]:
        return self._column("crps")

    def rows(self, seed: int) -> dict[str, Row]:
        """Means over issues, with intervals from proposals drawn anew; a model that says nothing at all has no row."""
        found = {}
        for name in self._sums:
            says = self._says(name)
            if name in self.dropped or not says.any():
                continue
            mine, base = self._means(name)[says], self._means(BASELINE)[says]
            mean = dict(zip(MEASURES, map(float, mine.mean(axis=0)), strict=False))
            place = MEASURES.index("crps")
            pairs = np.column_stack([mine[:, 0], base[:, 0], mine[:, place], base[:, place]])
            gain, difference = (None, None) if name == BASELINE else _against(pairs, self.known.groups[says], seed)
            borrowed = 0 if name == CALIBRATED else int(self.said[name].borrowed.sum())
            found[name] = Row(
                n=int(says.sum()),
                median_ae=float(np.median(mine[:, 0])),
                borrowed=borrowed,
                baseline_mae=float(base[:, 0].mean()),
                baseline_crps=float(base[:, place].mean()),
                crps_gain=gain,
                mae_difference=difference,
                **mean,
            )
        return found


def _against(pairs: FloatArray, groups: NDArray[np.str_], seed: int) -> tuple[Interval | None, Interval | None]:
    """Gain in CRPS and difference of absolute errors, from columns: error, the baseline's, CRPS, the baseline's."""
    if len(np.unique(groups)) < 2:
        return None, None
    again = resampled_means(pairs, groups, RESAMPLES, np.random.default_rng(seed))  # the same draws for every model
    drawn = np.vstack([pairs.mean(axis=0), again])
    with np.errstate(divide="ignore", invalid="ignore"):
        # Where the baseline is right to the last digit there is nothing to gain, and no ratio.
        gain = np.where(drawn[:, 3] > 0, 1.0 - drawn[:, 2] / drawn[:, 3], 0.0)
    return _interval(gain), _interval(drawn[:, 0] - drawn[:, 1])


def _interval(values: FloatArray) -> Interval:
    """The first value is the estimate, the others are resampled."""
    low, high = np.quantile(values[1:], (0.025, 0.975))
    return Interval(float(values[0]), float(low), float(high))
