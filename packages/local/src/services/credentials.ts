import type { Environment } from './endpoints.js';

/** Credentials as they are, without a way to find them. */
export interface StaticCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

/** The variables by which the AWS SDK is given credentials, or told where they are. */
const credentialNames = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/**
 * The variables that give a function credentials: those of the environment, where it has any and a
 * given endpoint may need them, else dummies. Where every service is embedded it is always dummies,
 * so that a local run cannot reach anybody's account.
 */
export function credentialVariables(
  env: Environment,
  anyGiven: boolean,
): Readonly<Record<string, string>> {
  const own: Record<string, string> = {};
  for (const name of credentialNames) {
    const value = env[name];
    if (value) own[name] = value;
  }
  if (anyGiven && Object.keys(own).length > 0) return own;
  // Those of this shell are set to nothing, for whoever adds these variables to it.
  const nothing = Object.fromEntries(Object.keys(own).map((name) => [name, '']));
  return { ...nothing, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
}

/** The credentials in these variables; `undefined` where the AWS SDK has to find them. */
export function staticCredentials(
  variables: Readonly<Record<string, string>>,
): StaticCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = variables;
  const { AWS_SESSION_TOKEN: sessionToken } = variables;
  if (!accessKeyId || !secretAccessKey || variables.AWS_PROFILE) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) };
}
