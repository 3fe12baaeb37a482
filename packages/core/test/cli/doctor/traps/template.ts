import { isMap, isScalar, type Pair } from 'yaml';
import type { Edit } from '../own-template.js';
import type { Traps } from './trap.js';

/** Adds what is there already, as `add >> template.yaml` does a second time. */
function twice({ document }: Edit, id: string): void {
  const resources = document.get('Resources');
  if (!isMap(resources)) throw new Error('the template has no Resources');
  const named = ({ key }: Pair) => isScalar(key) && key.value === id;
  resources.items.push(...resources.items.filter(named));
}

/** The template as it is written. */
export const templateTraps: Traps = {
  'duplicate-key': {
    resource: 'Resources',
    set: (template) => twice(template, 'JobsQueue'),
  },
  'resource-outside-resources': {
    resource: 'OrdersQueue',
    set: ({ document }) => {
      const queue = { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 180 } };
      document.setIn(['Outputs', 'OrdersQueue'], document.createNode(queue));
    },
  },
  'no-functions': {
    resource: 'Resources',
    set: ({ document, remove }) => {
      document.deleteIn(['Globals', 'Function', 'Environment']);
      for (const name of ['RestApi', 'GenericEvent', 'SqsJob', 'Sweep', 'S3Csv']) {
        remove(`${name}Function`);
      }
    },
  },
};
