"""What the YAML reader complains of, in plain words and with a mend."""

from __future__ import annotations

from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.reader import ReaderError

_QUOTE_IT = "Put the text in quotes"

# (part of the reader's own words: context or problem), what we say, mend
_WORDS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        'a second ": " in one line, or a line indented further than its neighbours',
        'Put a text that holds ": " in quotes, or align the line',
    ),
    ("'\\t' that cannot start", "a tab", "Indent with spaces"),
    ("unexpected end of stream", "a quote that is opened and never closed", "Close the quote"),
    ("unexpected document separator", "a quote that is opened and never closed", "Close the quote"),
    ("that cannot start any token", "a character with which no text can start", _QUOTE_IT),
    ("could not find expected ':'", 'a line without ": " where a key was expected', "Write key: value"),
    ("while parsing a flow mapping", "a { that is not closed, or an entry without a comma", "Close it with }"),
    ("while parsing a flow sequence", "a [ that is not closed, or an item without a comma", "Close it with ]"),
    ("while parsing a block mapping", "a line that does not stand under its neighbours", "Align the keys"),
    ("while parsing a block collection", "a line that does not stand under its neighbours", "Align the items"),
    ("sequence entries are not allowed", 'a "- " where no list can start', "Start the list on a line of its own"),
    ("escape", "a backslash that means nothing in double quotes", "Use single quotes, or write two backslashes"),
    ("hexdecimal", "a backslash that means nothing in double quotes", "Use single quotes, or write two backslashes"),
    ("while parsing a node", "no value where one was expected", "Write the value"),
    ("while scanning a block scalar", "a faulty head of a text block", "Write | or > and nothing else on that line"),
    ("while scanning an anchor", "an & or * at the start of a text", _QUOTE_IT),
    ("while scanning an alias", "an & or * at the start of a text", _QUOTE_IT),
    ("tag", "an ! at the start of a text", _QUOTE_IT),
    ("directive", "a % at the start of a line", _QUOTE_IT),
    ("YAML document", "a %YAML line for another version", "Leave the line out"),
    ("unexpected ':'", 'a ":" inside a text without quotes', _QUOTE_IT),
)


def in_plain_words(error: YAMLError) -> tuple[int, str, str]:
    """Where (character index), what is wrong, and how to mend it, of an error of the YAML reader."""
    if isinstance(error, ReaderError):
        character = error.character if isinstance(error.character, int) else ord(error.character[:1])
        return error.position, f"a character that YAML does not allow (U+{character:04X})", "Delete it"
    if not isinstance(error, MarkedYAMLError):
        return 0, f"YAML cannot be read ({error})", ""
    own = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    opened = error.context_mark if "flow" in own or "quoted" in own else None
    place = opened or mark
    for fragment, words, mend in _WORDS:
        if fragment in own:
            return (place.index if place else 0), f"found {words}", mend
    return (mark.index if mark else 0), f"YAML cannot be read ({error.problem or own.strip()})", ""
