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
  const sent = readAscii('clientContext', context);
  for (const values of Object.values(sent)) refuseAllButText(values);
  return sent;
}

/** @throws TypeError for a value that ends the adapter: a character beyond ASCII. */
export function toIdentity({
  cognitoIdentityId,
  cognitoIdentityPoolId,
}: NonNullable<InvokeOptions['identity']>): object {
  const ids = { identityId: cognitoIdentityId, identityPoolId: cognitoIdentityPoolId };
  return readAscii('identity', ids);
}

/** @throws TypeError for an ARN that ends the adapter: one with a character beyond ASCII. */
export function toFunctionArn(arn: string): string {
  return readAscii('functionArn', { arn }).arn;
}

function refuseAllButText(values: object): void {
  for (const [name, value] of Object.entries(values)) {
    if (typeof value !== 'string') {
      throw new TypeError(`clientContext: ${name} is no string, which ends the adapter`);
    }
  }
}

// A caller may write other characters too, as escapes (in tests: with `JSON.rawJSON`).
function readAscii<Value extends object>(name: string, value: Value): Value {
  const json = JSON.stringify(value);
  if (!/^[\x20-\x7e]*$/.test(json)) throw new TypeError(`${name}: not ASCII`);
  return JSON.parse(json);
}
