"""Writes src/unicode/python-tables.ts: where Python's Unicode tables differ from those of src/unicode/unicode-tables.ts.

    python3.11 scripts/make_python_tables.py > src/unicode/python-tables.ts

The references in Python, google-research/bert and the slow tokenizer of transformers, ask `unicodedata`: so does this, for
every code point but the surrogates. CPython 3.11 has Unicode 14.0.
"""

import pathlib
import unicodedata

from code_point_tables import CODE_POINTS, constant, constants, parse_runs, runs

assert unicodedata.unidata_version == "14.0.0"
source = (pathlib.Path(__file__).parent.parent / "src/unicode/unicode-tables.ts").read_text()
library = constants(source)
category = {c: unicodedata.category(chr(c)) for c in CODE_POINTS}


def of_category(*names):
    return {c for c in CODE_POINTS if category[c] in names}


def differences(name, code_points):
    return runs(parse_runs(library[name]) ^ code_points)


kept_controls = {ord(c) for c in "\t\n\r"}
dropped = (of_category("Cc", "Cf") | {0, 0xFFFD}) - kept_controls
# What cleaning makes blanks of, and what `str.split` splits at; the library's table serves, for what is not dropped.
whitespace = kept_controls | {c for c in CODE_POINTS if category[c] == "Zs" or chr(c).isspace()}
assert whitespace - dropped == parse_runs(library["whitespace"]) - dropped
# `_is_chinese_char`, alike in both references.
chinese_ranges = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF),
    (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)
chinese = {c for first, last in chinese_ranges for c in range(first, last + 1)}
# `_is_punctuation`: all of ASCII that is neither letter nor digit nor control, and Unicode's.
punctuation = {c for c in range(33, 127) if not chr(c).isalnum()} | {c for c in CODE_POINTS if category[c][0] == "P"}
unassigned = of_category("Cn")
# Letters: the library's table serves, for what is assigned.
assert {c for c in CODE_POINTS if chr(c).lower() != chr(c)} <= parse_runs(library["changeable"])
# Marks: those that Python knows besides. The engine tells the classes of all.
marks = {c for c in CODE_POINTS if unicodedata.combining(chr(c)) > 0}
newer_marks = marks - parse_runs(library["accents"]) - parse_runs(library["movable"])

print(
    f"""\
// Made by scripts/make_python_tables.py from the unicodedata {unicodedata.unidata_version} of CPython 3.11. Do not edit.
//
// The form is told in unicode-tables.ts. Where it says so, what is in just one of a table there and its differences here is
// Python's table."""
)
constant("unassigned", "Without a meaning yet (Cn).", runs(unassigned))
constant("privateUse", "Without a meaning of Unicode's own (Co).", runs(of_category("Co")))
constant(
    "droppedDifferences",
    "To `dropped`, which is control and format characters here, U+0000 and U+FFFD, but no private use.",
    differences("dropped", dropped),
)
constant("chineseDifferences", "To `chinese`.", differences("chinese", chinese))
constant("punctuationDifferences", "To `punctuation`.", differences("punctuation", punctuation))
constant("accentDifferences", "To `accents`, which are the nonspacing marks (Mn).", differences("accents", of_category("Mn")))
constant("newerMarks", "That NFD sorts, neither in `accents` nor in `movable`.", runs(newer_marks))
