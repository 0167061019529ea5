"""What Datasette says about an archive: titles, descriptions, and queries that answer what people ask first."""

from __future__ import annotations

from typing import Any, Final

from summitry.archive.tables import TABLES, VIEWS

_PHRASE: Final = """'"' || replace(:words, '"', '""') || '"'"""  # words as they stand, whatever signs they hold

QUERIES: Final[dict[str, tuple[str, str, str]]] = {
    "find_sentences": (
        "Find sentences",
        "Sentences of all briefs that have these words, one after the other.",
        f"""select e.title, e.as_of, f.finding, f.text, f.mark, f.command from findings_fts
join findings f on f.id = findings_fts.rowid join editions e on e.path = f.edition
where findings_fts match {_PHRASE} order by e.dossier, e.number, f.id""",
    ),
    "find_claims": (
        "Find claims",
        "What experts said, by words or by name, with the verdict.",
        f"""select e.title, e.as_of, c.claim, c.who, c.says, c.how_sure, v.text as verdict from claims_fts
join claims c on c.id = claims_fts.rowid join editions e on e.path = c.edition left join verdicts v on v.claim = c.id
where claims_fts match {_PHRASE} order by e.dossier, e.number, c.id""",
    ),
    "what_moved": (
        "What moved in a case",
        "What each edition of a case says otherwise than the one before it.",
        """select later, change, place, finding_now, before, now from moved_findings
where dossier = :dossier order by later, change, finding_now""",
    ),
    "verdicts_by_expert": (
        "Verdicts by expert",
        "How many claims of each expert follow, fail or stand open, in the last edition of each case.",
        """select c.who, v.verdict, count(*) as claims from verdicts v join claims c on c.id = v.claim
join latest_editions e on e.path = c.edition group by c.who, v.verdict order by c.who, claims desc, v.verdict""",
    ),
    "misses": (
        "Where the worlds were wrong",
        "Forecasts of any edition, early ones too, that leaned to the wrong side, the surest first.",
        """select edition, thing, says, share, outcome, brier, resolved from forecasts
where brier is not null and (share > 0.5) <> outcome order by brier desc, edition, thing""",
    ),
    "scores": (
        "Scores by case",
        "Mean squared error of the worlds beside a base rate and a coin.",
        "select * from scoreboard_by_case order by scored desc, dossier",
    ),
}


def metadata(database: str) -> dict[str, Any]:
    """Metadata for `datasette NAME.db -m metadata.json`."""
    described = {name: table.description for name, table in TABLES.items()}
    described |= {name: text for name, (text, _) in VIEWS.items()}
    return {
        "title": "Summitry archive",
        "description": "Second opinions on expert commentary about summits: briefs, claims, forecasts and what came of them.",
        "databases": {
            database: {
                "description": "Made anew from dossiers and briefs by `summitry run`; edit those, not this.",
                "tables": {name: {"description": text} for name, text in described.items()},
                "queries": {
                    name: {"title": title, "description": text, "sql": sql}
                    for name, (title, text, sql) in QUERIES.items()
                },
            }
        },
    }
