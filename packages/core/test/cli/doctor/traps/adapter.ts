import { fileURLToPath } from 'node:url';
import { jobsVariables, type Traps, variables } from './trap.js';

const fixtures = fileURLToPath(new URL('../templates', import.meta.url));

const layer = (name: string) => ({
  'Fn::Sub': `arn:aws:lambda:\${AWS::Region}:753240598075:layer:LambdaAdapterLayer${name}`,
});

/** A function of a zip that reads no queue, with what each of them needs. */
const plain = (changes: object = {}) => ({
  Type: 'AWS::Serverless::Function',
  Properties: {
    PackageType: 'Zip',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'run.sh',
    Timeout: 30,
    Layers: [layer('Arm64:27')],
    Environment: {
      Variables: {
        AWS_LAMBDA_EXEC_WRAPPER: '/opt/bootstrap',
        AWS_LWA_ERROR_STATUS_CODES: '500-599',
      },
    },
    Events: { Nightly: { Type: 'Schedule', Properties: { Schedule: 'rate(1 day)' } } },
    ...changes,
  },
});

/** The adapter and its settings. */
export const adapterTraps: Traps = {
  'error-status-codes-missing': {
    resource: 'SqsJobFunction',
    set: ({ remove }) => remove(`${jobsVariables}.AWS_LWA_ERROR_STATUS_CODES`),
  },
  'error-status-codes-invalid': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.AWS_LWA_ERROR_STATUS_CODES`, '5xx'),
  },
  'error-status-codes-on-http': {
    resource: 'RestApiFunction',
    set: ({ document }) =>
      document.setIn(
        ['Globals', 'Function', 'Environment', 'Variables', 'AWS_LWA_ERROR_STATUS_CODES'],
        '500-599',
      ),
  },
  'error-status-codes-in-globals': {
    resource: 'Globals.Function',
    set: ({ document, remove }) => {
      document.setIn(
        ['Globals', 'Function', 'Environment', 'Variables', 'AWS_LWA_ERROR_STATUS_CODES'],
        '500-599',
      );
      remove('RestApiFunction');
    },
  },
  'invoke-mode-stream': {
    resource: 'GenericEventFunction',
    set: ({ set }) =>
      set(`GenericEventFunction.${variables}.AWS_LWA_INVOKE_MODE`, 'RESPONSE_STREAM'),
  },
  'pass-through-path': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.AWS_LWA_PASS_THROUGH_PATH`, 'http://localhost/events'),
  },
  'pass-through-path-encoded': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.AWS_LWA_PASS_THROUGH_PATH`, '/events?source=sqs'),
  },
  'async-init': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.AWS_LWA_ASYNC_INIT`, 'true'),
  },
  'readiness-status': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.AWS_LWA_READINESS_CHECK_HEALTHY_STATUS`, '201-399'),
  },
  'adapter-port': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.AWS_LWA_READINESS_CHECK_PORT`, 3001),
  },
  'deprecated-variable': {
    resource: 'SqsJobFunction',
    set: ({ set }) => set(`${jobsVariables}.READINESS_CHECK_PATH`, '/'),
  },
  'adapter-version': {
    resource: 'ZipFunction',
    set: ({ set }) => set('ZipFunction', plain({ Layers: [layer('Arm64:22')] })),
  },
  'adapter-unpinned': {
    resource: 'SqsJobFunction',
    set: ({ set }) =>
      set('SqsJobFunction.Metadata', {
        Dockerfile: 'unpinned.Dockerfile',
        DockerContext: fixtures,
      }),
  },
  'adapter-missing': {
    resource: 'SqsJobFunction',
    set: ({ set }) =>
      set('SqsJobFunction.Metadata', {
        Dockerfile: 'no-adapter.Dockerfile',
        DockerContext: fixtures,
      }),
  },
  'exec-wrapper-missing': {
    resource: 'ZipFunction',
    set: ({ set, remove }) => {
      set('ZipFunction', plain());
      remove(`ZipFunction.${variables}.AWS_LAMBDA_EXEC_WRAPPER`);
    },
  },
  'layer-architecture': {
    resource: 'ZipFunction',
    set: ({ set, document }) => {
      document.deleteIn(['Globals', 'Function', 'Architectures']);
      set('ZipFunction', plain({ Layers: [layer('X86:27')] }));
    },
  },
};
