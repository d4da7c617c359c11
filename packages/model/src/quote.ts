const lengthLimit = 80;
const itemLimit = 8;

/** A value from a file as a message shows it: like JSON, but short whatever the file holds. */
export function quote(value: unknown): string {
  if (typeof value === 'string') {
    return value.length <= lengthLimit ? JSON.stringify(value) : `${JSON.stringify(value.slice(0, lengthLimit))}…`;
  }
  if (Array.isArray(value)) {
    const items = value.slice(0, itemLimit).map((item) => (Array.isArray(item) ? '[…]' : quote(item)));
    return `[${items.join(', ')}${value.length > itemLimit ? ', …' : ''}]`;
  }
  return typeof value === 'object' && value !== null ? '{…}' : String(value);
}
