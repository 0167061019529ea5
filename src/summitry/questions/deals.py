"""Deals: who gains by them, who keeps them, which clause or outsider they turn on, and what else the same clauses could be made into.

Two kinds of worth are told apart, and each finding's basis names its worlds. A deal as it stands is weighed in *whole worlds*: where
play leads with the deal held on, against where it leads with it forbidden. The many packages that its clauses could make are weighed *by
hand*: switched on where things rest without any deal of these parties, nobody answering, as in the grid of clauses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, permutations

import numpy as np

from summitry.questions import packages
from summitry.questions.answer import FigureData, FigureRow, Finding, FloatArray, Meter, Ref, Share, Value
from summitry.questions.contrast import MATTERS, SAID, BoolArray, Study, Twin, same_side
from summitry.questions.meter import by_induced
from summitry.worlds.bargains import RULES, Choices, choices, narrowed, offers
from summitry.worlds.game import CourseSetter, mean_by_draw
from summitry.worlds.interventions import AS_IT_IS, Intervention, forbid, hold

MOST_DEALS, MOST_CLAUSES = 6, 8  # of a case, and of one set of parties: 256 packages
TURNS = 0.2  # a clause is said to matter from this change of the share of draws on
NARROW = 0.5  # a ratifier that asks for this share of the best it could have
PATIENT, HASTY = 0.9, 0.8  # what a gain a round later is worth, in the note on offers in turn
BY_HAND = Meter(True, "induced", 0.0)  # nobody answers: read off what was typed about the clauses


@dataclass(frozen=True)
class Menu:
    """The packages that the clauses of the deals of one set of parties can make.

    clauses : (option, on). inside (N, k) : which clauses a package has, the empty one first, fewer clauses before more. gains (D, N, P) :
    over no deal, by hand, in points of an issue of salience 100. of : deal → its package. left : clauses that were too many.
    world : where things rest without any of these deals. chosen : what the solutions choose draw by draw.
    """

    parties: tuple[str, ...]
    clauses: tuple[tuple[str, bool], ...]
    inside: BoolArray
    gains: FloatArray
    of: dict[str, int]
    left: int
    world: Intervention
    chosen: Choices

    def package(self, *clauses: int) -> int | None:
        """The package of exactly these clauses, None if it is impossible."""
        wanted = np.isin(np.arange(len(self.clauses)), clauses)
        found = np.flatnonzero((self.inside == wanted).all(axis=1))
        return int(found[0]) if len(found) else None

    def named(self, package: int) -> tuple[tuple[Ref, bool], ...]:
        """Clauses of a package."""
        return tuple((Ref("option", o), on) for q, (o, on) in enumerate(self.clauses) if self.inside[package, q])


@dataclass(frozen=True)
class Deal:
    """What is said of one deal. `short` are the findings for a brief, `findings` all of them; `open` tells how often all gain."""

    id: str
    parties: tuple[str, ...]
    open: Share
    findings: tuple[Finding, ...]
    short: tuple[Finding, ...]
    figure: FigureData | None
    menu: Menu


def worlds(study: Study) -> list[Intervention]:
    """The worlds that deals are weighed in, but for those of one outsider's act, which depend on what is found."""
    out = []
    for d in _deals(study):
        out += [_signed(study, d), forbid(d), _left(study, d), _without(study, _peers(study, d))]
    return list(dict.fromkeys(out))


def deals(study: Study) -> tuple[Deal, ...]:
    """Every deal of a case (six at most, in the order of their ids) that can be held on and forbidden."""
    study.prepare([AS_IT_IS, *worlds(study)])
    menus: dict[tuple[str, ...], Menu] = {}
    out = []
    for d in _deals(study):
        parties = study.dossier.owners(d)
        group = tuple(sorted(parties))
        first = group not in menus
        if first:
            menus[group] = _menu(study, _peers(study, d))
        out.append(_deal(study, d, parties, menus[group], first))
    return tuple(out)


def _deals(study: Study) -> list[str]:
    every = [d for d in packages.deals(study) if study.can_hold(_signed(study, d)) and study.can_hold(forbid(d))]
    return every[:MOST_DEALS]


def _signed(study: Study, deal: str) -> Intervention:
    """The world with a deal held on; where an act of today rules that out, that act ends with the signature."""
    if not study.can_hold(hold(deal)):
        for o in study.dossier.now:
            if o not in study.dossier.options[deal].sets and study.can_hold(hold(deal) + hold(o, False)):
                return hold(deal) + hold(o, False)
    return hold(deal)


def _peers(study: Study, deal: str) -> list[str]:
    """Deals of the same parties."""
    parties = set(study.dossier.owners(deal))
    return [d for d in _deals(study) if set(study.dossier.owners(d)) == parties]


def _without(study: Study, peers: Sequence[str]) -> Intervention:
    together = forbid(*peers)
    return together if study.can_hold(together) else forbid(peers[0])


def _left(study: Study, deal: str) -> Intervention:
    """The world after somebody has left a deal for good: it is off, and what cannot be undone of it stays."""
    z = forbid(deal)
    for term, on in sorted(study.dossier.options[deal].sets.items()):
        if on and study.dossier.options[term].irreversible:
            z += hold(term)
    return z if study.can_hold(z) else forbid(deal)


def _deal(study: Study, deal: str, parties: tuple[str, ...], menu: Menu, first: bool) -> Deal:
    """`first` of the deals of its parties tells what holds for all of them."""
    gains = {a: study.value(a, _signed(study, deal)) - study.value(a, forbid(deal)) for a in parties}
    zone = _zone(study, deal, gains, menu)
    kept = _kept(study, deal, parties)
    clause, outsider = _clause(study, deal, menu), None
    share = zone.fields["open"]
    assert isinstance(share, Share)
    if share.value < 0.5:
        outsider = _outsider(study, deal, parties)
    best, trade, ratifier, patience = (f(study, menu) if first else None for f in (_best, _trade, _ratifier, _patience))
    every = [f for f in (zone, kept, clause, outsider, best, trade, ratifier, patience) if f is not None]
    ranked = [f for f in (zone, kept, outsider or clause, best, trade if not best else None) if f is not None][:4]
    if ratifier is not None:
        ranked = [*ranked[:3], ratifier]
    return Deal(deal, parties, share, tuple(every), tuple(ranked), _figure(study, menu) if first else None, menu)


# ------------------------------------------------------------------------------------------------ whole worlds


def _zone(study: Study, deal: str, gains: dict[str, Twin], menu: Menu) -> Finding:
    """Share of draws in which every owner, ratifiers too, is better off where play leads with the deal than where it leads without."""
    inside = Twin(*(np.all([getattr(g, side) > 1e-9 for g in gains.values()], axis=0) for side in ("said", "other")))
    points = {a: study.points(a, g).said for a, g in gains.items()}
    # the party that stands in the way, or would be the first to: its gain decides how far all this was only typed
    narrow = min(gains, key=lambda a: (float(np.mean(gains[a].said > 1e-9)), float(np.median(points[a]))))
    body = sorted({b for t in study.dossier.options[deal].sets if (b := study.dossier.body_of(t)) is not None})
    found = study.share(inside.said)
    return study.finding(
        "deal.zone",
        {
            "deal": Ref("option", deal),
            "open": found,
            "short": float(inside.other.mean()),
            "gains": tuple((Ref("actor", a), study.amount(points[a], study.unit(a)), study.share(gains[a].said > 1e-9)) for a in gains),
            "narrow": Ref("actor", narrow),
            "comes": study.mean(study.share_on(deal).said),
            "bodies": tuple(Ref("body", b) for b in body),
        },
        [_signed(study, deal), forbid(deal)],
        by_induced(gains[narrow].said, study.direct(narrow, forbid(deal), [deal]).said),
        same_side(found.value, float(inside.other.mean())),
        holds=inside.said == (found.value >= 0.5),
    )  # fmt: skip


def _kept(study: Study, deal: str, parties: tuple[str, ...]) -> Finding:
    """Who would keep it once it is signed: leaving costs its breach, and then others answer; and who would leave if nobody answered."""
    z, rows, sides, holds = _left(study, deal), [], [], []
    for a in parties:
        breach = study.worlds.game.values.get(f"options.{deal}.breach.{a}", np.zeros(study.worlds.draws.size))
        leave = study.value(a, z) - study.value(a, _signed(study, deal))
        keeps = leave.map(lambda g, b=breach: (g - b <= 1e-6).astype(float))  # type: ignore[misc]
        alone = study.direct(a, _signed(study, deal), **_undone(study, deal, a)).said - breach <= 1e-6
        share = study.share(keeps.said)
        rows.append((Ref("actor", a), share, float(keeps.other.mean()), study.share(alone)))
        sides.append(same_side(share.value, float(keeps.other.mean())))
        holds.append(keeps.said == (share.value >= 0.5))
    fields: dict[str, Value] = {"deal": Ref("option", deal), "rows": tuple(rows)}
    return study.finding("deal.kept", fields, [_signed(study, deal), z], agrees=all(sides), holds=np.all(holds, axis=0))


def _undone(study: Study, deal: str, actor: str) -> dict[str, list[str]]:
    """The switches by which an owner leaves: the deal, and its own terms that can be undone."""
    options = study.dossier.options
    mine = {t: on for t, on in options[deal].sets.items() if study.dossier.owners(t) == (actor,)}
    off = [t for t, on in mine.items() if on and not options[t].irreversible]
    return {"put_off": [deal, *off], "put_on": [t for t, on in mine.items() if not on]}


def _outsider(study: Study, deal: str, parties: tuple[str, ...]) -> Finding | None:
    """Which one act of somebody else, done if the deal is signed, makes all parties gain: searched by hand, then played out."""
    acts = [o for o in study.labels.options if _is_outside(study, deal, parties, o)]
    if not acts:
        return None
    before = _by_hand(study, forbid(deal), (deal,), parties)
    tried = {o: _by_hand(study, forbid(deal), (deal, o), parties) for o in acts}

    def promise(o: str) -> tuple[float, float]:
        return float((tried[o] > 1e-9).all(axis=1).mean()), float(np.mean(tried[o].min(axis=1)))

    act = max(acts, key=lambda o: (*promise(o), o))
    if promise(act)[1] <= float(np.mean(before.min(axis=1))) + 1e-9:
        return None
    with_it = _signed(study, deal) + hold(act)
    gains = [study.value(a, with_it) - study.value(a, forbid(deal)) for a in parties]
    inside = Twin(*(np.all([getattr(g, side) > 1e-9 for g in gains], axis=0) for side in ("said", "other")))
    found = study.share(inside.said)
    body = study.dossier.body_of(act)
    return study.finding(
        "deal.outsider",
        {
            "deal": Ref("option", deal),
            "act": Ref("option", act),
            "by": (Ref("body", body),) if body else tuple(Ref("actor", a) for a in study.dossier.owners(act)),
            "open": found,
            "tried": len(acts),
        },
        [with_it, forbid(deal)],
        agrees=same_side(found.value, float(inside.other.mean())),
        holds=inside.said == (found.value >= 0.5),
    )


def _is_outside(study: Study, deal: str, parties: tuple[str, ...], option: str) -> bool:
    d = study.dossier
    if option in d.now or option == deal or d.options[option].is_deal or option in d.options[deal].sets:
        return False
    if d.body_of(option) is None and set(d.owners(option)) & set(parties):
        return False
    return study.can_hold(_signed(study, deal) + hold(option))


def _by_hand(study: Study, z: Intervention, on: tuple[str, ...], parties: tuple[str, ...]) -> FloatArray:
    """(D, P) change of utility when options are switched on where a world rests, nobody answering."""
    gain = CourseSetter(study.worlds.game, on, ()).gain(study.world(z).played.settled)
    return gain[:, [study.labels.actors.index(a) for a in parties]]


# ------------------------------------------------------------------------------------------------ packages, by hand


def _menu(study: Study, peers: Sequence[str]) -> Menu:
    parties, z = study.dossier.owners(peers[0]), _without(study, peers)
    every = _clauses(study, peers)
    clauses = every[:MOST_CLAUSES]
    k = len(clauses)
    sets = [frozenset(c) for size in range(k + 1) for c in combinations(range(k), size)]
    terms = {d: frozenset(study.dossier.options[d].sets.items()) for d in peers}
    deal_of = {frozenset(clauses.index(t) for t in terms[d]): d for d in reversed(peers) if terms[d] <= set(clauses)}
    game, rows = study.worlds.game, study.world(z, SAID).played.settled
    who = [study.labels.actors.index(a) for a in parties]
    base = game.weigh(rows.draw, rows.state)[0][:, who]
    unique, where = np.unique(rows.state, return_inverse=True)
    kept, gains = [], []
    for chosen in sets:
        on = [clauses[q][0] for q in chosen if clauses[q][1]] + ([deal_of[chosen]] if chosen in deal_of else [])
        off = [clauses[q][0] for q in chosen if not clauses[q][1]]
        setter = CourseSetter(game, tuple(on), tuple(off))
        found = [packages.made_possible(study, setter.switched(int(s)), [*on, *off]) for s in unique] if chosen else []
        if not all(possible for _, possible in found):
            continue
        after = np.array([s for s, _ in found], np.int64) if chosen else unique
        kept.append(chosen)
        change = game.weigh(rows.draw, after[where.reshape(-1)])[0][:, who] - base
        gains.append(mean_by_draw(rows, change, study.worlds.draws.size))
    table = np.stack(gains, axis=1)
    inside = np.array([[q in chosen for q in range(k)] for chosen in kept], bool).reshape(len(kept), k)
    of = {d: kept.index(chosen) for chosen, d in deal_of.items() if chosen in kept}
    return Menu(parties, clauses, inside, table, of, len(every) - k, z, choices(table))


def _clauses(study: Study, peers: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """Terms of the deals, then other joint options of exactly these parties; an option that deals set both ways counts as put on."""
    d = study.dossier
    found: dict[str, bool] = {}
    for deal in peers:
        for term, on in sorted(d.options[deal].sets.items()):
            found[term] = found.get(term, False) or on
    parties = set(d.owners(peers[0]))
    for o in study.labels.options:
        if set(d.owners(o)) == parties and not d.options[o].is_deal and o != d.event and o not in d.now:
            found.setdefault(o, True)
    return tuple(found.items())


def _clause(study: Study, deal: str, menu: Menu) -> Finding | None:
    """The clause with which the zone of agreement opens or closes, by hand."""
    if deal not in menu.of:
        return None
    whole = menu.of[deal]
    mine = [int(q) for q in np.flatnonzero(menu.inside[whole])]
    now = float(menu.chosen.zone[:, whole].mean())
    found = []
    for q in range(len(menu.clauses)):
        other = menu.package(*(set(mine) ^ {q}))
        if other is None or other == 0:
            continue
        share = float(menu.chosen.zone[:, other].mean())
        if (share >= 0.5) != (now >= 0.5) and abs(share - now) >= TURNS:
            found.append((abs(share - now), -q, other))
    if not found:
        return None
    _, q, other = max(found)
    option, on = menu.clauses[-q]
    here, there = menu.chosen.zone[:, whole], menu.chosen.zone[:, other]
    return study.finding(
        "deal.clause",
        {
            "deal": Ref("option", deal),
            "clause": Ref("option", option),
            "on": on,
            "has": -q in mine,
            "now": study.share(here),
            "then": study.share(there),
        },
        [menu.world],
        BY_HAND,
        holds=(here == (now >= 0.5)) & (there != (now >= 0.5)),
    )


def _best(study: Study, menu: Menu) -> Finding | None:
    """What the solutions choose from all packages, weighed at the mean of all draws, and in how many draws each chooses so."""
    mean = choices(menu.gains.mean(axis=0, keepdims=True))
    if len(menu.gains[0]) < 3:
        return None
    shares = menu.chosen.zone.mean(axis=0)
    nearest = 1 + int(np.argmax(shares[1:]))  # the first package is none of the clauses
    if mean.chosen["nash"][0] < 0:
        fields: dict[str, Value] = {
            "parties": tuple(Ref("actor", a) for a in menu.parties),
            "packages": len(shares) - 1,
            "nearest": menu.named(nearest),
            "open": study.share(menu.chosen.zone[:, nearest]),
        }
        return study.finding("deal.none", fields, [menu.world], BY_HAND, holds=~menu.chosen.zone[:, nearest])
    picks = {rule: int(mean.chosen[rule][0]) for rule in RULES}
    nash = picks["nash"]
    by_package = {n: tuple(rule for rule in RULES if picks[rule] == n) for n in dict.fromkeys(picks.values())}
    rows = tuple(
        (menu.named(n), rules, study.share(menu.chosen.chosen[rules[0]] == n)) for n, rules in by_package.items()
    )
    deal = next((d for d, n in sorted(menu.of.items()) if n == nash), None)
    beaten = tuple(
        (Ref("option", d), study.share(~menu.chosen.frontier[:, n])) for d, n in sorted(menu.of.items()) if n != nash
    )
    return study.finding(
        "deal.best",
        {
            "parties": tuple(Ref("actor", a) for a in menu.parties),
            "packages": len(shares) - 1,
            "left": menu.left,
            "rows": rows,
            "deal": Ref("option", deal) if deal else None,
            "gains": tuple(
                (Ref("actor", a), study.amount(study.points(a, Twin(g, g)).said, study.unit(a)))
                for a, g in zip(menu.parties, menu.gains[:, nash].T, strict=True)
            ),
            "beaten": beaten,
        },
        [menu.world],
        BY_HAND,
        holds=menu.chosen.chosen["nash"] == nash,
    )


def _trade(study: Study, menu: Menu) -> Finding | None:
    """The pair of clauses by which two parties gain because each gives what costs it less than the other pays for it."""
    ratify = {r for r, _ in _ratifiers(study, menu.parties)}
    found = []
    for a, b in combinations(range(len(menu.clauses)), 2):
        one, two, both = menu.package(a), menu.package(b), menu.package(a, b)
        if one is None or two is None or both is None:
            continue
        for i, j in permutations((k for k, p in enumerate(menu.parties) if p not in ratify), 2):
            first, second, pair = menu.gains[:, one], menu.gains[:, two], menu.gains[:, both]
            swap = (first[:, i] < 0) & (first[:, j] > 0) & (second[:, i] > 0) & (second[:, j] < 0)
            swap &= (pair[:, i] > 0) & (pair[:, j] > 0)
            found.append((float(swap.mean()), -float(np.mean(np.minimum(pair[:, i], pair[:, j]))), a, b, i, j, swap))
    best = min(found, key=lambda f: (-f[0], *f[1:6]), default=None)
    if best is None or best[0] < 0.5:
        return None
    *_, a, b, i, j, swap = best
    one, two = menu.package(a), menu.package(b)

    def worth(party: int, package: int | None) -> Value:
        gain = menu.gains[:, package, party]
        actor = menu.parties[party]
        return study.amount(study.points(actor, Twin(gain, gain)).said, study.unit(actor))

    return study.finding(
        "deal.trade",
        {
            "first": Ref("actor", menu.parties[i]),
            "second": Ref("actor", menu.parties[j]),
            "gives": (Ref("option", menu.clauses[a][0]), menu.clauses[a][1]),
            "gets": (Ref("option", menu.clauses[b][0]), menu.clauses[b][1]),
            "costs": worth(i, one),
            "brings": worth(i, two),
            "pays": worth(j, two),
            "wins": worth(j, one),
            "holds": study.share(swap),
        },
        [menu.world],
        BY_HAND,
        holds=swap,
    )


def _ratifiers(study: Study, parties: Sequence[str]) -> list[tuple[str, str]]:
    """(ratifier, its principal) among the parties."""
    actors = study.dossier.actors
    return [(a, p) for a in parties if a in actors and (p := actors[a].ratifies) in parties and p is not None]


def _ratifier(study: Study, menu: Menu) -> Finding | None:
    """Does a ratifier that asks for more bring its principal more (Schelling 1960), or the deal to nothing?"""
    pairs = _ratifiers(study, menu.parties)
    if not pairs or len(menu.gains[0]) < 3:
        return None
    ratifier, principal = pairs[0]
    bargain = [k for k, a in enumerate(menu.parties) if a != ratifier]
    at = [menu.parties[k] for k in bargain].index(principal)
    other = menu.gains[:, :, menu.parties.index(ratifier)]
    found = [narrowed(menu.gains[:, :, bargain], other, asks) for asks in (-np.inf, 0.0, NARROW)]
    open_ = [study.share(np.asarray((g > 0).any(axis=1))) for g in found]
    mine = [study.points(principal, Twin(g[:, at], g[:, at])).said for g in found]
    change = mine[2] - mine[0]
    up, down = change > MATTERS, change < -MATTERS
    verdict = "rises" if up.mean() >= 0.5 else "falls" if down.mean() >= 0.5 else "stays"
    return study.finding(
        "deal.ratifier",
        {
            "ratifier": Ref("actor", ratifier),
            "principal": Ref("actor", principal),
            "verdict": verdict,
            "free": study.amount(mine[0], study.unit(principal)),
            "asked": study.amount(mine[1], study.unit(principal)),
            "narrow": study.amount(mine[2], study.unit(principal)),
            "open": tuple(open_),
            "share": NARROW,
        },
        [menu.world],
        holds={"rises": up, "falls": down, "stays": ~(up | down)}[verdict],
    )


def _patience(study: Study, menu: Menu) -> Finding | None:
    """A note: what offers in turn would give two parties at the mean of the draws, by who opens and who can wait."""
    pair = _two(study, menu)
    if pair is None:
        return None
    mean = menu.gains.mean(axis=0)[:, pair]
    found = [offers(mean, patience) for patience in ((PATIENT, PATIENT), (HASTY, PATIENT), (PATIENT, HASTY))]
    if any(o is None for o in found):
        return None
    even, first_hasty, second_hasty = (o for o in found if o is not None)
    a, b = (menu.parties[k] for k in pair)
    return study.finding(
        "deal.patience",
        {
            "first": Ref("actor", a),
            "second": Ref("actor", b),
            "opens": (float(even.by_first[0]), float(even.by_first[1])),
            "replies": (float(even.by_second[0]), float(even.by_second[1])),
            "first_hasty": (float(first_hasty.by_first[0]), float(first_hasty.by_first[1])),
            "second_hasty": (float(second_hasty.by_first[0]), float(second_hasty.by_first[1])),
            "patient": PATIENT,
            "hasty": HASTY,
        },
        [menu.world],
        BY_HAND,
    )


def _two(study: Study, menu: Menu) -> list[int] | None:
    """The two parties that bargain, ratifiers aside; None where there are more."""
    ratify = {r for r, _ in _ratifiers(study, menu.parties)}
    found = [k for k, a in enumerate(menu.parties) if a not in ratify]
    return found if len(found) == 2 else None


# ------------------------------------------------------------------------------------------------ figure


def _figure(study: Study, menu: Menu) -> FigureData | None:
    """Gains at the mean of all draws: a point a package for two who bargain; for more, a line a party for what is named."""
    if len(menu.gains[0]) < 2:
        return None
    mean = menu.gains.mean(axis=0)
    picks = choices(mean[None])
    named = {n: d for d, n in sorted(menu.of.items())}
    rules: dict[int, list[str]] = {}
    for rule in RULES:
        if picks.chosen[rule][0] >= 0:
            rules.setdefault(int(picks.chosen[rule][0]), []).append(rule)
    pair = _two(study, menu)
    fields: dict[str, Value] = {"parties": tuple(Ref("actor", a) for a in menu.parties), "packages": len(mean) - 1}
    if pair is None:
        rows = [
            FigureRow((Ref("option", named[n]),) if n in named else tuple(r for r, _ in menu.named(n)),
                      *_spread(menu.gains[:, n, k]), group=a)
            for n in dict.fromkeys([*named, *rules])
            for k, a in enumerate(menu.parties)
        ]  # fmt: skip
        ends = [min(0.0, *(r.low for r in rows)), max(0.0, *(r.high for r in rows))] if rows else [0.0, 1.0]
        return FigureData("deal.figure", tuple(rows), (ends[0], ends[1]), fields) if rows else None
    x, y = mean[:, pair[0]], mean[:, pair[1]]
    undominated = choices(mean[None][:, :, pair]).frontier[0]  # for the two that are drawn
    seen: dict[tuple[float, float], int] = {(0.0, 0.0): 0}
    for n in [*named, *rules, *range(1, len(mean))]:  # of packages in one place the one that has a name is drawn
        seen.setdefault((round(float(x[n]), 6), round(float(y[n]), 6)), n)
    drawn = sorted(n for n in seen.values() if n != 0)
    rows = [FigureRow((), 0.0, 0.0, 0.0, "none")]
    for n in drawn:
        group = "+".join(rules[n]) if n in rules else "frontier" if undominated[n] else "package"
        label: tuple[Value, ...] = (Ref("option", named[n]),) if n in named else menu.named(n)
        rows.append(FigureRow(label, float(x[n]), float(x[n]), float(x[n]), group, second=float(y[n])))
    fields |= {"first": Ref("actor", menu.parties[pair[0]]), "second": Ref("actor", menu.parties[pair[1]])}
    return FigureData("deal.figure", tuple(rows), (float(x.min()), float(x.max())), fields, "gains")


def _spread(numbers: FloatArray) -> tuple[float, float, float]:
    """Mean, and where nine tenths of the draws lie, stretched to the mean where it is beyond."""
    mean = float(numbers.mean())
    low, high = (float(v) for v in np.quantile(numbers, [0.05, 0.95]))
    return mean, min(low, mean), max(high, mean)
