"""From a dossier and a question to an answer: opens the study, parses, computes. No words are made here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from summitry.questions.answer import Answer
from summitry.questions.contrast import Study
from summitry.worlds.draws import Draws
from summitry.worlds.interventions import AS_IT_IS, Intervention
from summitry.worlds.world import Worlds

if TYPE_CHECKING:
    from summitry.dossier.model import Dossier

DRAWS, SEED = 200, 0
FEWEST = 24
# About half a minute for a whole brief on two cores: states met in all draws of one world, and questions times draws.
WORK, ASKED = 1_000_000, 2_000


def suited_draws(dossier: Dossier) -> int:
    """How many draws are taken where nobody says: 200; fewer, down to 24, for a case that meets more than 5,000 states a draw or asks
    more than ten questions."""
    effort = Worlds(dossier, Draws(central=True)).effort()
    return min(DRAWS, max(FEWEST, min(WORK // max(effort, 1), ASKED // max(len(dossier.questions), 1))))


def open_study(
    dossier: Dossier,
    *,
    name: str | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
    given: Intervention = AS_IT_IS,
    horizon: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Study:
    """A bench for questions: the game compiled once, worlds solved as they are asked for and kept."""
    from summitry import __version__
    from summitry.dossier.loading import dossier_hash

    worlds = Worlds(dossier, Draws(draws, seed), horizon, given, progress)
    return Study(worlds, __version__, dossier_hash(dossier), name or dossier.id)


def answer(study: Study, text: str) -> Answer:
    """Answer one question in the grammar of questions. Raises `QuestionError`."""
    from summitry.dossier.language import parse_question
    from summitry.questions import catalogue

    return catalogue.answer(study, parse_question(text, study.dossier))
