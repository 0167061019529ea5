"""The tables and views of an archive. A name that a reader of the database sees is a name in the docs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Table:
    """columns : name to type. key : the primary key. refers : column to table and column. search : columns of the full-text index."""

    description: str
    columns: dict[str, type]
    key: str = "id"
    refers: dict[str, tuple[str, str]] = field(default_factory=dict)
    search: tuple[str, ...] = ()
    index: tuple[tuple[str, ...], ...] = ()


_EDITION: Final = {"edition": ("editions", "path")}
_FORECAST: Final[dict[str, type]] = {
    "thing": str, "kind": str, "says": str, "behaviour": str, "share": float, "low": float, "high": float,
}  # fmt: skip
_OUTCOME: Final[dict[str, type]] = {"status": str, "outcome": int, "resolved": str, "resolved_in": str, "brier": float}

TABLES: Final[dict[str, Table]] = {
    "dossiers": Table("Cases; each has one edition or several.", {"id": str, "title": str, "editions": int}),
    "editions": Table(
        "One row a dossier file. `brief` is `current`, `old` (the dossier has changed since) or `none`.",
        {
            "path": str, "dossier": str, "number": int, "title": str, "as_of": str, "hash": str, "forecast_hash": str,
            "brief": str, "draws": int, "seed": int, "version": str, "command": str,
        },
        "path",
        {"dossier": ("dossiers", "id")},
    ),
    "sources": Table(
        "Texts that claims and facts stand in.",
        {
            "id": int, "edition": str, "source": str, "title": str, "publisher": str, "date": str, "reliability": str,
            "descriptor": str, "url": str, "used": int,
        },
        refers=_EDITION,
    ),
    "questions": Table(
        "The questions of a brief, each with its answer.",
        {
            "id": int, "edition": str, "number": int, "ask": str, "question": str, "answer": str, "basis": str,
            "missing": str,
        },
        refers=_EDITION,
    ),
    "findings": Table(
        "Every sentence of a brief with its mark and what it rests on. `share` is a share of the stated ranges, not a"
        " probability of the world.",
        {
            "id": int, "edition": str, "question": int, "number": int, "finding": str, "place": str, "mark": str,
            "kind": str, "key": str, "text": str, "share": float, "low": float, "high": float, "agrees": int,
            "draws": int, "seed": int, "hash": str, "command": str, "same": str,
        },
        refers={**_EDITION, "question": ("questions", "id")},
        search=("text",),
        index=(("edition", "same"), ("key",)),
    ),
    "numbers": Table(
        "Shares (0 to 1) and amounts (in points of an issue) that a sentence tells, with both ends.",
        {
            "id": int, "finding": int, "field": str, "kind": str, "value": float, "low": float, "high": float,
            "unit": str,
        },
        refers={"finding": ("findings", "id")},
        index=(("finding",),),
    ),
    "claims": Table(
        "What experts said.",
        {
            "id": int, "edition": str, "claim": str, "who": str, "role": str, "says": str, "how_sure": str,
            "means": str, "source": int, "at": str,
        },
        refers={**_EDITION, "source": ("sources", "id")},
        search=("says", "who"),
    ),
    "verdicts": Table(
        "What the worlds say of a claim: shares of draws in which it is true, looking ahead and short-sighted.",
        {
            "id": int, "claim": int, "verdict": str, "text": str, "share": float, "low": float, "high": float,
            "short_sighted": float, "hinge": str, "hinge_at": float, "watch": str, "circular": int, "command": str,
        },
        refers={"claim": ("claims", "id")},
        index=(("claim",),),
    ),
    "resolutions": Table(
        "What came of a claim or an option, as each edition has it.",
        {
            "id": int, "edition": str, "thing": str, "kind": str, "came_true": str, "date": str, "criterion": str,
            "because": str,
        },
        refers=_EDITION,
    ),
    "forecasts": Table(
        "A claim's share of draws, an option's share of time once things settle; and what came, from the last edition that"
        " knows. Scored only where that is yes or no and was not known before.",
        {"id": int, "edition": str, **_FORECAST, "draws": int, "seed": int, "version": str, **_OUTCOME},
        refers={**_EDITION, "resolved_in": ("editions", "path")},
        index=(("edition", "thing"),),
    ),
    "seals": Table(
        "Sealed forecasts. `intact` is 0 where a file was changed after it was sealed: nothing else is then read from it.",
        {
            "path": str, "intact": int, "dossier": str, "title": str, "sealed_on": str, "date_from": str,
            "forecast_hash": str, "rubric_hash": str, "hash": str, "draws": int, "seed": int, "version": str,
        },
        "path",
        {"dossier": ("dossiers", "id")},
    ),
    "sealed_forecasts": Table(
        "The forecasts of each seal, how the rubric has them decided, and what came.",
        {
            "id": int, "seal": str, **_FORECAST, "question": str, "by": str, "decided_by": str, "base_rate": float,
            "class": str, **_OUTCOME,
        },
        refers={"seal": ("seals", "path"), "resolved_in": ("editions", "path")},
    ),
}  # fmt: skip

_RATE: Final = """
  case when count(*) over {over} > 1 then (sum(outcome) over {over} - outcome) * 1.0 / (count(*) over {over} - 1)
  else 0.5 end as rate"""

_BOARD: Final = """
  count(s.id) as scored, avg(s.brier) as worlds, avg((s.rate - s.outcome) * (s.rate - s.outcome)) as base_rate,
  case when count(s.id) then 0.25 end as coin"""

VIEWS: Final[dict[str, tuple[str, str]]] = {
    "latest_editions": (
        "The last edition of each case.",
        """select e.* from editions e join dossiers d on d.id = e.dossier and d.editions = e.number""",
    ),
    "moved_findings": (
        "What an edition says otherwise than the one before it: `moved`, `new`, `gone`.",
        """
with pairs as (
  select a.path as earlier, b.path as later, b.dossier as dossier from editions b
  join editions a on a.dossier = b.dossier and a.number = b.number - 1
  where a.brief = 'current' and b.brief = 'current')
select p.dossier, p.earlier, p.later, case when a.id is null then 'new' else 'moved' end as change,
  b.place, a.finding as finding_before, b.finding as finding_now, a.text as before, b.text as now,
  a.share as share_before, b.share as share_now
from pairs p join findings b on b.edition = p.later left join findings a on a.edition = p.earlier and a.same = b.same
where a.id is null or a.text <> b.text
union all
select p.dossier, p.earlier, p.later, 'gone', a.place, a.finding, null, a.text, null, a.share, null
from pairs p join findings a on a.edition = p.earlier left join findings b on b.edition = p.later and b.same = a.same
where b.id is null""",
    ),
    "outcomes": (
        "What came of each claim or option of a case, as the last edition that knows has it.",
        """
select e.dossier, r.thing, r.kind, r.came_true, r.date, r.criterion, r.edition from resolutions r
join editions e on e.path = r.edition
where not exists (select 1 from resolutions l join editions n on n.path = l.edition
  where n.dossier = e.dossier and l.thing = r.thing and n.number > e.number)""",
    ),
    "last_words": (
        "For each thing that came true or did not, the forecast of the last edition before that was known. These are scored.",
        """
select e.dossier, f.* from forecasts f join editions e on e.path = f.edition
where f.brier is not null and not exists (select 1 from forecasts l join editions n on n.path = l.edition
  where n.dossier = e.dossier and l.thing = f.thing and l.brier is not null and n.number > e.number)""",
    ),
    "scoreboard_by_edition": (
        "The scores of every edition by itself, early ones too: a forecast that lost stays.",
        f"""
with s as (select *, {_RATE.format(over="(partition by edition)")} from forecasts where brier is not null)
select e.dossier, e.path as edition, e.as_of, {_BOARD} from editions e left join s on s.edition = e.path
group by e.path order by e.dossier, e.number""",
    ),
    "scoreboard_by_case": (
        "Mean squared error (0 best, a coin 0.25) of the worlds, of the base rate of the other outcomes of the case, and"
        " of a coin, by the last edition before each outcome. What is ambiguous or annulled is counted and never scored.",
        f"""
with s as (select *, {_RATE.format(over="(partition by dossier)")} from last_words)
select d.id as dossier, d.title, {_BOARD},
  (select count(*) from outcomes o where o.dossier = d.id and o.came_true = 'ambiguous') as ambiguous,
  (select count(*) from outcomes o where o.dossier = d.id and o.came_true = 'annulled') as annulled,
  (select count(distinct f.thing) from forecasts f join editions e on e.path = f.edition
    where e.dossier = d.id and f.status = 'open') as open
from dossiers d left join s on s.dossier = d.id group by d.id""",
    ),
    "scoreboard": (
        "The same over all cases, with the base rate of all other outcomes of the archive.",
        f"""
with s as (select *, {_RATE.format(over="()")} from last_words)
select (select count(distinct dossier) from last_words) as cases, {_BOARD},
  (select count(*) from outcomes where came_true = 'ambiguous') as ambiguous,
  (select count(*) from outcomes where came_true = 'annulled') as annulled,
  (select count(*) from (select distinct e.dossier, f.thing from forecasts f join editions e on e.path = f.edition
    where f.status = 'open')) as open
from s""",
    ),
    "sealed_scoreboard": (
        "The scores of each seal against its own rubric's base rates and a coin.",
        """
select s.path as seal, s.dossier, s.sealed_on, count(f.brier) as scored, avg(f.brier) as worlds,
  avg(case when f.brier is not null then (f.base_rate - f.outcome) * (f.base_rate - f.outcome) end) as base_rate,
  case when count(f.brier) then 0.25 end as coin, coalesce(sum(f.status = 'ambiguous'), 0) as ambiguous,
  coalesce(sum(f.status = 'annulled'), 0) as annulled, coalesce(sum(f.status = 'open'), 0) as open
from seals s left join sealed_forecasts f on f.seal = s.path group by s.path""",
    ),
}
