import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { containerRules } from '../../../src/cli/doctor/environment/container-rules.js';
import type { Rule } from '../../../src/cli/doctor/finding.js';
import { rules } from '../../../src/cli/doctor/rules/rules.js';
import { templateRules } from '../../../src/cli/doctor/template-rules/template-rules.js';
import { trapFiles } from './traps/traps.js';

const docs = new URL('../../../../../docs/', import.meta.url);
const read = (page: string) => readFileSync(new URL(page, docs), 'utf8');
const tests = '../packages/core/test/cli/doctor';
const ofTemplates = [...templateRules, ...rules];
const all = [...ofTemplates, ...containerRules];

/** What another page says on a rule: words that its section must have. */
const subjects: Readonly<Record<string, string>> = {
  'error-status-codes-missing': 'without `AWS_LWA_ERROR_STATUS_CODES`',
  'error-status-codes-invalid': '`AWS_LWA_ERROR_STATUS_CODES` covering 500',
  'error-status-codes-on-http': 'a function that serves HTTP would become function errors',
  'error-status-codes-in-globals': 'never in the image or for all functions',
  'invoke-mode-stream': '`AWS_LWA_INVOKE_MODE=response_stream`',
  'adapter-version': 'Adapter 0.9.0 is the oldest that will do',
  'report-batch-item-failures': '**what failed is lost**',
  'max-receive-count-of-jobs': 'maxReceiveCount should be at least `maxAttempts` + 10',
  'fifo-name': 'its name ends in `.fifo`',
  'csv-batch-size': 'batch size is best 1',
  'change-message-visibility': '`sqs:ChangeMessageVisibility`',
  'poller-permissions': '`sqs:ReceiveMessage`, `sqs:DeleteMessage`, `sqs:GetQueueAttributes`',
  'recursive-loop': '`RecursiveLoop: Allow`',
  's3-recursion': 'A function that writes to where it is triggered from loops for ever',
  's3-recursion-possible': 'A function that writes to where it is triggered from loops for ever',
  'jobs-table-index': 'the index `by_status`',
  'csv-table-ttl': '`expires_at`',
  'container-error-status-codes': 'without `AWS_LWA_ERROR_STATUS_CODES`',
  'container-port': '`AWS_LWA_PORT`, `PORT`',
  'container-adapter-version': 'Adapter 0.9.0 is the oldest that will do',
};

/** The anchor of a heading, as GitHub makes it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** What stands under each heading of a page, down to the next one, by its anchor. */
const sections = (page: string) =>
  new Map(
    read(page)
      .split(/^#+ /m)
      .slice(1)
      .map((section) => [anchorOf(section.split('\n')[0] ?? ''), section]),
  );

/** What a rule's link leads to: a section, or a page. */
function explanation(link: string): string {
  const [page = '', anchor] = link.split('#');
  return (anchor === undefined ? read(page) : sections(page).get(anchor)) ?? '';
}

function row({ id, severity, finds, docs: link }: Omit<Rule, 'check'>, test: string): string {
  const [page = '', anchor] = link.split('#');
  const own = `[below](#${anchor})`;
  const explained = page === 'doctor.md' ? own : `[${page.replace('.md', '')}](${link})`;
  return `| \`${id}\` | ${severity} | ${finds} | ${explained} | ${test} |`;
}

describe('docs/doctor.md', () => {
  it('has a row for each rule, as the code has it', () => {
    const rows = read('doctor.md').match(/^\| `[a-z0-9-]+` \| (error|warning) \|.*/gm);
    const fileOf = (id: string) => Object.entries(trapFiles).find(([, traps]) => id in traps)?.[0];
    const ofTraps = ofTemplates.map((rule) => {
      const name = fileOf(rule.id);
      return row(rule, `[${name}](${tests}/traps/${name}.ts)`);
    });
    const ofContainers = containerRules.map((rule) =>
      row(rule, `[check-environment](${tests}/check-environment.test.ts)`),
    );
    expect(rows).toEqual([...ofTraps, ...ofContainers]);
  });

  it.each(all.map(({ id, docs: link }) => [id, link]))('%s is explained in docs/%s', (id, link) => {
    const words = link.startsWith('doctor.md') ? `\`${id}\`` : subjects[id];
    expect(words).toBeDefined();
    expect(explanation(link)).toContain(words);
  });

  it('explains no rule that leads elsewhere, or is none', () => {
    const own = all.filter(({ docs: link }) => link.startsWith('doctor.md'));
    const explained = [...sections('doctor.md').values()].flatMap((section) =>
      [...section.matchAll(/^- ((?:`[a-z0-9-]+`(?:, )?)+): /gm)].flatMap(([, ids = '']) =>
        ids.replaceAll('`', '').split(', '),
      ),
    );
    expect(explained.toSorted()).toEqual(own.map(({ id }) => id).toSorted());
  });

  it('the words of other pages are of rules that lead there', () => {
    const elsewhere = all.filter(({ docs: link }) => !link.startsWith('doctor.md'));
    expect(Object.keys(subjects)).toEqual(elsewhere.map(({ id }) => id));
  });
});
