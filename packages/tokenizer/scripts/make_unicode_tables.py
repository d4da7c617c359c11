"""Writes src/unicode/unicode-tables.ts: the Unicode tables of Hugging Face `tokenizers`, read off the library itself.

    pip install tokenizers==0.23.3
    python scripts/make_unicode_tables.py > src/unicode/unicode-tables.ts

Every code point but the surrogates is put through the library's normalizers and its BERT pre-tokenizer.
"""

import unicodedata

import tokenizers
from code_point_tables import CODE_POINTS, classes, constant, ranges, runs
from tokenizers.normalizers import NFD, BertNormalizer, Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

def bert_normalizer(**on):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return BertNormalizer(**(off | on))


clean, chinese = bert_normalizer(clean_text=True), bert_normalizer(handle_chinese_chars=True)
strip, nfd, lower, split = bert_normalizer(strip_accents=True), NFD(), Lowercase(), BertPreTokenizer()
tables = {name: [] for name in "dropped whitespace chinese punctuation accents decomposable movable".split()}
lowercase, combining = {}, {}
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
    if nfd.normalize_str(char) != char:
        tables["decomposable"].append(c)
    # The library does not tell combining classes; Unicode never alters them, so Python's serve where the library moves
    # the character: behind U+0334, of the lowest class, or before U+0301, above nearly all. Newer ones it leaves alone.
    if f"a\u0334{char}" == nfd.normalize_str(f"a{char}\u0334") or f"a{char}\u0301" == nfd.normalize_str(f"a\u0301{char}"):
        assert unicodedata.combining(char) > 0
        combining[c] = unicodedata.combining(char)
    lowered = lower.normalize_str(char)
    if len(lowered) > 1:
        assert (c, lowered) == (0x130, "i\u0307")
    elif lowered != char:
        lowercase[c] = ord(lowered)

accents = set(tables["accents"])
for c in CODE_POINTS:
    if any(ord(part) in combining and ord(part) not in accents for part in nfd.normalize_str(chr(c))):
        tables["movable"].append(c)

print(
    f"""\
// Made by scripts/make_unicode_tables.py from Hugging Face tokenizers {tokenizers.__version__}. Do not edit.
//
// These are the tables of that library, older in part than any JavaScript engine's: `\\p{{…}}` and `toLowerCase` would
// give other tokens, and others again in the next engine. A table is a list of ranges of code points, numbers in base
// 36: `gap` or `gap-more`, where `gap` counts from the end of the range before, and `more` is how many follow the first."""
)
constant("dropped", "Taken out by the cleaning of text: control and format characters, private use, U+0000, U+FFFD.", ranges(tables["dropped"]))
constant("whitespace", "Between words. Cleaning turns those it has not dropped into blanks.", ranges(tables["whitespace"]))
constant("chinese", "Words of their own where Chinese characters are handled.", ranges(tables["chinese"]))
constant("punctuation", "Words of their own, always.", ranges(tables["punctuation"]))
constant("accents", "Dropped after decomposition where accents are stripped.", ranges(tables["accents"]))
constant(
    "decomposable",
    "Changed by canonical decomposition (NFD). Unicode never alters the decomposition of a character once it is assigned.",
    ranges(tables["decomposable"]),
)
constant("movable", "Not accents, yet NFD may move them, or what they decompose to, among accents.", ranges(tables["movable"]))
constant(
    "combiningClasses",
    "Combining classes other than 0: each as `class:`, and then its ranges.",
    classes(combining),
)
constant(
    "lowercase",
    "What letters become in lower case, U+0130 left out, as `gap,count,step,distance`: so many letters, so far apart, all\n"
    " * move by the same distance. Here `gap` counts from the start of the run before.",
    runs(lowercase),
)
