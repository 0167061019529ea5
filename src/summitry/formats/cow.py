"""National Material Capabilities of the Correlates of War project (CSV), as the actors of a dossier.

Read: the columns of country code (`ccode`), year and `cinc`, the composite index: a state's mean share of the world's military
spending, soldiers, iron and steel, energy, people and townspeople. Capability is the share in per cent, `cinc` times 100. Lost: the six
components, and all states and years that are not asked for. The state list (`stateabb,ccode,statenme,…`) gives names and letters.

Layout and index: Singer, Bremer and Stuckey (1972), Capability distribution, uncertainty, and major power war, in Russett (ed.), Peace, war, and
numbers, Sage, 19-48; Singer (1987), International Interactions 14(2), 115-132, doi:10.1080/03050628808434695.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from summitry.dossier.check import check
from summitry.dossier.document import Document
from summitry.dossier.language import nearest
from summitry.errors import DossierError
from summitry.formats.intake import Faults, Row, Told, delimiter_of, number_in, numeral, plain, rows_of, text_of
from summitry.formats.naming import id_line, ids_of, quoted
from summitry.formats.spatial import Written

_COMPONENTS = ("milex", "milper", "irst", "pec", "tpop", "upop")


@dataclass(frozen=True)
class State:
    """A state of the project's list: number, letters, name, and the years of its membership (empty: not said)."""

    code: int
    letters: str
    name: str
    first: int | None = None
    last: int | None = None


def is_cow(text: str) -> bool:
    """True if the headings are those of the capability data."""
    heads = {cell.strip().strip('"').lower() for cell in text.split("\n", 1)[0].split(delimiter_of(text))}
    return {"ccode", "year", "cinc"} <= heads


def cow_text(path: Path, states: Sequence[str], year: int | None, names: Path | None, name: str = "") -> Written:
    """The text of a dossier with the states as actors, their shares as capability, and the source cited.

    A dossier needs an issue or an option: it gets `talks` between all of them, to be written over.

    Parameters
    ----------
    states : letters or numbers of the project, e.g. USA or 2; letters only with `names` or a `stateabb` column.
    year : of the data; None: it must be the only one.  names : the project's state list.  name : the file in messages.
    Raises
    ------
    ForeignFormatError : a file cannot be read, a state is not known or has no value; the error carries all problems.
    """
    text, notes = text_of(path)
    faults = Faults(str(path))
    told = Told([], list(notes))
    table = _Table.of(rows_of(text, delimiter_of(text), str(path)))
    known = _listed(names) if names else table.states()
    wanted = _year(year, sorted({made for _, made in table.rows}), faults)
    if not states:
        faults.add("--states", "none", "states to take", "Name them, e.g. --states USA,PRK,RUS")
    faults.stop()
    found = [_state(state, known, wanted, faults, bool(names)) for state in dict.fromkeys(states)]
    faults.stop()
    shares = [_share(state, table, wanted, faults) for state in found]
    faults.stop()
    components = [heading for heading in table.heads if heading in _COMPONENTS]
    told.lost.append(f"components of the index ({', '.join(components)}), and all other states and years")
    lines = _lines(found, shares, wanted, path.name)
    told.notes.append("a dossier needs an issue or an option: talks is a stand-in, to be written over")
    written = "\n".join(lines) + "\n"
    outcome = check(Document.parse(written, name))
    if outcome.problems:
        raise DossierError(outcome.problems)
    return Written(written, told)


def _listed(path: Path) -> list[State]:
    text, _ = text_of(path)
    faults = Faults(str(path))
    rows = rows_of(text, delimiter_of(text), str(path))
    heads = [cell.lower() for cell in rows[0].cells] if rows else []
    needed = ("stateabb", "ccode", "statenme")
    for column in needed:
        if column not in heads:
            expected = f"a column {column}, as in the project's state list"
            faults.add("headings", ", ".join(heads) or "none", expected, line=1)
    faults.stop()
    places = {column: heads.index(column) if column in heads else None for column in (*needed, "styear", "endyear")}
    states = []
    for row in rows[1:]:
        code = number_in(row.cell(places["ccode"]), "ccode", row.line, faults, (1, 9999))
        spell = [numeral(row.cell(places[column])) for column in ("styear", "endyear")]
        first, last = (None if year is None else int(year) for year in spell)
        states.append(State(int(code), row.cell(places["stateabb"]), row.cell(places["statenme"]), first, last))
    faults.stop()
    return states


@dataclass(frozen=True)
class _Table:
    """Capability data: headings, and the row of each state (its number) and year."""

    heads: list[str]
    rows: dict[tuple[int, int], Row]

    @classmethod
    def of(cls, rows: Sequence[Row]) -> _Table:
        """Of the lines that have a state and a year; others say nothing about either."""
        heads = [cell.lower() for cell in rows[0].cells]
        found = {}
        for row in rows[1:]:
            code, year = (numeral(row.cell(heads.index(column))) for column in ("ccode", "year"))
            if code is not None and year is not None:
                found[int(code), int(year)] = row
        return cls(heads, found)

    def cell(self, row: Row, column: str) -> str:
        return row.cell(self.heads.index(column)) if column in self.heads else ""

    def states(self) -> list[State]:
        """States as the data itself names them: some editions have a column of letters."""
        letters = {code: self.cell(row, "stateabb") for (code, _), row in self.rows.items()}
        return [State(code, name, name) for code, name in letters.items()]


def _year(asked: int | None, years: Sequence[int], faults: Faults) -> int:
    """The year to take; 0 where there is none, which is noted."""
    if not years:
        faults.add("year", "no line with a state and a year", "at least one")
    elif asked is None and len(years) > 1:
        faults.add("--year", f"{len(years)} years in the file", "one of them", f"Say which, e.g. --year {years[-1]}")
    elif asked is not None and asked not in years:
        faults.add("--year", str(asked), f"a year of the file, {years[0]} to {years[-1]}")
    else:
        return years[0] if asked is None else asked
    return 0


def _state(asked: str, known: Sequence[State], year: int, faults: Faults, listed: bool) -> State:
    """The state that is asked for, of the spell that covers the year where there are several."""
    code = numeral(asked)
    matching = [
        state
        for state in known
        if state.letters.upper() == asked.upper() or state.name.lower() == asked.lower() or state.code == code
    ]
    covering = [s for s in matching if (s.first is None or s.first <= year) and (s.last is None or year <= s.last)]
    if matching:
        return (covering or matching)[-1]
    close = nearest(asked.upper(), [state.letters for state in known if state.letters])
    mend = f"Did you mean {close}?" if close else "Use the project's letters, e.g. USA, RUS, PRK"
    if not listed and not any(state.letters for state in known):
        mend = "Name the project's state list with --names FILE, or write its number, e.g. 2 for the United States"
    faults.add("--states", asked, "a state of the list" if listed else "a state of the file", mend)
    return State(0, asked, asked)


def _share(state: State, table: _Table, year: int, faults: Faults) -> float:
    who = state.letters or str(state.code)
    row = table.rows.get((state.code, year))
    if row is None:
        faults.add(who, f"no line for {year}", "one: it may not have been a state then")
        return 0.0
    cell = table.cell(row, "cinc")
    missing = (numeral(cell) or 0) < 0  # the project writes −9 where it does not know
    return number_in("" if missing else cell, f"cinc of {who}", row.line, faults, (0, 100), times=100)


def _lines(states: Sequence[State], shares: Sequence[float], year: int, file: str) -> Iterator[str]:
    ids = ids_of((state.letters or f"state-{state.code}" for state in states), "state")
    title = f"{', '.join(state.name or str(state.code) for state in states)}, {year}"
    yield from ("summitry: 1", id_line(title), f"title: {quoted(title)}", "sources:", "  nmc:")
    yield '    title: "National Material Capabilities"'
    yield '    publisher: "Correlates of War project (Singer, Bremer and Stuckey 1972)"'
    yield f"    file: {quoted(file)}"
    yield "actors:"
    for place, (key, state, share) in enumerate(zip(ids, states, shares, strict=True), 1):
        fields = f"name: {quoted(state.name or key)}, capability: {plain(share)}, because: f{place}"
        yield f"  {key}: {{{fields}}}"
    yield "facts:"
    for place, (key, state, share) in enumerate(zip(ids, states, shares, strict=True), 1):
        says = f"{state.name or key} held {share:.2f} per cent of the world's material capabilities in {year} (CINC)"
        yield f"  f{place}: {{in: nmc, at: {quoted(f'ccode {state.code}, year {year}')}, says: {quoted(says)}}}"
    yield "options:"
    yield f'  talks: {{by: [{", ".join(ids)}], does: "meet", estimate: "a stand-in: write over it"}}'
