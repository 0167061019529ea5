"""`summitry ask`: one question, one answer."""

from __future__ import annotations

from summitry.cli.progress import bar


def run(
    dossier: str,
    question: str | None,
    *,
    draws: int | None,
    seed: int,
    format: str,
    what_if: list[str],
    variant: str | None,
    claim: str | None,
    words: str | None = None,
) -> int:
    """Print the answer; with a what-if, the answer as it is first and what the what-if would make of it below."""
    from summitry.brief.make import ask, judge
    from summitry.errors import QuestionError

    if (claim is None) == (question is None):
        raise QuestionError(
            "Ask one question, or name one claim with --claim.", mend="E.g. 'why RUS wants summit', or --claim c7."
        )
    if claim is not None and what_if:
        raise QuestionError("A claim is judged on the dossier as it is, not on a what-if.", mend="Leave out --what-if.")
    if claim is not None:
        with bar(claim) as progress:
            verdict = judge(dossier, claim, draws=draws, seed=seed, variant=variant, words=words, progress=progress)
        print(verdict.text(format).rstrip("\n"))
        return 0
    assert question is not None
    with bar(question) as progress:
        reply = ask(dossier, question, draws=draws, seed=seed, variant=variant, words=words, progress=progress)
    if not what_if:
        print(reply.text(format).rstrip("\n"))
        return 0
    with bar("what if") as progress:
        edited = ask(
            dossier, question, draws=draws, seed=seed, variant=variant, what_if=what_if, words=words, progress=progress
        )
    if format == "terminal":
        print(f"As it is\n  {reply.headline}\nWhat if {'; '.join(what_if)}  (not an answer)\n  {edited.headline}\n")
    print(edited.text(format).rstrip("\n"))
    return 0
