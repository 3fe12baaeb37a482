/**
 * Decodes the key of an S3-type notification, which is form-encoded: `+` is a space, then
 * percent-decoding as UTF-8. Keys from EventBridge are not encoded and must not be decoded.
 *
 * Source: Amazon S3 User Guide, "Event message structure".
 *
 * @throws URIError when it is not such an encoding (`%zz`, bytes that are no UTF-8)
 */
export function decodeObjectKey(rawKey: string): string {
  return decodeURIComponent(rawKey.replaceAll('+', ' '));
}
