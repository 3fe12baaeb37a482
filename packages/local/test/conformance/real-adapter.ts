import { startSandbox } from '../../src/lambda-service/sandbox.js';
import type { AdapterBinary } from './announce-adapter.js';
import { commandOf, type Lambda } from './lambda.js';

/** The real adapter, in a sandbox. */
export function realAdapter({ path, version }: AdapterBinary): Lambda {
  return {
    name: `adapter ${version}`,
    version,
    isStandIn: false,
    async start(program) {
      const { file: _file, args: _args, nodeArgs: _nodeArgs, ...options } = program;
      const [command, ...args] = commandOf(program);
      const lines: string[] = [];
      const sandbox = await startSandbox({
        ...options,
        ...{ adapter: path, command, args },
        onLog: ({ source, line }) => source === 'handler' && lines.push(line),
      });
      return {
        url: sandbox.url,
        invoke: sandbox.invoke,
        lines: () => lines,
        [Symbol.asyncDispose]: sandbox.close,
      };
    },
  };
}
