/** How many rows the reference file has. */
export const referenceRows = 1_000_000;

/**
 * The reference file: 1,000,000 rows, 71 MB, 8 columns; the last is in quotes and has doubled quotes and
 * a delimiter in it.
 */
export function referenceFile(): Buffer {
  const lines = ['id,sku,quantity,price,country,status,ordered_on,note\n'];
  for (let n = 1; n <= referenceRows; n++) lines.push(`${rowOf(n).join(',')}\n`);
  return Buffer.from(lines.join(''));
}

const countries = ['DE', 'FR', 'US', 'JP', 'BR'];
const states = ['new', 'paid', 'sent', 'back'];

// Numbers that look like nothing in particular, the same each time.
function rowOf(n: number): (string | number | undefined)[] {
  const twoDigits = (number: number) => String(number).padStart(2, '0');
  return [
    n,
    `SKU-${(n * 7_919) % 100_000}`,
    n % 50,
    ((n * 31) % 100_000) / 100,
    countries[n % countries.length],
    states[n % states.length],
    `2026-${twoDigits((n % 12) + 1)}-${twoDigits((n % 28) + 1)}`,
    `"the ""no. ${n % 97}"" one, gift"`,
  ];
}
