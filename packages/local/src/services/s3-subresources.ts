import type { FauxqsApp } from './fauxqs-app.js';

const unknownToFauxqs = [
  'accelerate',
  'acl',
  'analytics',
  'cors',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'publicAccessBlock',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'tagging',
  'versioning',
  'versions',
  'website',
];

/**
 * Answers 501 `NotImplemented` to S3 calls that fauxqs would take for others: it reads
 * `PutObjectTagging` as `PutObject` and overwrites the object with the tags.
 */
export function refuseUnknownSubresources(app: FauxqsApp): void {
  app.addHook('preHandler', async (request, reply) => {
    const query = request.query as Record<string, unknown>;
    const subresource = unknownToFauxqs.find((name) => Object.hasOwn(query, name));
    if (subresource === undefined) return;
    reply
      .code(501)
      .type('application/xml')
      .send(
        '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NotImplemented</Code>' +
          `<Message>The embedded S3 does not know the subresource "${subresource}".</Message></Error>`,
      );
    return reply;
  });
}
