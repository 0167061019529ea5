"""From dossiers and JSON files to rows: plain dictionaries, in an order that depends on the files alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeGuard

from summitry.archive.files import canonical, read_json
from summitry.archive.forecasts import forecast_hash
from summitry.archive.keep import Edition, kept_brief, kept_forecasts, state_of_brief
from summitry.archive.seal import Seal, SealError, as_seal, content_holds
from summitry.dossier.model import Resolution
from summitry.scoring.scores import brier

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Outcomes = Mapping[tuple[str, str], tuple[Resolution, str]]
SEALS = "*.seal.json"


def all_rows(folder: Path, editions: Sequence[Edition]) -> Rows:
    """Table to its rows. Integer keys count from 1 in the order of cases, days and paths."""
    rows: Rows = {"dossiers": _dossiers(editions)}
    outcomes = latest_outcomes(editions)
    numbers = Counter[str]()
    for edition in editions:
        numbers[edition.dossier.id] += 1
        for table, found in _of_edition(edition, numbers[edition.dossier.id], outcomes).items():
            rows.setdefault(table, []).extend(found)
    rows |= _seals(folder, {edition.dossier.id for edition in editions}, outcomes)
    return _numbered(rows)


def latest_outcomes(editions: Iterable[Edition]) -> Outcomes:
    """(case, claim or option) → its resolution in the last edition that has one, and the path of that edition."""
    return {
        (edition.dossier.id, thing): (resolution, edition.path)
        for edition in editions
        for thing, resolution in edition.dossier.resolutions.items()
    }


def _numbered(rows: Rows) -> Rows:
    """Integer keys, and references to rows that were not numbered yet (`(table, …)` tuples) resolved to them."""
    places: dict[Any, int] = {}
    for table, found in rows.items():
        for place, row in enumerate(found, 1):
            if "handle" in row:
                places[table, row.pop("handle")] = place
                row["id"] = place
    for found in rows.values():
        for row in found:
            row.update({key: places.get(value) for key, value in row.items() if isinstance(value, tuple)})
    return rows


def _dossiers(editions: Sequence[Edition]) -> list[Row]:
    """One row a case; the title is that of its last edition."""
    count = Counter(edition.dossier.id for edition in editions)
    titles = {edition.dossier.id: edition.dossier.title for edition in editions}
    return [{"id": name, "title": titles[name], "editions": count[name]} for name in sorted(titles)]


def _of_edition(edition: Edition, number: int, outcomes: Outcomes) -> Rows:
    brief = kept_brief(edition)
    sections = _list(brief, "sections")
    return {
        "editions": [_edition(edition, number, brief)],
        "sources": list(_sources(edition, brief)),
        "questions": [_question(edition, section) for section in sections],
        **_findings(edition, brief),
        "claims": list(_claims(edition)),
        "verdicts": [
            row for section in sections for said in section.get("said", []) for row in _verdict(edition, said)
        ],
        "resolutions": list(_resolutions(edition)),
        "forecasts": list(_forecasts(edition, outcomes)),
    }


def _edition(edition: Edition, number: int, brief: Mapping[str, Any] | None) -> Row:
    run = (brief or {}).get("reproduction", {})
    dossier = edition.dossier
    return {
        "path": edition.path,
        "dossier": dossier.id,
        "number": number,
        "title": dossier.title,
        "as_of": _day(dossier.as_of),
        "hash": edition.hash,
        "forecast_hash": forecast_hash(dossier),
        "brief": state_of_brief(edition),
        "draws": _whole(run.get("draws")),
        "seed": _whole(run.get("seed")),
        "version": run.get("version"),
        "command": run.get("command"),
    }


def _sources(edition: Edition, brief: Mapping[str, Any] | None) -> Iterator[Row]:
    used = {source.get("id"): source.get("used") for source in _list(brief, "sources")}
    for name, source in edition.dossier.sources.items():
        yield {
            "handle": (edition.path, name),
            "edition": edition.path,
            "source": name,
            "title": source.title,
            "publisher": source.publisher,
            "date": _day(source.date),
            "reliability": source.reliability,
            "descriptor": source.descriptor,
            "url": source.url,
            "used": used.get(name),
        }


def _question(edition: Edition, section: Mapping[str, Any]) -> Row:
    return {
        "handle": (edition.path, section["number"]),
        "edition": edition.path,
        "number": section["number"],
        "ask": section.get("ask"),
        "question": section.get("question"),
        "answer": section.get("headline", {}).get("text"),
        "basis": section.get("basis"),
        "missing": "\n".join(section.get("missing", [])) or None,
    }


# ------------------------------------------------------------------------------------------------ findings


def _findings(edition: Edition, brief: Mapping[str, Any] | None) -> Rows:
    """Every sentence of a brief, and the numbers in it."""
    rows: Rows = {"findings": [], "numbers": []}
    seen = Counter[str]()
    for place, question, ask, sentence in _sentences(brief):
        basis = sentence.get("basis", {})
        same = canonical([ask, place, None if place == "headline" else [basis.get("key"), *_named(basis)]])
        seen[same] += 1
        handle = (edition.path, len(rows["findings"]))
        numbers = list(_numbers(handle, basis.get("fields", {})))
        rows["numbers"] += numbers
        rows["findings"].append(
            {
                "handle": handle,
                "edition": edition.path,
                "question": None if question is None else ("questions", (edition.path, question)),
                "number": question,
                "finding": sentence.get("id"),
                "place": place,
                "mark": sentence.get("mark"),
                "kind": basis.get("kind"),
                "key": basis.get("key"),
                "text": sentence.get("text"),
                **_share(numbers),
                "agrees": basis.get("agrees"),
                "draws": basis.get("draws"),
                "seed": basis.get("seed"),
                "hash": basis.get("dossier"),
                "command": sentence.get("command"),
                "same": f"{same} {seen[same]}",
            }
        )
    return rows


def _sentences(brief: Mapping[str, Any] | None) -> Iterator[tuple[str, int | None, str, Mapping[str, Any]]]:
    """Where it stands, number of its question, the question as asked, the sentence."""
    places = (("findings", "finding"), ("nobody", "nobody said"), ("changes", "would change"))
    for section in _list(brief, "sections"):
        number, ask = section["number"], section.get("ask", "")
        yield "headline", number, ask, section["headline"]
        for key, place in places:
            for sentence in section.get(key, []):
                yield ("fragile" if str(sentence.get("id")).endswith("!") else place), number, ask, sentence
    for block in _list(brief, "blocks"):
        for sentence in block.get("sentences", []):
            yield str(block.get("key")), None, "", sentence


def _named(basis: Mapping[str, Any]) -> list[str]:
    """What a sentence is about: the single things that its fields name, as `field=id`. Lists are results, not subjects."""
    fields = basis.get("fields", {})
    return sorted(f"{name}={value['id']}" for name, value in fields.items() if _is_ref(value))


def _is_ref(value: Any) -> TypeGuard[dict[str, str]]:
    return isinstance(value, dict) and value.keys() == {"id", "kind"}


def _numbers(handle: Any, fields: Mapping[str, Any]) -> Iterator[Row]:
    """Shares (0–1, of so many draws) and amounts (in points of an issue) among the fields of a sentence."""
    for name, value in sorted(fields.items()):
        if isinstance(value, dict) and {"value", "low", "high"} <= value.keys():
            unit = value.get("unit")
            yield {
                "handle": (handle, name),
                "finding": ("findings", handle),
                "field": name,
                "kind": "share" if "draws" in value else "amount",
                "value": value["value"],
                "low": value["low"],
                "high": value["high"],
                "unit": unit["id"] if _is_ref(unit) else None,
            }


def _share(numbers: Sequence[Row]) -> Row:
    """The one share of a sentence: the field called `share`, or the only one; none where it has several."""
    shares = [row for row in numbers if row["kind"] == "share"]
    chosen = [row for row in shares if row["field"] == "share"] or (shares if len(shares) == 1 else [])
    row = chosen[0] if chosen else {}
    return {"share": row.get("value"), "low": row.get("low"), "high": row.get("high")}


# ------------------------------------------------------------------------------------------------ claims and outcomes


def _claims(edition: Edition) -> Iterator[Row]:
    dossier = edition.dossier
    for name, claim in dossier.claims.items():
        person = dossier.people.get(claim.by or "")
        source = claim.in_ if claim.in_ in dossier.sources else None
        yield {
            "handle": (edition.path, name),
            "edition": edition.path,
            "claim": name,
            "who": person.name if person else None,
            "role": ", ".join(part for part in (person.role, person.at) if part) or None if person else None,
            "says": claim.says,
            "how_sure": claim.how_sure,
            "means": claim.means,
            "source": None if source is None else ("sources", (edition.path, source)),
            "at": claim.at,
        }


def _verdict(edition: Edition, said: Mapping[str, Any]) -> Iterator[Row]:
    basis = said.get("basis") or {}
    if "verdict" not in basis or said.get("id") not in edition.dossier.claims:
        return
    share, short, fields = basis.get("share") or {}, basis.get("short") or {}, basis.get("fields", {})
    yield {
        "handle": (edition.path, said["id"]),
        "claim": ("claims", (edition.path, said["id"])),
        "verdict": basis["verdict"],
        "text": said.get("verdict"),
        "share": share.get("value"),
        "low": share.get("low"),
        "high": share.get("high"),
        "short_sighted": short.get("value"),
        "hinge": fields.get("path"),
        "hinge_at": fields.get("limit"),
        "watch": fields.get("watch") or None,
        "circular": bool(basis.get("circle")),
        "command": said.get("command"),
    }


def _resolutions(edition: Edition) -> Iterator[Row]:
    for thing, resolution in edition.dossier.resolutions.items():
        yield {
            "handle": (edition.path, thing),
            "edition": edition.path,
            "thing": thing,
            "kind": "claim" if thing in edition.dossier.claims else "option",
            "came_true": resolution.status,
            "date": resolution.date.isoformat(),
            "criterion": resolution.by_criterion,
            "because": ", ".join(resolution.reasons()) or None,
        }


def _forecasts(edition: Edition, outcomes: Outcomes) -> Iterator[Row]:
    found = kept_forecasts(edition) or {}
    as_of = _day(edition.dossier.as_of)
    for forecast in found.get("forecasts", []):
        yield {
            "handle": (edition.path, forecast["id"]),
            "edition": edition.path,
            "thing": forecast["id"],
            **{name: forecast[name] for name in ("kind", "says", "behaviour", "share", "low", "high")},
            "draws": found["draws"],
            "seed": found["seed"],
            "version": found["version"],
            **_scored(forecast["share"], as_of, outcomes.get((edition.dossier.id, forecast["id"]))),
        }


def _scored(share: float, made: str | None, outcome: tuple[Resolution, str] | None) -> Row:
    """What came of a forecast. Scored only if it came true or did not, and only if that was not known when it was made."""
    if outcome is None:
        return {"status": "open", "outcome": None, "resolved": None, "resolved_in": None, "brier": None}
    resolution, path = outcome
    day, came = resolution.date.isoformat(), resolution.came_true
    status = came if isinstance(came, str) else "known before" if made is not None and day <= made else "resolved"
    score = brier([share], [float(came)]) if status == "resolved" else None
    return {
        "status": status,
        "outcome": int(came) if isinstance(came, bool) else None,
        "resolved": day,
        "resolved_in": path,
        "brier": score,
    }


# ------------------------------------------------------------------------------------------------ seals


def _seals(folder: Path, cases: set[str], outcomes: Outcomes) -> Rows:
    """Seals of the folder with their forecasts; one that was changed after it was made has its row and no forecasts."""
    rows: Rows = {"seals": [], "sealed_forecasts": []}
    for file in sorted(folder.rglob(SEALS)):
        path = file.relative_to(folder).as_posix()
        seal = _intact(file)
        if seal is None:
            rows["seals"].append({"path": path, "intact": 0})
            continue
        rows["seals"].append(_seal(path, seal, cases))
        rows["sealed_forecasts"] += _sealed(path, seal, outcomes)
    return rows


def _intact(file: Path) -> Seal | None:
    data = read_json(file)
    if data is None or not content_holds(data):
        return None
    try:
        return as_seal(data)
    except SealError:
        return None


def _seal(path: str, seal: Seal, cases: set[str]) -> Row:
    return {
        "path": path,
        "intact": 1,
        "dossier": seal.case if seal.case in cases else None,
        "title": seal.title,
        "sealed_on": seal.sealed_on.isoformat(),
        "date_from": seal.date_from,
        "forecast_hash": seal.dossier.hash,
        "rubric_hash": seal.rubric.hash,
        "hash": seal.hash,
        "draws": seal.draws,
        "seed": seal.seed,
        "version": seal.version,
    }


def _sealed(path: str, seal: Seal, outcomes: Outcomes) -> Iterator[Row]:
    lines = seal.rubric_lines()
    for forecast in seal.forecasts:
        line = lines[forecast.id]
        yield {
            "handle": (path, forecast.id),
            "seal": path,
            "thing": forecast.id,
            **{name: getattr(forecast, name) for name in ("kind", "says", "behaviour", "share", "low", "high")},
            "question": line.question,
            "by": line.by.isoformat(),
            "decided_by": line.source,
            "base_rate": line.base_rate,
            "class": line.reference_class,
            **_scored(forecast.share, seal.sealed_on.isoformat(), outcomes.get((seal.case, forecast.id))),
        }


def _list(data: Mapping[str, Any] | None, key: str) -> list[dict[str, Any]]:
    found = (data or {}).get(key)
    return found if isinstance(found, list) else []


def _day(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())


def _whole(text: Any) -> int | None:
    return int(text) if isinstance(text, str | int) and str(text).isdigit() else None
