"""Writes src/unicode/strip-accents-table.ts: what the normalizer StripAccents of Hugging Face `tokenizers` drops.

    pip install tokenizers==0.23.3
    python scripts/make_strip_accents_table.py > src/unicode/strip-accents-table.ts

Every code point but the surrogates is put through the library's normalizers.
"""

import tokenizers
from tokenizers.normalizers import BertNormalizer, StripAccents

from code_point_tables import CODE_POINTS, constant, runs

strip = StripAccents()
bert = BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=True, lowercase=False)
marks = {c for c in CODE_POINTS if strip.normalize_str(chr(c)) == ""}
accents = {c for c in CODE_POINTS if bert.normalize_str(f"a{chr(c)}") == "a"}
assert accents < marks

print(f"// Made by scripts/make_strip_accents_table.py from Hugging Face tokenizers {tokenizers.__version__}. Do not edit.")
comment = "Dropped by the normalizer StripAccents, besides the accents of unicode-tables.ts, in the form that is told there."
constant("otherMarks", comment, runs(marks - accents))
