// Made by scripts/make_unicode_tables.py from Hugging Face tokenizers 0.23.3. Do not edit.
//
// These are the tables of that library, older in part than any JavaScript engine's: `\p{…}` would give other tokens, and
// others again in the next engine. Only what Unicode never alters once a character is assigned is left to the engine: its
// case, its decomposition, the order of marks.
//
// A table is a list of numbers: so many code points from U+0000 on are not in it, so many then are, so many then are not,
// and so on. A number is a letter, a–z for 0 to 25 and A–Z for 26 to 51, behind how many times 52, in decimal, there are
// besides.

/** Taken out by the cleaning of text: control and format characters, private use, U+0000, U+FFFD. */
export const dropped = 'ajccbs1RHnb26kgwb3KbXb83Ib39qfAfXfbk943e123e29Bb4Pdbb82xb846ke102xi15352MbE1S1257S1260oc1260o';

/** Between words. Cleaning turns those it has not dropped into blanks. */
export const whitespace = 'jfsb1WbAb107Jb46NlDcfbVb76Wb';

/** Words of their own where Chinese characters are handled. */
export const chinese = '256a126O1m403K438i9S1284W821CG84q4W106i203u10y';

/** Words of their own, always. */
export const punctuation =
  'HpkhAgAeIbfbdbkcdbdb13Abib8YgPcZbbbcbcbScucbcnbcc1we1YbRo4zd1cpFb5bckb7tb14Rb1Mbkc3mpbbLe1tb1wfec2hg3pb11Oj2Vb11Wc' +
  'Sc1Ad1tc3bdbdLl6bc4ic2yhbg3qh2Ze1hf1kc1milb15WyiubnbmEcoc12jeDc20To1BcFk7Nw1leGc14Jebc2ib2NVbt8Edekcmqbmb1Ub1Mb571' +
  'gc5jd1Vbkb2lg7qe1IcOdbbXcVb1Tnqc2ue2wcqc4Pb400sc4akwJbobbebbc2TdbgbekcdcAdbbBbbbbh7Ud12SbWb7Yb14pb3RbFb5mjMb2ih1oh' +
  '1Le22Yh2fcbe2weWc1Bfdbnbbd1Kg2db10ub4Qx2bd4Od64Xf344zc2Db1nfib400Ab147lf';

/** Dropped after decomposition where accents are stripped. */
export const accents =
  '14O2i5pf5fTbbbcbcbb1ulWvqb1XhcgccbeJbEB1Nl1gjIebjbdbfRd2FG1dbbbeiebdhkcDb1gbeeibucDc1fbececcddbEcdblc1fbefbcebucDb' +
  '1gbcbbeibiblcEb1jbmbYb1jdfdbehclcDb1gbcbgbfcucDb1leibuc1Ybhdbb1Mbchmi1Ubcgbclg1wcBbbbbb1dobfbcflbKjb1Yebgbccczcedq' +
  'enbccgbpb13Bd18kdDdDcEc1mcbhibcljbTd2Zb2odecjbgd4lccb1gbbhbbbbcigkcbWo1oeWbbfbbfbOjmcGeccbd1ebbcdbbd1gicc2Wdbnbheb' +
  'gbdc3Q1cge13Snebdm59cd2Lb1SG10Ie2dc580ebekGc1Cc5mbdbebzc3bbBs1aizlUdWbcecbOb1pgccccmbibVbZbbdccfcbbQcib4Ebcbeb389S' +
  'b14jqqq18Lb4sb2Tf32gdbcfeOdeb3jc25gb1cp1edXecc1rdKfbi1kbmc1ajld1Udcbbc3lbdivc1gbdbLhdf6ggbbecbc4EegcbcBc1Hicbbc2cb' +
  'bbcgbb1Xdcebf412uf1hh21ue379oc102qdrichEe2Sd38d1deYibobwfbp69Ch15242H4G';

/** Not accents, yet NFD may move them, or what they decompose to, among accents. */
export const movable = '43yo90Ab1Xb1tc9Zb89Ec596tb2eb511Zb2mb5tb4Kbdb11Zb27mb891Ijgg1ug70hhbrchbcbf44Ph';

/**
 * All that have a lower case or a canonical decomposition (NFD), and some that have neither. Of these, any engine of
 * Unicode 14 or newer has the same as the library, but for {@link newerLetters}: Unicode never alters either.
 */
export const changeable =
  '1nA1X7J4HfRhhcfgbbbuboz1YjbwXj3jcM3Vf2Xdqb11zmJi2dcpcbb1FbcbIdcb4zbccpc1cb1bd2tb2pbgcbc2wd2Lf6Sbjqmbjprbjqmb2eb2rM' +
  'bbfb13U1I34OnOj6nbgRcd6i5scgcMcgcibbbbbbbFc1bbpbocgbtcdbicc5GnTqtbwcsbEd1ajxdAjwdkDIeWo1hc7FA29Ob5FWW2R16zYwbjbnYw' +
  'l577nTtB2F1zk1Gbbblbbyb19U214S164m7cc2c1pdknbfbbbcbcbj18QA23zO2GK3albpbhbc34cZ3bw15Odob2Ac10tc7ce4Rc14mG420WG1mz48' +
  '5Hh1Ig114xI1333A10w';

/**
 * Letters that are newer than Unicode 14, in rows: how far the first is from that of the row before, how many there
 * are, and what the first is in lower case.
 */
export const newerLetters = '140zb140A685Eb11Obb826fcb826heb826lcb826ngb826tcb7V499yw1326y479ez1805x';
