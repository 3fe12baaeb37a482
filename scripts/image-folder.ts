import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Copy, DockerfileParser, type Env, type From, type Workdir } from 'dockerfile-ast';

/** A stage under way: the folder that is its file system, and what the steps before have set. */
interface Stage {
  readonly root: string;
  workdir: string;
  readonly env: Record<string, string>;
}

/** What the image would hold. */
export interface ImageFolder {
  /** Its working directory. */
  readonly folder: string;
  /** Its variables. */
  readonly env: Record<string, string>;
}

/**
 * Takes the steps of a Dockerfile as plain commands in a clean folder, where there is no Docker: a stage
 * becomes a folder, and COPY copies between them. Images that a stage begins with are not there; `images` gives
 * the folders for those that are copied from.
 *
 * @param context - copies the build's context into a folder
 */
export function makeImageFolder(
  dockerfile: string,
  scratch: string,
  { context, images }: { context: (folder: string) => void; images: Record<string, string> },
): ImageFolder {
  const stages = new Map<string, string>(Object.entries(images));
  let stage: Stage | undefined;
  const steps = DockerfileParser.parse(readFileSync(dockerfile, 'utf8')).getInstructions();
  for (const step of steps) {
    const keyword = step.getKeyword();
    if (keyword === 'FROM') {
      const name = (step as From).getBuildStage() ?? 'image';
      stage = { root: stages.get(name) ?? join(scratch, name), workdir: '/', env: {} };
      stages.set(name, stage.root);
      continue;
    }
    if (!stage) continue; // ARG before the first stage
    if (keyword === 'WORKDIR') stage.workdir = (step as Workdir).getPath() ?? '/';
    if (keyword === 'COPY') copy(step as Copy, stage, { stages, context });
    if (keyword === 'ENV') setEnv(step as Env, stage);
    if (keyword === 'RUN') run(step.getArgumentsContent() ?? '', stage);
  }
  if (!stage) throw new Error(`${dockerfile} has no stage`);
  return { folder: join(stage.root, stage.workdir), env: stage.env };
}

function copy(
  step: Copy,
  { root, workdir }: Stage,
  { stages, context }: { stages: Map<string, string>; context: (folder: string) => void },
): void {
  const [source = '', target = ''] = step.getArguments().map((argument) => argument.getValue());
  const to = target.startsWith('/') ? join(root, target) : join(root, workdir, target);
  const from = step.getFromFlag()?.getValue();
  mkdirSync(dirname(to), { recursive: true });
  if (from) cpSync(join(stages.get(from) ?? '', source), to, { recursive: true });
  else context(to);
}

// A path of the image is one of its folder here.
function setEnv(step: Env, { root, env }: Stage): void {
  for (const property of step.getProperties()) {
    // Also in an option: --require=/app/a.cjs
    const value = property.getValue() ?? '';
    env[property.getName()] = value.replaceAll(/(?<=^|=)(?=\/)/g, root);
  }
}

function run(command: string, { root, workdir, env }: Stage): void {
  const cwd = join(root, workdir);
  mkdirSync(cwd, { recursive: true });
  console.log(`> ${command.replaceAll(/\s+/g, ' ')}`);
  // No Node settings of the shell's: the image has none.
  const { NODE_OPTIONS: _, NODE_COMPILE_CACHE: __, ...outer } = process.env;
  execFileSync('sh', ['-c', command], { cwd, env: { ...outer, ...env }, stdio: 'inherit' });
}
