import fc from 'fast-check';

/** Texts of any UTF-16 units, half surrogate pairs among them. */
export const anyText = fc.string({
  unit: fc.oneof(
    fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)),
    fc.constantFrom('"', '\\', '/', '\n', '\u2028', '\u2029', '\u0000', '\u007f', 'ü', '😀'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
});

const edges = [
  ...[0, -0, 1e21, 1e-7, 1e22, 0.1, 2 ** 53, 2 ** 63, 2 ** 64, -(2 ** 63)],
  ...[
    Number.MAX_VALUE,
    -Number.MAX_VALUE,
    Number.MIN_VALUE,
    Number.EPSILON,
    2.2250738585072014e-308,
  ],
];

/** Numbers that JSON can write, more of the sizes that programs use. */
export const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.tuple(fc.maxSafeInteger(), fc.nat(8)).map(([digits, places]) => digits / 10 ** places),
  fc.constantFrom(...edges),
);

// Without a backslash: after such a key V8 takes other escaped keys for it (Node 24 and 26,
// https://github.com/nodejs/node/issues/63785), on each side of the adapter by itself.
const anyKey = fc.oneof(
  anyText.map((text) => text.replaceAll('\\', '')),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'length', '0', '', 'Records'),
);

/** Every value that JSON knows. */
export const { json: anyJson } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom(null, true, false), anyNumber, anyText),
    fc.array(tie('json')),
    fc.array(fc.tuple(anyKey, tie('json'))).map(Object.fromEntries),
  ),
}));

/** The same, now and then deep inside of lists and objects. */
export const anyDepthJson = fc
  .tuple(anyJson, fc.oneof(fc.constant(0), fc.nat(200)), fc.boolean())
  .map(([value, depth, inLists]) => {
    let nested = value;
    for (let level = 0; level < depth; level++) nested = inLists ? [nested] : { in: nested };
    return nested;
  });
