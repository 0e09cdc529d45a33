const THOUSANDS = ['', ' k', ' M', ' G', ' T', ' P'];

/** A number to two or three digits: `1.2 M`. */
export function count(value: number): string {
  const power = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), THOUSANDS.length - 1);
  return `${digits(value / 1000 ** power)}${THOUSANDS[power]}`;
}

/** Bytes in decimal units: `42 GB`. */
export function bytes(value: number): string {
  const power = value < 1 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), THOUSANDS.length - 1);
  return `${digits(value / 1000 ** power)} ${(THOUSANDS[power] ?? '').trim()}B`;
}

function digits(value: number): string {
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(2)));
}
