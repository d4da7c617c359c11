// Made by scripts/make_python_tables.py from the unicodedata 14.0.0 of CPython 3.11. Do not edit.
//
// The form is told in unicode-tables.ts. Where it says so, what is in just one of a table there and its differences here is
// Python's table.

/** Without a meaning yet (Cn). */
export const unassigned =
  '17ecgehbbbub7HbMcYcdb1diBegl5kb1ic1Xo1hcXcpbCcbblfFbcg4Cbicccwbhbbdecjccceibecbfczcdbgeccwbhbcbcbccbbfeccddbhebbhr' +
  'kdbjbdbwbhbcbfckbdbdcbpecmhhbdbicccwbhbcbfcjcccdhdecbfcskcbgddbedcbbbcdcdddmefddbecbgbovfnbdbxbqcjbdbehcbdcbceckhw' +
  'bdbxbkbfcjbdbehcgcbeckbcnnbdbZbdbgeqcAbdbsdybjbbchdbegbbbigkcdm1geDLcbbbfbybbbxcfbbbgckceG1ubKeNbKbpbnL3Qbbfbc7nbe' +
  'chbbbecPbecHbechbbbecpb1fbec1pcGdAg1Icgc12Td1Lhwjyjumnbdbcm1QckgkgAg1LhRf1skFbmemebdQcflSeAgld1kc1nbDclgkgocFX1zdV' +
  'b2mi1idpd1ihRcliRf10ocgcMcgcibbbbbbbFc1bbpbocgbtcdbjb1XbmcBbndHpHp2Ke12Nzlv34ScGb6LfTbbfbc1ehcoyjhbhbhbhbhbhbhbhb2' +
  'wIAb1Lm4gAme1mb1Ic1ZfRb1Qb1GmVb563rd1dj6Ku3Ci3Vfcbbbfy1hdkg1ei1simg2mlEd1AbleHb1djockc1ZyCkgcgcgjhbhb1ie2wckg214Sm' +
  'xeXe169Ac2cMhmffAbfbbbcbcb2vq8Dc1chbGQgZbtbeefb2Fcbb3IdgcgcgcddhbhkfcmbAbtbcbpcoI2tfdeTd1KbndbVU2ADdXpCeKjEfRfEbLe' +
  'oQ3cckgKeKeOi1almbpbhbcblbpbhbc1p5ZjwkiygbQbj1rgcbbSbcdbcxb1uijWtbcfHdBfb1m1eeucYbcfibdbDcdekhjh1mGNemj1cdDcBfAhem' +
  'h1C1v1dZnZhUik5IFbQbdcc1AOiQwAMCuxj1AeKj1qkbczhkg1bbsiNj1SbulsbS1nhbbbebpblg1hfkgebicccwbhbcbfbkcccdcbgbfhchdf2J1O' +
  'bfE1uik3k1ccMI1rlkgnt1ggk1cBcpex3D1i1W1FmicbcibcbEbccmjk1sicUclB1ui1Fn1v5djbTbokDdGcwbo1vhbcbSdbbcbjikggbcbLbcbghk' +
  '5Yz3BbpYn17N1Y2hbfl3O50K1Vn20Fbj77J11l166b10XhFbke1DbkgEcgk1skkbhbvft13m1N1X1xe1fhr1mflco118ai23QQj171Rebhbcb5FTdr' +
  'ei7G44u2dfndjhkci90uUcxj2m1i4MkNc3Mv1s2Yum1Jjz2F1Hb1tbccbcccebmbbbhb1nbecibhbCbebfbbdhb6Cc5Gc13Apfbp21mF4rhbrchbcb' +
  'f4fTdockec6iFr1gfb24ahbebcbpb3PcqP1yekec15f1q1y1j3MebBbcbbcbbkbebbbbgbebbbbbbdbcbbcbbbbbbbbbbcbbcebhbebebbbkbrfdbf' +
  'br1ac5kSe1WmpcpbpbLk3s1eDnSejhcog2Y18Wfqdnd2mm1Lhmebpme1eikgOiEcc1A6CmocfdfdhjDdlfgkkgiihj2Rb1dLk19Q821CG79Th4oc11' +
  '0Qo143L59J10w28Y94Z13768wbE1S2y4G1250O1260oc1260oc';

/** Without a meaning of Unicode's own (Co). */
export const privateUse = '1102O123e17678O1260oc1260o';

/** To `dropped`, which is control and format characters here, U+0000 and U+FFFD, but no private use. */
export const droppedDifferences = '42ic1Cb1059b123e117jb174kj17387l1260oc1260o';

/** To `chinese`. */
export const chineseDifferences = '3427e4W';

/** To `punctuation`. */
export const punctuationDifferences =
  '30fb19db2qb9Sbmb48Ob24Vc92uncm1104pb3lfSe11db12rfkcbb9Un1yb7vb5ed2Zb1Oi1Fdbf7YfQc12vc5cb78zc308ue6pb598dc';

/** To `accents`, which are the nonspacing marks (Mn). */
export const accentDifferences =
  '39rb2YiQy5yb4Rg1Hb3sb1db3Nb1gc1qb6ab41Lb4kb2nc10Wq15Bg680qb2Wb1fb3Hb489se7xc2XlXe4Abcc1zb5cbfb2gb4Sb4Sicdbbxb18Ojb' +
  'c4Wcbbeb2OeccebGkOgceibjgcdUnbc7Qhbgbb1Ewchbcbc2sgdbbcbhbb1ucdbbb6Jc395Eb2Sb468lUcx82rhbrchbcbf5bh7lb1je31ih';

/** That NFD sorts, neither in `accents` nor in `movable`. */
export const newerMarks =
  '39rb2YiQk5Mb11bb4Uc7rb41gb18bq15Bf680rb497de7xc2XlXe4Ab13Mb5Eb18Yc4Yceb3ab1Fbsb1Db13ebbc1Db405uc557Ah7lb1je';
