import { Readable } from 'node:stream';
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { s3Sdk } from '../aws-sdk.js';
import { ObjectSupersededError } from './object-superseded.js';

/** Where an object is, and which one of those that were ever stored there. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
  readonly versionId?: string | undefined;
  /** Without quotes. */
  readonly eTag?: string | undefined;
}

/** The answer to a request for an object's bytes from some offset on. */
export interface ObjectRange {
  /** The object as it was found: also where the request did not say which one. */
  readonly object: ObjectLocation;
  /** Of the whole object, in bytes. */
  readonly size: number;
  readonly contentEncoding: string | undefined;
  readonly body: Readable;
  /** Ends the request, finished or not. */
  close(): void;
}

/** Options of {@link openRange}. */
export interface OpenRangeOptions {
  /** The first byte that is not wanted. Default: the object's end. */
  readonly end?: number | undefined;
  readonly signal: AbortSignal | undefined;
  /** How long to wait for the answer to begin, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Asks for the bytes of one certain object, pinned by its version id and its eTag.
 *
 * @throws ObjectSupersededError when it is not there any more
 */
export async function openRange(
  client: S3Client,
  object: ObjectLocation,
  offset: number,
  { end, signal, timeoutMs }: OpenRangeOptions,
): Promise<ObjectRange> {
  const { GetObjectCommand } = await s3Sdk();
  const { bucket, key, versionId, eTag } = object;
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    Range: `bytes=${offset}-${end === undefined ? '' : end - 1}`,
    ...(versionId !== undefined && { VersionId: versionId }),
    ...(eTag !== undefined && { IfMatch: `"${eTag}"` }),
  });
  const controller = new AbortController();
  const abortSignal = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
  const close = () => controller.abort();
  const timer = setTimeout(close, timeoutMs);
  try {
    const output = await client.send(command, { abortSignal });
    return { ...readOutput(output, object, offset), close };
  } catch (error) {
    if (statusOf(error) === 416 && (offset === 0 || isPinned(object))) {
      // No byte to begin with: the object is empty, or has been read to its end.
      return { object, size: offset, contentEncoding: undefined, body: Readable.from([]), close };
    }
    if (controller.signal.aborted) throw timedOut(`no answer in ${timeoutMs} ms`, error);
    throw supersededBy(error, object) ?? error;
  } finally {
    clearTimeout(timer);
  }
}

function readOutput(
  output: GetObjectCommandOutput,
  object: ObjectLocation,
  offset: number,
): Omit<ObjectRange, 'close'> {
  const [, start = 0, size = output.ContentLength] =
    /^bytes (\d+)-\d+\/(\d+)$/.exec(output.ContentRange ?? '')?.map(Number) ?? [];
  if (start !== offset || size === undefined) {
    throw new Error(`asked S3 for bytes=${offset}-, got ${output.ContentRange ?? 'no range'}`);
  }
  return {
    object: {
      ...object,
      eTag: object.eTag ?? output.ETag?.replaceAll('"', ''),
      versionId: object.versionId ?? output.VersionId,
    },
    size,
    contentEncoding: output.ContentEncoding,
    // In Node.js the SDK's body is a Readable.
    body: (output.Body as Readable | undefined) ?? Readable.from([]),
  };
}

function isPinned({ eTag, versionId }: ObjectLocation): boolean {
  return eTag !== undefined || versionId !== undefined;
}

function supersededBy(error: unknown, object: ObjectLocation): ObjectSupersededError | undefined {
  const { name } = error as { name?: unknown };
  if (statusOf(error) === 412) return new ObjectSupersededError(object, 'replaced', error);
  // A missing bucket is a mistake in the set-up and stays the SDK's own error.
  const isGone = name === 'NoSuchKey' || name === 'NoSuchVersion';
  return isGone ? new ObjectSupersededError(object, 'deleted', error) : undefined;
}

/** The HTTP status of an error of the SDK; `undefined` where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;
}

/** An error like the ones of Node.js for a connection that has gone quiet. */
export function timedOut(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code: 'ETIMEDOUT' });
}
