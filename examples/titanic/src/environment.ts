/**
 * A variable of the environment, asked for when it is first needed: importing a file reads none.
 *
 * @throws Error that names the variable where it is missing or empty
 */
export function requireEnv(name: string, purpose: string): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`environment variable ${name} is not set: ${purpose}`);
}

/** The name of one of this application's tables: `${APP_NAMESPACE}-${APP_ENV}-${table}`. */
export function tableName(table: string): string {
  const purpose = `it is part of the name of the table of ${table}`;
  const namespace = requireEnv('APP_NAMESPACE', purpose);
  return `${namespace}-${requireEnv('APP_ENV', purpose)}-${table}`;
}
