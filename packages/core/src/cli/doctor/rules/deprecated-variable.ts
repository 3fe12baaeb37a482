import type { Rule } from '../finding.js';
import { type LambdaFunction, takesEvents } from '../model/lambda-function.js';
import { knownText, type Value } from '../template/value.js';
import { mendedPort } from './adapter-port.js';
import { deprecatedNames, variableProperty } from './adapter-variable.js';
import { environmentLines } from './environment-lines.js';

/** Variables that the adapter reads until 2.0. */
export const deprecatedVariable: Rule = {
  id: 'deprecated-variable',
  severity: 'warning',
  finds:
    'a variable of the adapter without its `AWS_LWA_` prefix: the adapter 2.0 will not read it',
  docs: 'doctor.md#the-settings-of-the-adapter',
  alsoInContainer: true,
  *check({ functions }) {
    for (const fn of functions) {
      const { id, env } = fn;
      for (const name of deprecatedNames) {
        const value = env.get(name);
        if (value === undefined || env.has(`AWS_LWA_${name}`)) continue;
        const why = `the adapter will ignore ${name} from 2.0 on, and take its default instead`;
        const write = environmentLines(`AWS_LWA_${name}`, mended(name, value, fn));
        yield { resource: id, property: variableProperty(name), at: value.at, why, write };
      }
    }
  },
};

/** The value under the new name, as the other rules want it. */
function mended(name: string, value: Value, fn: LambdaFunction): string {
  const port = mendedPort(fn);
  if (name === 'READINESS_CHECK_PORT' && port !== undefined) return `'${port}'`;
  if (name === 'ASYNC_INIT' && takesEvents(fn.kind)) return "'false'";
  return knownText(value) ?? '<the same value>';
}
