/**
 * Reads a number of a JSON text as the adapter's reader (serde_json) does; `undefined` where that says
 * that it is out of range. A number of 17 digits often comes out one unit off in the last place: the
 * reader keeps as many digits as a 64-bit integer holds and scales them by a power of ten, which
 * rounds once more.
 *
 * @see https://docs.rs/crate/serde_json/latest/features (without `float_roundtrip`)
 */
export function readAdapterNumber(source: string): number | undefined {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = leadingDigits(digits);
  const exponent = Number(power) - fraction.length + digits.length - kept.length;
  const magnitude = scale(Number(kept), exponent);
  return magnitude === undefined || sign === '' ? magnitude : -magnitude;
}

const largestInteger = '18446744073709551615';

function leadingDigits(digits: string): string {
  const most = digits.slice(0, largestInteger.length);
  const fits = most.length < largestInteger.length || most <= largestInteger;
  return fits ? most : most.slice(0, -1);
}

function scale(value: number, exponent: number): number | undefined {
  if (value === 0) return 0;
  if (exponent > 308) return undefined;
  if (exponent < -308) return scale(value / 1e308, exponent + 308);
  const power = Number(`1e${Math.abs(exponent)}`);
  const scaled = exponent < 0 ? value / power : value * power;
  return Number.isFinite(scaled) ? scaled : undefined;
}
