import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The adapter in a container. */
export interface AdapterBinary {
  readonly file: string;
  readonly executable: boolean;
  /** The first version that has what this one has, as far as its variables tell. */
  readonly since: '1.0.0' | '0.9.0' | '0.8.0' | 'before 0.8.0';
}

// The variables that a binary knows stand in it as texts, however it was built.
const marks = [
  ['1.0.0', 'AWS_LWA_READINESS_CHECK_HEALTHY_STATUS'],
  ['0.9.0', 'AWS_LWA_ERROR_STATUS_CODES'],
  ['0.8.0', 'AWS_LWA_PASS_THROUGH_PATH'],
] as const;

/** Finds the adapter among the extensions; `undefined` where there is none. */
export function findAdapter(folder = '/opt/extensions'): AdapterBinary | undefined {
  return filesIn(folder)
    .map((name) => join(folder, name))
    .flatMap((file) => readAdapter(file) ?? [])[0];
}

function readAdapter(file: string): AdapterBinary | undefined {
  try {
    const bytes = readFileSync(file);
    if (!bytes.includes('AWS_LWA_') && !bytes.includes('READINESS_CHECK_PATH')) return undefined;
    const since = marks.find(([, variable]) => bytes.includes(variable))?.[0] ?? 'before 0.8.0';
    return { file, executable: isExecutable(file), since };
  } catch {
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
