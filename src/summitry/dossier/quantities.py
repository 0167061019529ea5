"""What a number in a dossier may be: exact, a range, a range with a mode, hard bounds, or a phrase; and its quantiles.

`40` · `30 to 50` (central 90 per cent) · `30 to 40 to 50` (the same with a mode) · `between 30 and 50` (hard ends)
· `likely` (a phrase of the named word table, hard ends). A per cent sign is a reading aid: `1% to 2%` is 1 to 2.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from summitry.errors import EngineInputError, SummitryError
from summitry.scoring import words

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
    from pydantic_core import CoreSchema

FloatArray = NDArray[np.float64]
Kind = Literal["exact", "range", "mode", "between", "phrase"]

EXPECTED = "a number or a range"
MEND = "write e.g. 40, or a range such as 30 to 50"
TAIL = 0.05  # probability below the low and above the high end of a range
Z_TAIL = 1.6448536269514722  # standard normal quantile of 1 - TAIL

_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_PART = rf"({_NUMBER})\s*%?"
_TO = re.compile(rf"{_PART}(?:\s+to\s+{_PART})?(?:\s+to\s+{_PART})?", re.IGNORECASE)
_BETWEEN = re.compile(rf"between\s+{_PART}\s+and\s+{_PART}", re.IGNORECASE)
_ABOUT = re.compile(rf"(?:about|around|circa|ca\.?|roughly|~|≈)\s*{_PART}", re.IGNORECASE)
_WORDS = re.compile(r"[A-Za-z][A-Za-z' -]*")
_REWRITTEN = (
    (re.compile(r"−"), "-"),
    (re.compile(r"(?<=[0-9]),(?=[0-9]{3}\b)"), ""),
    (re.compile(r"\s*per ?cent\b", re.IGNORECASE), "%"),
    (re.compile(r"^from\s+", re.IGNORECASE), ""),
    (re.compile(r"(?<=[0-9%])\s*(?:\.\.+|…|–|—|-)\s*(?=[-+.0-9])"), " to "),
)  # what people also write, and how it is written here


class QuantityError(SummitryError, ValueError):
    """A value that is no quantity: what was found, what was expected, how to mend it."""

    def __init__(self, found: str, expected: str = EXPECTED, mend: str = MEND):
        self.found, self.expected, self.mend = found, expected, mend
        super().__init__(f"found {found}, expected {expected}. {mend[:1].upper()}{mend[1:]}")


@dataclass(frozen=True)
class Quantity:
    """An uncertain number in the unit of its field. `low` <= `mode` <= `high`; `text` is how it was written.

    Two quantities are equal when kind and numbers are, however they were written.
    """

    kind: Kind
    low: float
    mode: float
    high: float
    text: str = field(compare=False)

    @classmethod
    def parse(cls, value: object, table: str = "icd203") -> Quantity:
        """Read a number or a text; `table` names the word table that phrases are looked up in.

        Raises
        ------
        QuantityError : not a finite number, a reversed range, a mode outside its range, or no quantity at all.
        EngineInputError : a phrase, and there is no word table of that name.
        """
        if isinstance(value, Quantity):
            return value
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _exact(_float(value), str(value))
        if not isinstance(value, str):
            raise QuantityError(_shown(value))
        text = " ".join(value.split())
        return _from_figures(text) or _from_phrase(text, table)

    @property
    def width(self) -> float:
        """Distance between the ends, 0 for an exact number."""
        return self.high - self.low

    @property
    def is_exact(self) -> bool:
        """True where only one value is possible."""
        return self.low == self.high

    def central(self) -> float:
        """The number itself, the middle of a range, bounds or band, or the mode of a range that has one."""
        return self.mode

    def quantile(self, u: FloatArray, cut: tuple[float, float] | None = None) -> FloatArray:
        """Value below which a share `u` of the probability lies.

        `range` is normal, with 5 % below `low` and 5 % above `high`; `mode` is two-piece normal (one density with two
        widths that meet at the mode) with the same tails, or a half-normal where the mode is an end; `between` and
        `phrase` are uniform. `cut` truncates and renormalises (an exact number, or a distribution that lies wholly
        outside, is moved to the nearer end).

        Parameters
        ----------
        u : any shape, float, above 0 and below 1.
        cut : least and greatest possible value, in the unit of the quantity.
        Returns
        -------
        float, the shape of `u`, in the unit of the quantity.
        Raises
        ------
        EngineInputError : `u` outside (0, 1), or the ends of `cut` are reversed.
        References
        ----------
        Wallis (2014), Statistical Science 29(1), 106-112, doi:10.1214/13-STS417 (the two-piece normal).
        """
        u = np.asarray(u, dtype=np.float64)
        if u.size and not (u.min() > 0 and u.max() < 1):
            raise EngineInputError("quantile: found u outside (0, 1)")
        low, high = cut if cut is not None else (-math.inf, math.inf)
        if not low <= high:
            raise EngineInputError(f"quantile: found cut {cut}, expected its lower end first")
        if self.is_exact:
            return np.full(u.shape, min(max(self.low, low), high))
        if self.kind in ("between", "phrase"):
            least, most = min(max(self.low, low), high), max(min(self.high, high), low)
            return least + u * (most - least)
        return _cut_normal(self, u, low, high)

    def __str__(self) -> str:
        low, mode, high = (_figure(number) for number in (self.low, self.mode, self.high))
        match self.kind:
            case "exact":
                return low
            case "range":
                return f"{low} to {high}"
            case "mode":
                return f"{low} to {mode} to {high}"
            case "between":
                return f"between {low} and {high}"
            case "phrase":
                return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Parse as a field; a validation context `{"words": name}` names the word table."""
        from pydantic_core import PydanticCustomError, core_schema

        def validate(value: Any, info: core_schema.ValidationInfo) -> Quantity:
            try:
                return cls.parse(value, (info.context or {}).get("words", "icd203"))
            except QuantityError as error:
                context = {"found": error.found, "expected": error.expected, "mend": error.mend}
                raise PydanticCustomError("quantity", "found {found}, expected {expected}", context) from error

        return core_schema.with_info_plain_validator_function(
            validate, serialization=core_schema.plain_serializer_function_ser_schema(written)
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        figure = r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? ?%?"
        ranges = rf"{figure}( to {figure}){{0,2}}"
        bounds = rf"between {figure} and {figure}"
        phrase = "[A-Za-z][A-Za-z' -]*"
        return {
            "title": "Quantity",
            "description": "A number; `30 to 50` (central 90 per cent); `30 to 40 to 50` (with a mode); "
            "`between 30 and 50` (hard ends); or a likelihood phrase of the dossier's word table.",
            "anyOf": [{"type": "number"}, {"type": "string", "pattern": rf"^({ranges}|{bounds}|{phrase})$"}],
            "examples": [40, "30 to 50", "30 to 40 to 50", "between 30 and 50", "likely"],
        }


def _from_figures(text: str) -> Quantity | None:
    """A number, range, range with mode or hard bounds; None if the text has another form."""
    if match := _BETWEEN.fullmatch(text):
        low, high = (float(number) for number in match.groups())
        _ordered(low, high, text, "between {} and {}")
        return Quantity("between", low, (low + high) / 2, high, text)
    if not (match := _TO.fullmatch(text)):
        return None
    numbers = [float(number) for number in match.groups() if number is not None]
    if len(numbers) == 1:
        return _exact(numbers[0], text)
    low, high = numbers[0], numbers[-1]
    if len(numbers) == 2:
        _ordered(low, high, text, "{} to {}")
        return Quantity("range", low, (low + high) / 2, high, text)
    if not all(map(math.isfinite, numbers)):
        raise QuantityError(text, "finite numbers")
    if numbers != sorted(numbers):
        mend = " to ".join(_figure(number) for number in sorted(numbers))
        raise QuantityError(text, "a mode between the ends of its range, lowest first", f"write {mend}")
    return Quantity("mode", low, numbers[1], high, text)


def _from_phrase(text: str, table: str) -> Quantity:
    """A phrase of the word table, or the error that helps best."""
    if not _WORDS.fullmatch(text) or text.casefold() in ("nan", "inf", "infinity"):
        raise QuantityError(text or "nothing", mend=_mend(text))
    scale = words.table(table)
    if band := scale.band(text):
        return Quantity("phrase", band[0], (band[0] + band[1]) / 2, band[1], text)
    row = scale.row(text) or words.table("everyday").row(text)
    if row is not None and not row.assessed:
        raise QuantityError(text, f"a phrase that states a likelihood ({row.note})")
    mend = f"write a number or a range, or one of: {', '.join(row.term for row in scale.rows if row.lower is not None)}"
    raise QuantityError(text, f"{EXPECTED}, or a phrase of {scale.title}", mend)


def _mend(text: str) -> str:
    """How a text that is nearly a quantity is written."""
    if match := _ABOUT.fullmatch(text):
        return f"write {match[1]}, or a range with it as the mode: low to {match[1]} to high"
    rewritten = text
    for pattern, instead in _REWRITTEN:
        rewritten = pattern.sub(instead, rewritten)
    try:
        return f"write {rewritten}" if rewritten != text and _from_figures(rewritten) else MEND
    except QuantityError as error:
        return error.mend


def _exact(number: float, text: str) -> Quantity:
    if not math.isfinite(number):
        raise QuantityError(text, "a finite number")
    return Quantity("exact", number, number, number, text)


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _ordered(low: float, high: float, text: str, form: str) -> None:
    if not (math.isfinite(low) and math.isfinite(high)):
        raise QuantityError(text, "finite numbers")
    if low > high:
        raise QuantityError(text, "the lower end first", f"write {form.format(_figure(high), _figure(low))}")


def _figure(number: float) -> str:
    """A number as a person would type it: `40`, `2.5`."""
    return str(int(number)) if math.isfinite(number) and number == int(number) and abs(number) < 1e15 else repr(number)


def _shown(value: object) -> str:
    """A value of another type in the file's words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "a mapping" if isinstance(value, Mapping) else "a list" if isinstance(value, (list, tuple)) else repr(value)


def written(quantity: Quantity) -> float | str:
    """As it stands in a dossier."""
    return quantity.low if quantity.kind == "exact" else str(quantity)


def _cut_normal(quantity: Quantity, u: FloatArray, low: float, high: float) -> FloatArray:
    """Quantiles of a normal or two-piece normal cut at `low` and `high`."""
    left, right, share = _spreads(quantity.low, quantity.mode, quantity.high)
    below = _mass_below(low, quantity.mode, left, right, share)
    above = _mass_above(high, quantity.mode, left, right, share)
    inside = 1 - below - above
    if high <= quantity.mode:  # inside one tail, where 1 - below - above would lose its digits
        inside = _mass_below(high, quantity.mode, left, right, share) - below
    elif low >= quantity.mode:
        inside = _mass_above(low, quantity.mode, left, right, share) - above
    if inside <= 0:
        return np.full(u.shape, low if below > above else high)
    values = _two_piece(below + u * inside, above + (1 - u) * inside, quantity.mode, left, right, share)
    return np.clip(values, low, high)


def _spreads(low: float, mode: float, high: float) -> tuple[float, float, float]:
    """Widths left and right of the mode, and the share of mass on the left, so that each end has `TAIL` beyond it.

    With share w on the left the tails give the widths s1 = (mode - low)/z(TAIL/2w), s2 = (high - mode)/z(TAIL/2(1-w)).
    The density is continuous where w = s1/(s1 + s2); the right side falls as w grows, so bisection finds the one root.
    """
    from scipy.special import ndtri

    left, right = mode - low, high - mode
    if math.isclose(left, right):
        return left / Z_TAIL, right / Z_TAIL, 0.5
    half = -float(ndtri(TAIL / 2))
    if left < 1e-9 * right:
        return 0.0, right / half, 0.0
    if right < 1e-9 * left:
        return left / half, 0.0, 1.0

    def widths(share: float) -> tuple[float, float]:
        return -left / float(ndtri(TAIL / 2 / share)), -right / float(ndtri(TAIL / 2 / (1 - share)))

    least, most = TAIL, 1 - TAIL
    while (share := (least + most) / 2) not in (least, most):
        one, two = widths(share)
        if one > share * (one + two):
            least = share
        else:
            most = share
    return *widths(share), share


def _mass_below(x: float, mode: float, left: float, right: float, share: float) -> float:
    from scipy.special import ndtr

    if x < mode:
        return 2 * share * float(ndtr((x - mode) / left)) if left else 0.0
    return 1 - _mass_above(x, mode, left, right, share)


def _mass_above(x: float, mode: float, left: float, right: float, share: float) -> float:
    from scipy.special import ndtr

    if x > mode:
        return 2 * (1 - share) * float(ndtr((mode - x) / right)) if right else 0.0
    return 1 - _mass_below(x, mode, left, right, share) if x < mode else 1 - share


def _two_piece(u: FloatArray, v: FloatArray, mode: float, left: float, right: float, share: float) -> FloatArray:
    """Quantiles at `u` of an uncut two-piece normal; `v` is 1 - u, kept aside for its precision in the upper tail."""
    from scipy.special import ndtri

    with np.errstate(divide="ignore", invalid="ignore"):
        lower = mode + left * ndtri(np.minimum(u / (2 * share), 0.5)) if share > 0 else np.full(u.shape, mode)
        upper = mode - right * ndtri(np.minimum(v / (2 * (1 - share)), 0.5)) if share < 1 else np.full(u.shape, mode)
    return np.where(u < share, lower, upper)
