import { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { painter } from '../../src/cli/paint.js';
import { stubEnv } from '../support/serve.js';
import { cli } from './support/cli.js';

const esc = String.fromCharCode(27);
const terminal: NodeJS.WriteStream = Object.create(WriteStream.prototype, {
  isTTY: { value: true },
});

/** How "text" looks on a terminal in an environment that says no more than this. */
function painted(env: Record<string, string>): string {
  const names = ['NO_COLOR', 'NODE_DISABLE_COLORS', 'FORCE_COLOR', 'CI'];
  const unset = Object.fromEntries(names.map((name) => [name, undefined]));
  stubEnv({ ...unset, TERM: 'xterm', ...env });
  return painter(terminal)('red', 'text');
}

describe('colours', () => {
  it('are for a terminal', async () => {
    expect(painted({})).toBe(`${esc}[31mtext${esc}[39m`);
    const { stderr } = await cli(['run', 'nothing'], { env: { TERM: 'xterm' } });
    expect(stderr).toMatch(/^error: /);
  });

  it.each([{ NO_COLOR: '1' }, { NODE_DISABLE_COLORS: '1' }, { TERM: 'dumb' }])(
    'are left out where %o asks for that',
    (env) => {
      expect(painted(env)).toBe('text');
    },
  );
});
