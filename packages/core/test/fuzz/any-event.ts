import fc from 'fast-check';
import { anyMutation, type Mutation } from './any-mutation.js';
import { baseEvents } from './base-events.js';
import { type JsonTree, list, nodeAt, object, replaceNode, scalar } from './json-tree.js';

/**
 * Events of SQS, most of them as the mapping would never send them: the records of one to three
 * whole events, with up to six of their nodes changed, at any depth.
 */
export const anyEvent: fc.Arbitrary<unknown> = fc
  .tuple(
    fc.array(fc.constantFrom(...baseEvents), { minLength: 1, maxLength: 3 }),
    fc.array(anyMutation, { maxLength: 6 }),
  )
  .map(([bases, mutations]) => {
    const event = object([['Records', list(bases.flat())]]);
    return JSON.parse(mutations.reduce(mutate, event).text);
  });

function mutate(event: JsonTree, { at, other, change }: Mutation): JsonTree {
  const another = nodeAt(event, other % event.size);
  const [mutated] = replaceNode(event, at % event.size, (node) => change(node, another));
  return mutated ?? scalar(null);
}
