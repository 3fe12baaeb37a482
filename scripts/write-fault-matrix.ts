// Runs the fault matrix, and writes what it shows into docs/fail-closed.md.
import { spawnSync } from 'node:child_process';

const matrix = ['run', '--project', 'lwa-bridge-local', 'fault-matrix.test'];
const env = { ...process.env, WRITE_FAULT_MATRIX: 'true' };
const { status, error } = spawnSync('vitest', matrix, { stdio: 'inherit', env });
if (error) throw error;
process.exit(status ?? 1);
