"""`summitry ask`: one question, one answer."""

from __future__ import annotations

from summitry.cli.progress import bar


def run(
    dossier: str,
    question: str,
    *,
    draws: int,
    seed: int,
    format: str,
    what_if: list[str],
    variant: str | None,
    claim: str | None,
) -> int:
    """Print the answer; with a what-if, the answer as it is first and what the what-if would make of it below."""
    from summitry.brief.make import ask
    from summitry.errors import QuestionError

    if claim is not None:
        raise QuestionError("Claims are quoted, and not tested yet.")
    with bar(question) as progress:
        reply = ask(dossier, question, draws=draws, seed=seed, variant=variant, progress=progress)
    if not what_if:
        print(reply.text(format).rstrip("\n"))
        return 0
    with bar("what if") as progress:
        edited = ask(dossier, question, draws=draws, seed=seed, variant=variant, what_if=what_if, progress=progress)
    if format == "terminal":
        print(f"As it is\n  {reply.headline}\nWhat if {'; '.join(what_if)}  (not an answer)\n  {edited.headline}\n")
    print(edited.text(format).rstrip("\n"))
    return 0
