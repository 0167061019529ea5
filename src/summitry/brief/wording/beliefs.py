"""What comes of errors: the sentences."""

from __future__ import annotations

from summitry.brief.names import Namer, capital, number, percent, time, whose
from summitry.brief.wording.catalogue import Fields, template
from summitry.questions.answer import Amount


@template("belief.view")
def _(f: Fields, say: Namer) -> str:
    what = "concern for" if f["part"] == "salience" else "aim on"
    unit = " (of 100)" if f["part"] == "salience" else ""
    return f"{capital(say(f['who']))} takes {whose(say(f['of']))} {what} {say(f['issue'])} for {_range(f['believed'])}{unit}; here it is {_range(f['real'])}."


def _range(amount: Amount) -> str:
    return number(amount.value) if amount.high - amount.low < 1e-9 else f"{number(amount.low)} to {number(amount.high)}"


@template("belief.act")
def _(f: Fields, say: Namer) -> str:
    errs = "is wrong about what others want" if len(f["who"]) == 1 else "are wrong about what others want"
    knew = "it knew" if len(f["who"]) == 1 else "they knew"
    return f"Because {say.many(f['who'])} {errs}, {say(f['option'])}: {time(f['now'])}; if {knew} better: {time(f['informed'])}."


@template("belief.none")
def _(f: Fields, say: Namer) -> str:
    return f"That {say.many(f['who'])} {'is' if len(f['who']) == 1 else 'are'} wrong about what others want moves no act by a tenth of the time (at most {percent(f['most'])})."
