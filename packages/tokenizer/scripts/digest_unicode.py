"""Prints what src/unicode/references.test.ts compares with: digests of what the references do to every character.

    pip install tokenizers==0.23.3
    python3.11 scripts/digest_unicode.py

Of every code point but the surrogates: what becomes of it, one a line, as SHA-256. Of the marks that are sorted: code point
and combining class, the classes numbered from 1 on.
"""

import hashlib
import unicodedata

import tokenizers
from code_point_tables import CODE_POINTS
from tokenizers.normalizers import NFD, BertNormalizer, Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

assert (tokenizers.__version__, unicodedata.unidata_version) == ("0.23.3", "14.0.0")


def bert_normalizer(**on):
    off = dict(clean_text=False, handle_chinese_chars=False, strip_accents=False, lowercase=False)
    return BertNormalizer(**(off | on)).normalize_str


def digest(lines):
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def sorted_marks(nfd):
    """Which are of the lowest class, as U+0334, or move behind it. Their classes are Unicode's, which it never alters."""
    marks = [c for c in CODE_POINTS if nfd(f"{chr(c)}\u0334") == f"\u0334{chr(c)}" or nfd(f"\u0301{chr(c)}") == f"{chr(c)}\u0301"]
    classes = sorted({unicodedata.combining(chr(c)) for c in marks})
    return [f"{c:x} {classes.index(unicodedata.combining(chr(c))) + 1}" for c in marks]


def python_nfd(text):
    return unicodedata.normalize("NFD", text)


library = dict(
    cleaned=bert_normalizer(clean_text=True),
    chinese=bert_normalizer(handle_chinese_chars=True),
    stripped=bert_normalizer(strip_accents=True),
    lowercase=Lowercase().normalize_str,
    decomposed=NFD().normalize_str,
    words=lambda char: " ".join(word for word, _ in BertPreTokenizer().pre_tokenize_str(f"a{char}a")),
)
for name, change in library.items():
    print(f"library {name}:", digest(change(chr(c)) for c in CODE_POINTS))
print("library marks:", digest(sorted_marks(NFD().normalize_str)))
print("Python lowercase:", digest(chr(c).lower() for c in CODE_POINTS))
print("Python decomposed:", digest(python_nfd(chr(c)) for c in CODE_POINTS))
print("Python marks:", digest(sorted_marks(python_nfd)))
