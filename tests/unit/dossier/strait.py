"""A made-up dossier with every section, which the tests of document and check break one line at a time."""

STRAIT = """\
summitry: 1
id: strait
title: The strait talks
as_of: 2031-03-02
event: talks
sources:
  her: {title: Five questions on the strait, date: 2031-03-01, sections: 5, reliability: B}
  old: {title: A yearbook, date: 2030-01-01, retrieved: 2030-02-01}
people: {linde: {name: A. Linde}}
actors: {NOR: Norhaven, SUL: Sulmar, CAN: {name: Canthe, leader: P. Orme}}
bodies:
  court: {members: {NOR: 1, SUL: 1, ELM: 1, others: 4}, passes: 3, veto: [NOR], follows: {ELM: CAN}, others: 1 to 3}
ties:
  - {alliance: [NOR, CAN], because: f1}
  - {dependence: SUL on CAN, estimate: from memory}
issues:
  fishing:
    scale: {none: 0, every day: 365}
    status_quo: 60 to 120
    because: f1
    stakes:
      NOR: {position: 100 to 200, salience: 40 to 60, because: {position: c1, salience: f1}}
      SUL: {worth: {none: 0, 200: 80, every day: 100}, salience: 60 to 85, because: c1}
  loan:
    scale: {closed: 0, open: 100}
    status_quo: closed
    because: f1
    stakes:
      CAN: {position: 20 to 60, salience: 30, estimate: a guess}
options:
  talks: {by: [NOR, SUL], does: hold the talks}
  patrol: {by: NOR, does: send patrols}
  lend: {by: CAN, does: lend}
  rule: {by: court, does: rule on the strait, needs: talks}
  pact:
    by: [NOR, CAN]
    sets: {patrol: off, lend: on}
    breach: {NOR: 5 to 15}
impossible: [patrol and lend]
now: [patrol]
consequences:
  - {when: talks, moves: {fishing: 20 to 60}, because: c1}
  - {when: lend and not patrol, moves: {loan: 40}, costs: {CAN: 1 to 5}, gains: {NOR: 2}, estimate: a guess}
preferences: {CAN: [not patrol, lend if talks]}
claims:
  c1: {by: linde, in: her, at: Q2 p1, says: Sulmar wants the talks, how_sure: likely, means: SUL wants talks}
  c2: {by: linde, in: her, at: p 3, says: Norhaven is slow, against: f1, words: too slow by half}
facts:
  f1: {in: old, at: page 4, known: 2030-01-01, says: The fleets met}
  f2: {in: old, known: 2031-06-01, says: The talks were held}
pledges:
  boats: {by: NOR, to: SUL, act: not patrol, said: 2031-02-01, due: 2031-12-31, because: c1}
resolutions:
  c1: {came_true: true, date: 2031-06-01, by_criterion: talks were held, because: f2}
questions: [why SUL wants talks, what NOR and SUL share]
variants:
  alone: {absent: CAN}
  calm: {extends: alone, forbid: lend, hold: {patrol: off}, mute: {NOR: fishing}}
  what-if: {set: {issues.fishing.stakes.NOR.salience: 60}}
"""
