"""Writes src/unicode/unicode-tables.ts: the Unicode tables of Hugging Face `tokenizers`, read off the library itself.

    pip install tokenizers==0.23.3
    python3.11 scripts/make_unicode_tables.py > src/unicode/unicode-tables.ts

Every code point but the surrogates is put through the library's normalizers and its BERT pre-tokenizer. CPython 3.11 has
the data of Unicode 14.0, which every engine has that the package runs in: what is the same there as in the library, and
what Unicode promises never to alter, is left to the engine.
"""

import unicodedata

import tokenizers
from code_point_tables import CODE_POINTS, constant, numeral, ranges, runs
from tokenizers.normalizers import NFD, BertNormalizer, Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

assert unicodedata.unidata_version == "14.0.0"


def bert_normalizer(**on):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return BertNormalizer(**(off | on))


def is_mark(char, nfd):
    """Whether NFD sorts a character among marks: behind U+0334, of the lowest class, or before U+0301, above nearly all."""
    return nfd(f"{char}\u0334") == f"\u0334{char}" or nfd(f"\u0301{char}") == f"{char}\u0301"


def python_nfd(text):
    return unicodedata.normalize("NFD", text)


clean, chinese = bert_normalizer(clean_text=True), bert_normalizer(handle_chinese_chars=True)
strip, nfd, lower, split = bert_normalizer(strip_accents=True), NFD(), Lowercase(), BertPreTokenizer()
tables = {name: [] for name in "dropped whitespace chinese punctuation accents movable".split()}
marks, decomposable, lowercase, engine_agrees = set(), set(), {}, set()
for c in CODE_POINTS:
    char = chr(c)
    cleaned = clean.normalize_str(f"a{char}a")
    if cleaned == "aa":
        tables["dropped"].append(c)
    words = [word for word, _ in split.pre_tokenize_str(f"a{char}a")]
    if words == ["a", "a"]:
        tables["whitespace"].append(c)
    elif words == ["a", char, "a"]:
        tables["punctuation"].append(c)
    # Cleaning turns white space into blanks, but for what it has dropped: so it needs no table of its own.
    assert cleaned == ("aa" if c in tables["dropped"][-1:] else "a a" if words == ["a", "a"] else f"a{char}a")
    if chinese.normalize_str(char) != char:
        tables["chinese"].append(c)
    if strip.normalize_str(f"a{char}") == "a":
        tables["accents"].append(c)
    if is_mark(char, nfd.normalize_str):
        marks.add(c)
    decomposed, lowered = nfd.normalize_str(char), lower.normalize_str(char)
    if decomposed != char:
        decomposable.add(c)
    if lowered != char:
        lowercase[c] = lowered
    # Unicode promises never to alter the decomposition of a character once it is assigned, nor its case.
    if unicodedata.category(char) != "Cn" and decomposed == python_nfd(char) and lowered == char.lower():
        engine_agrees.add(c)

accents = set(tables["accents"])
for c in CODE_POINTS:
    if any(ord(part) in marks - accents for part in nfd.normalize_str(chr(c))):
        tables["movable"].append(c)
# So the engine can tell the marks, and sort them: Unicode never alters a combining class either.
assert marks == {c for c in accents.union(tables["movable"]) if is_mark(chr(c), python_nfd)}
one_of_each_class = {unicodedata.combining(chr(c)): chr(c) for c in marks}.values()
for c in marks:
    assert all(nfd.normalize_str(chr(c) + other) == python_nfd(chr(c) + other) for other in one_of_each_class)

newer_letters = set(lowercase) - engine_agrees
assert all(unicodedata.category(chr(c)) == "Cn" and len(lowercase[c]) == 1 for c in newer_letters)
assert decomposable.isdisjoint(newer_letters)
changeable = sorted(decomposable | set(lowercase))
# A little that lies between two ranges may be in the table too where the engine leaves it alone, as the library does. Not
# so what is met most: small letters of ASCII, and alphabets in a row. The table tells these fastest.
for (_, last), (first, _) in zip(ranges(changeable), ranges(changeable)[1:]):
    between = range(last + 1, first)
    if last >= 0x80 and len(between) <= 8 and engine_agrees.issuperset(between):
        changeable += between
newer_rows, first = [], 0
for c in sorted(newer_letters):
    _, count, form = newer_rows[-1] if newer_rows else (0, 0, 0)
    if (c, ord(lowercase[c])) == (first + count, form + count):
        newer_rows[-1][1] += 1
    else:
        newer_rows.append([c - first, 1, ord(lowercase[c])])
        first = c

print(
    f"""\
// Made by scripts/make_unicode_tables.py from Hugging Face tokenizers {tokenizers.__version__}. Do not edit.
//
// These are the tables of that library, older in part than any JavaScript engine's: `\\p{{…}}` would give other tokens, and
// others again in the next engine. Only what Unicode never alters once a character is assigned is left to the engine: its
// case, its decomposition, the order of marks.
//
// A table is a list of numbers: so many code points from U+0000 on are not in it, so many then are, so many then are not,
// and so on. A number is a letter, a–z for 0 to 25 and A–Z for 26 to 51, behind how many times 52, in decimal, there are
// besides."""
)
constant("dropped", "Taken out by the cleaning of text: control and format characters, private use, U+0000, U+FFFD.", runs(tables["dropped"]))
constant("whitespace", "Between words. Cleaning turns those it has not dropped into blanks.", runs(tables["whitespace"]))
constant("chinese", "Words of their own where Chinese characters are handled.", runs(tables["chinese"]))
constant("punctuation", "Words of their own, always.", runs(tables["punctuation"]))
constant("accents", "Dropped after decomposition where accents are stripped.", runs(tables["accents"]))
constant("movable", "Not accents, yet NFD may move them, or what they decompose to, among accents.", runs(tables["movable"]))
constant(
    "changeable",
    "All that have a lower case or a canonical decomposition (NFD), and some that have neither. Of these, any engine of\n"
    " * Unicode 14 or newer has the same as the library, but for {@link newerLetters}: Unicode never alters either.",
    runs(changeable),
)
constant(
    "newerLetters",
    "Letters that are newer than Unicode 14, in rows: how far the first is from that of the row before, how many there\n"
    " * are, and what the first is in lower case.",
    "".join(numeral(number) for row in newer_rows for number in row),
)
