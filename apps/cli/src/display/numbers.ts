/** 1234567 → `1,234,567`. */
export function counted(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** 0.123 → `12.3 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** 12345678 → `12.3 MB`, a megabyte being a million bytes. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const unit = ['kB', 'MB', 'GB'].find((_, i) => size < 999.95 * 1000 ** (i + 1)) ?? 'TB';
  return `${(size / 1000 ** (['kB', 'MB', 'GB', 'TB'].indexOf(unit) + 1)).toFixed(1)} ${unit}`;
}

/** 75 → `1 min 15 s`; hours come without seconds. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** One, or many of a thing. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}
