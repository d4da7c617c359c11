/** Numbers for JSON: nine digits tell every float32 from its neighbours, where a double would show seventeen. */
export function float32Json(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toPrecision(9)));
}
