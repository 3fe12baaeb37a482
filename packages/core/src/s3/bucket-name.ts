/**
 * The name of a bucket that is given by its name or its ARN; `undefined` for anything else. An access
 * point, also a multi-region one, is no bucket: it can lead to any, and its name is in no notification.
 */
export function bucketName(bucket: string): string | undefined {
  const name = bucket.replace(/^arn:aws[\w-]*:s3:::/, '');
  return /^[\w.-]+$/.test(name) && !isAccessPointAlias(name) ? name : undefined;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html names these endings:
// no bucket can have them.
function isAccessPointAlias(name: string): boolean {
  return /(-s3alias|--ol-s3|--op-s3|\.mrap)$/.test(name);
}
