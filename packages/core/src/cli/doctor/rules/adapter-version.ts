import type { NotKnown, Problem, Rule } from '../finding.js';
import { isImage, type LambdaFunction, takesEvents } from '../model/lambda-function.js';
import { get, itemsOf, knownText, textOf } from '../template/value.js';
import { environmentLines } from './environment-lines.js';

const copyLine =
  'COPY --from=public.ecr.aws/awsguru/aws-lambda-adapter:1.0.1 /lambda-adapter /opt/extensions/lambda-adapter';

/** The adapter itself: whether it is there, and which one. */
export const adapterVersion: readonly Rule[] = [
  {
    id: 'adapter-version',
    severity: 'error',
    finds: 'an adapter older than 0.9.0 on an event function, in the Dockerfile or as a layer',
    docs: 'fail-closed.md#the-reply',
    *check({ functions }) {
      yield* unknownImages(functions);
      for (const fn of functions.filter(({ kind }) => takesEvents(kind))) yield* tooOld(fn);
    },
  },
  {
    id: 'adapter-unpinned',
    severity: 'warning',
    finds: 'an adapter whose image has no version in its tag',
    docs: 'doctor.md#the-adapter-itself',
    *check({ functions }) {
      for (const { id, image } of functions) {
        if (image?.at === undefined || image.tag === undefined) continue;
        if (/^v?\d/.test(image.tag)) continue;
        const why = `'${image.tag}' may be another adapter with each build, also one that takes other answers for a success`;
        yield { resource: id, property: 'COPY', at: image.at, why, write: copyLine };
      }
    },
  },
  {
    id: 'adapter-missing',
    severity: 'error',
    finds:
      'an image whose Dockerfile copies no adapter to /opt/extensions, of a function that has its variables',
    docs: 'doctor.md#the-adapter-itself',
    *check({ functions }) {
      for (const { id, image } of functions) {
        if (image === undefined || image.at !== undefined) continue;
        const why = `the last stage of ${image.file} copies nothing to /opt/extensions, so that nobody fetches events unless its base image has the adapter`;
        yield { resource: id, property: 'COPY', at: image.base, why, write: copyLine };
      }
    },
  },
  {
    id: 'exec-wrapper-missing',
    severity: 'error',
    finds:
      'a zip with the layer of the adapter, but without `AWS_LAMBDA_EXEC_WRAPPER: /opt/bootstrap`',
    docs: 'doctor.md#the-adapter-itself',
    *check({ functions }) {
      for (const { id, layer, env, properties } of functions) {
        const runtime = knownText(get(properties, 'Runtime')) ?? 'provided';
        const wrapper = textOf(env.get('AWS_LAMBDA_EXEC_WRAPPER'));
        if (layer === undefined || runtime.startsWith('provided') || wrapper) continue;
        const why = `without the wrapper Lambda's own ${runtime} runtime takes the events, and looks for a function where a script is`;
        const write = environmentLines('AWS_LAMBDA_EXEC_WRAPPER', '/opt/bootstrap');
        const property = 'Environment.Variables.AWS_LAMBDA_EXEC_WRAPPER';
        yield { resource: id, property, at: layer.at, why, write };
      }
    },
  },
  {
    id: 'layer-architecture',
    severity: 'error',
    finds: 'a layer of the adapter for another architecture than the function’s',
    docs: 'doctor.md#the-adapter-itself',
    *check({ functions }) {
      for (const { id, layer, properties } of functions) {
        const built = /LambdaAdapterLayer(Arm64|X86)/i.exec(textOf(layer) ?? '')?.[1];
        const [architecture] = itemsOf(get(properties, 'Architectures'));
        const runs = architecture === undefined ? 'x86_64' : knownText(architecture);
        if (!layer || !built || !runs || (built.toLowerCase() === 'arm64') === (runs === 'arm64'))
          continue;
        const right = runs === 'arm64' ? 'Arm64' : 'X86';
        const why = `the layer is built for ${built}, the function runs on ${runs}, so that no sandbox starts`;
        const write = layerLines(right);
        yield { resource: id, property: 'Layers', at: layer.at, why, write };
      }
    },
  },
];

// The layers' numbers are those that the adapter's own README names for its versions.
const firstLayers = [
  [18, '0.8.0'],
  [23, '0.9.0'],
] as const;

function layerLines(built: string): string {
  return `Layers:\n  - !Sub arn:aws:lambda:\${AWS::Region}:753240598075:layer:LambdaAdapterLayer${built}:27`;
}

/** Said once, since most templates have one image. */
function* unknownImages(functions: readonly LambdaFunction[]): Generator<NotKnown> {
  const unknown = functions.filter(({ image, properties }) => !image && isImage(properties));
  const [first] = unknown;
  if (first === undefined) return;
  const resource = unknown.map(({ id }) => id).join(', ');
  const notKnown = 'which adapter is in the image: name its Dockerfile with --dockerfile';
  yield { resource, property: 'ImageUri', at: first.at, notKnown };
}

function* tooOld({ id, image, layer }: LambdaFunction): Generator<Problem> {
  if (image?.at !== undefined && image.tag !== undefined) {
    const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(image.tag) ?? [];
    const number = Number(major) * 1000 + Number(minor);
    const why = whyTooOld(image.tag, number < 8, number < 9);
    if (why) yield { resource: id, property: 'COPY', at: image.at, why, write: copyLine };
  }
  const version = Number(/LambdaAdapterLayer\w*:(\d+)$/i.exec(textOf(layer) ?? '')?.[1]);
  const [noEvents, noCodes] = firstLayers.map(([first]) => version < first);
  const why = whyTooOld(`layer ${version}`, noEvents, noCodes);
  const built = /LambdaAdapterLayer(Arm64|X86)/i.exec(textOf(layer) ?? '')?.[1] ?? 'X86';
  const write = layerLines(built);
  if (layer && why) yield { resource: id, property: 'Layers', at: layer.at, why, write };
}

function whyTooOld(what: string, noEvents = false, noCodes = false): string | undefined {
  if (noEvents)
    return `the adapter ${what} is older than 0.8.0 and passes on no events but those of HTTP`;
  if (!noCodes) return undefined;
  return `the adapter ${what} is older than 0.9.0 and does not know AWS_LWA_ERROR_STATUS_CODES, so that it takes the 500 of a failed event for a success and its messages are deleted`;
}
