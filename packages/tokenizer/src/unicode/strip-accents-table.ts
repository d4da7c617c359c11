// Made by scripts/make_strip_accents_table.py from Hugging Face tokenizers 0.23.3. Do not edit.

/** Dropped by the normalizer StripAccents, besides the accents of unicode-tables.ts, in the form that is told there. */
export const otherMarks =
  '22qc21goHb1dbcdiebcYc1gdgccckbRb1gd1ob1gdibbc1bc1gbbbgccckb1YcbcddbdkbPd1je1jc1gbbfccbcjcRc1gdfdbdkbQc1xdgisc6sc1l' +
  'b3pcebgbcczckdchvccgcbkd34Xbhibc3Gc3aecdecbg4qc1gbbbjbbcig1xb1rbWbfbbfbc1jbEbeccb1ibcdbbdcWiic3pbqc5db14jebd75nc58' +
  '2id8qccb1KcYqbb2KcVbWcecbe2gcccybTbbb2fbccfb4Dcbcbcbb492Jbbb2xbTdec2lb1HbWdjc2dddcbbib3fdFc1gcbecccdjbkc4bs2bdgbbe' +
  'cb4Ddgecb2jdicbb2fbbcgb2bceb24Oibi1Ewbo406IU481Ycgg71Hhbrchbcbf44Ph';
