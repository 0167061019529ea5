"""Made-up spatial data for the tests of the formats that hold such."""

from __future__ import annotations

from hypothesis import strategies as st

from summitry.formats.conflict import one_line
from summitry.formats.spatial import Point, Spatial, SpatialActor, SpatialIssue

IDS = st.from_regex(r"[A-Z][A-Za-z]{1,9}[0-9]", fullmatch=True)
ODD = st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"))
TEXTS = st.text(ODD, min_size=1, max_size=12).map(one_line).filter(bool)
NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False) | st.integers(-100, 100).map(float)


@st.composite
def spatials(
    draw: st.DrawFn,
    *,
    names: st.SearchStrategy[str] = IDS,
    texts: st.SearchStrategy[str] = TEXTS,
    hundred: bool = False,
    gaps: bool = True,
    labels: bool = False,
    known: bool = True,
    capability: st.SearchStrategy[float | None] = st.none() | st.floats(0, 1e6),  # noqa: B008
    digits: int | None = None,
) -> Spatial:
    """Spatial data. `hundred`: scales from 0 to 100; `gaps`: actors without a stake; `labels`: words for points of scales;
    `known`: status quo and outcome where there are such; `digits`: decimal places at most."""

    def number(strategy: st.SearchStrategy[float]) -> float:
        value = draw(strategy)
        return (value if digits is None else round(value, digits)) + 0.0

    count, n_issues = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    everything = draw(st.lists(names, min_size=count + n_issues, max_size=count + n_issues, unique=True))
    actors = []
    for name in everything[:count]:
        description = draw(st.just("") | texts.filter(lambda text, name=name: text != name))
        worth = draw(capability)
        actors.append(SpatialActor(name, description, None if worth is None else number(st.just(worth))))
    issues = []
    for name in everything[count:]:
        ends = sorted(draw(st.lists(st.integers(-50, 150), min_size=2, max_size=2, unique=True)))
        low, high = (0.0, 100.0) if hundred else (float(ends[0]), float(ends[1]))
        words = draw(st.lists(texts, min_size=2, max_size=2, unique=True)) if labels else ["", ""]
        inside = st.floats(low, high)
        points = tuple(
            None
            if gaps and draw(st.booleans())
            else Point(number(inside), number(st.floats(0, 100 / n_issues if hundred else 100)))
            for _ in actors
        )
        issues.append(
            SpatialIssue(
                name,
                ((words[0], low), (words[1], high)),
                points,
                status_quo=number(inside) if known and draw(st.booleans()) else None,
                outcome=number(inside) if known and draw(st.booleans()) else None,
            )
        )
    return Spatial(draw(texts), tuple(actors), tuple(issues))
