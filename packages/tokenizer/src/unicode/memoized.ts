/** A function of code points that is worked out once for each. */
export function memoized<Value>(compute: (codePoint: number) => Value): (codePoint: number) => Value {
  const known = new Map<number, Value>();
  return (codePoint) => {
    let value = known.get(codePoint);
    if (value === undefined) {
      value = compute(codePoint);
      known.set(codePoint, value);
    }
    return value;
  };
}
