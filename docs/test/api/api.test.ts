import { fileURLToPath } from 'node:url';
import { Application, Logger, LogLevel } from 'typedoc';
import { expect, it } from 'vitest';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** What TypeDoc finds wrong with an API reference. */
async function complaints(options: string): Promise<string[]> {
  const said: string[] = [];
  class Recorder extends Logger {
    override log(message: string, level: LogLevel): void {
      if (level >= LogLevel.Warn) said.push(message);
    }
  }
  const app = await Application.bootstrapWithPlugins({ options: path(options) });
  app.logger = new Recorder();
  const project = await app.convert();
  if (!project) return [...said, 'nothing was converted'];
  app.validate(project);
  return said;
}

it('every public name is documented, its types are public, and its links lead somewhere', async () => {
  expect(await complaints('../../typedoc.json')).toEqual([]);
});

it('where it is not so, this says so', async () => {
  expect(await complaints('undocumented/typedoc.json')).toEqual([
    expect.stringContaining('Hidden'),
    expect.stringContaining('undocumented'),
    expect.stringContaining('"nothing"'),
  ]);
});
