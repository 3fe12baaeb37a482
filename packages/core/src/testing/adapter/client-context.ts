import type { InvokeOptions } from '../invoke.js';

const clientFields = [
  'installationId',
  'appTitle',
  'appVersionName',
  'appVersionCode',
  'appPackageName',
] as const;

/**
 * The client context as the adapter hands it on. What the caller left out of `client` is an empty
 * string: sent without, it would end the adapter.
 *
 * @throws TypeError for what ends the adapter all the same: a value in `custom` or `environment` that
 * is no string, a character beyond ASCII.
 */
export function toClientContext({
  client = {},
  custom = {},
  environment = {},
}: NonNullable<InvokeOptions['clientContext']>): object {
  const given = client as Record<string, unknown>;
  const context = {
    client: Object.fromEntries(clientFields.map((field) => [field, given[field] ?? ''])),
    custom,
    environment,
  };
  for (const values of Object.values(context)) refuseAllButText(values);
  if (!isAscii(JSON.stringify(context))) throw new TypeError('clientContext: not ASCII');
  return context;
}

/** @throws TypeError for a value that ends the adapter: a character beyond ASCII. */
export function toIdentity({
  cognitoIdentityId,
  cognitoIdentityPoolId,
}: NonNullable<InvokeOptions['identity']>): object {
  const identity = { identityId: cognitoIdentityId, identityPoolId: cognitoIdentityPoolId };
  if (!isAscii(JSON.stringify(identity))) throw new TypeError('identity: not ASCII');
  return identity;
}

function refuseAllButText(values: object): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') {
      throw new TypeError(`clientContext: ${name} is no string, which ends the adapter`);
    }
  }
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
