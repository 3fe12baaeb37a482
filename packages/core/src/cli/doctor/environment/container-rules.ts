import { join } from 'node:path';
import type { Problem, Rule } from '../finding.js';
import { environmentLines, errorStatusCodesLines } from '../rules/environment-lines.js';
import type { Container } from './container.js';

/** A rule of a running container, beside those of templates that hold there, too. */
export type ContainerRule = Omit<Rule, 'check' | 'alsoInContainer'> & {
  check(container: Container): Omit<Problem, 'resource' | 'at'> | undefined;
};

const oldestNode = [20, 19] as const;

export const containerRules: readonly ContainerRule[] = [
  {
    id: 'container-error-status-codes',
    severity: 'warning',
    finds: 'no `AWS_LWA_ERROR_STATUS_CODES`: wrong unless the function serves HTTP',
    docs: 'fail-closed.md#the-reply',
    check: ({ env }) =>
      env.AWS_LWA_ERROR_STATUS_CODES === undefined
        ? {
            property: 'AWS_LWA_ERROR_STATUS_CODES',
            why: 'unless this function serves HTTP, the adapter takes the 500 of a failed event for a success, and its messages are deleted',
            write: errorStatusCodesLines,
          }
        : undefined,
  },
  {
    id: 'container-port',
    severity: 'warning',
    finds: '`PORT` and `AWS_LWA_PORT` that differ',
    docs: 'how-an-event-travels.md',
    check: ({ env: { PORT: port, AWS_LWA_PORT: adapterPort } }) =>
      port !== undefined && adapterPort !== undefined && port !== adapterPort
        ? {
            property: 'PORT',
            why: `the adapter, and serveEvents, take AWS_LWA_PORT (${adapterPort}); a server that listens on PORT (${port}) is never asked`,
            write: environmentLines('AWS_LWA_PORT', `'${port}'`),
          }
        : undefined,
  },
  {
    id: 'container-node',
    severity: 'error',
    finds: 'a Node older than 20.19',
    docs: 'doctor.md#the-adapter-itself',
    check({ nodeVersion }) {
      const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
      const [oldestMajor, oldestMinor] = oldestNode;
      if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
      const why = `lwa-bridge runs on Node ${oldestNode.join('.')} and later, this is ${nodeVersion}: handlers may not start`;
      return { property: 'FROM', why, write: 'FROM public.ecr.aws/docker/library/node:24-slim' };
    },
  },
  {
    id: 'container-adapter',
    severity: 'error',
    finds: 'no adapter in /opt/extensions, or one that can’t be executed',
    docs: 'doctor.md#the-adapter-itself',
    check({ adapter }) {
      if (adapter?.executable) return undefined;
      const why = adapter
        ? `${adapter.file} is not executable, so that Lambda can’t start it and no event comes`
        : 'there is no adapter in /opt/extensions, so that in Lambda nobody fetches events';
      const write =
        'COPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:1.0.1 /lambda-adapter /opt/extensions/lambda-adapter';
      return { property: 'COPY', why, write };
    },
  },
  {
    id: 'container-adapter-version',
    severity: 'error',
    finds: 'an adapter older than 0.9.0, told by the variables that it knows',
    docs: 'fail-closed.md#the-reply',
    check({ adapter }) {
      if (adapter === undefined || adapter.since === '0.9.0' || adapter.since === '1.0.0') {
        return undefined;
      }
      const why = `${adapter.file} does not know AWS_LWA_ERROR_STATUS_CODES, which came with 0.9.0: it takes the 500 of a failed event for a success, and its messages are deleted`;
      const write = 'ARG ADAPTER_IMAGE=public.ecr.aws/awsguru/aws-lambda-adapter:1.0.1';
      return { property: 'COPY', why, write };
    },
  },
  {
    id: 'container-handler',
    severity: 'error',
    finds: 'a `_HANDLER` (a zip’s script) that is not there',
    docs: 'doctor.md#the-adapter-itself',
    check({ env, exists }) {
      const { _HANDLER: handler, AWS_LAMBDA_EXEC_WRAPPER: wrapper } = env;
      // Without the wrapper it is no file; in an image it is the command.
      if (handler === undefined || wrapper !== '/opt/bootstrap') return undefined;
      if (exists(join(env.LAMBDA_TASK_ROOT ?? '.', handler))) return undefined;
      const why = `the wrapper starts '${handler}', which is not there, so that the function never starts`;
      return { property: '_HANDLER', why, write: 'Handler: run.sh' };
    },
  },
];
