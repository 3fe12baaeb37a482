import type { Environment } from './endpoints.js';

/** How the AWS SDK is pointed to credentials by the environment. */
const sources = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
];

/**
 * The variables that give a function credentials: none where the environment has its own and a
 * given endpoint may need them, else dummies. Where every service is embedded it is always
 * dummies, so that a local run cannot reach anybody's account.
 */
export function credentialVariables(
  env: Environment,
  anyGiven: boolean,
): Readonly<Record<string, string>> {
  if (anyGiven && sources.some((name) => env[name])) return {};
  return {
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: '',
    AWS_PROFILE: '',
  };
}
