"""Writes src/unicode-tables.ts: the Unicode tables of Hugging Face `tokenizers`, read off the library itself.

    pip install tokenizers==0.23.3
    python scripts/make_unicode_tables.py > src/unicode-tables.ts

Every code point but the surrogates is put through the library's normalizers and its BERT pre-tokenizer.
"""

import textwrap
import unicodedata

import tokenizers
from tokenizers.normalizers import NFD, BertNormalizer, Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def bert_normalizer(**on):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return BertNormalizer(**(off | on))


def base36(number):
    digits = ""
    while number > 0 or digits == "":
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def ranges(code_points):
    """`gap` or `gap-more` for each range: the distance from the end of the last one, and how many more follow."""
    found = []
    for c in code_points:
        if found and c == found[-1][1] + 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    items, end = [], 0
    for first, last in found:
        items.append(base36(first - end) + (f"-{base36(last - first)}" if last > first else ""))
        end = last
    return items


def class_ranges(value):
    """The ranges of one combining class, as `class:` and then the ranges."""
    return [f"{base36(value)}:"] + ranges([c for c in classes if classes[c] == value])


def runs(mapping):
    """`gap,count,step,distance` for each run of code points `step` apart that all move by the same distance."""
    left = dict(sorted(mapping.items()))
    items, last_first = [], 0
    while left:
        first = next(iter(left))
        distance = left[first] - first
        counts = {}
        for step in (1, 2):
            counts[step] = 1
            while left.get(first + counts[step] * step, -1) == first + counts[step] * step + distance:
                counts[step] += 1
        step = 2 if counts[2] > counts[1] else 1
        for i in range(counts[step]):
            del left[first + i * step]
        sign = "-" if distance < 0 else ""
        items.append(f"{base36(first - last_first)},{base36(counts[step])},{step},{sign}{base36(abs(distance))}")
        last_first = first
    return items


def constant(name, comment, items):
    lines = textwrap.wrap(" ".join(items), 118, break_on_hyphens=False, break_long_words=False)
    comment = f"/**\n * {comment}\n */" if "\n" in comment else f"/** {comment} */"
    print(f"\n{comment}\nexport const {name} = `\n" + "\n".join(lines) + "\n`;")


clean, chinese = bert_normalizer(clean_text=True), bert_normalizer(handle_chinese_chars=True)
strip, nfd, lower, split = bert_normalizer(strip_accents=True), NFD(), Lowercase(), BertPreTokenizer()
tables = {name: [] for name in "dropped whitespace chinese punctuation accents decomposable movable".split()}
lowercase, classes = {}, {}
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
        classes[c] = unicodedata.combining(char)
    lowered = lower.normalize_str(char)
    if len(lowered) > 1:
        assert (c, lowered) == (0x130, "i\u0307")
    elif lowered != char:
        lowercase[c] = ord(lowered)

accents = set(tables["accents"])
for c in CODE_POINTS:
    if any(ord(part) in classes and ord(part) not in accents for part in nfd.normalize_str(chr(c))):
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
    [item for value in sorted(set(classes.values())) for item in class_ranges(value)],
)
constant(
    "lowercase",
    "What letters become in lower case, U+0130 left out, as `gap,count,step,distance`: so many letters, so far apart, all\n"
    " * move by the same distance. Here `gap` counts from the start of the run before.",
    runs(lowercase),
)
