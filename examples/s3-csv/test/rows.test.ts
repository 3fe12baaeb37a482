import { passengersOf } from 'example-titanic/passengers';
import { describe, expect, it } from 'vitest';
import { columns, listOf, useUploads } from './support/use-uploads.js';

const { upload, output, outputKeys } = useUploads();

describe('a row', () => {
  it('without a ticket is counted and skipped', async () => {
    const rows = [
      '9001,,3,"One, Mr. A",male,,0,0,,,,',
      '9002,,3,"Two, Mr. B",male,,0,0,  ,,,',
      '9003,,3,"Three, Mr. C",male,,0,0,T 9003,,,',
    ];
    const { deleted, logged } = await upload('passengers/no-ticket.csv', listOf(rows));
    expect(deleted).toEqual(['message-1']);
    expect(logged('rows stored')).toEqual([
      expect.objectContaining({ stored: 1, withoutTicket: 2 }),
    ]);
    expect(await passengersOf('T 9003')).toHaveLength(1);
    const [exported = ''] = await outputKeys('batches/uploads/passengers/no-ticket.csv#');
    expect(await output(exported)).toMatch(/^\{.*"passenger_id":9003.*\}\n$/);
  });

  it('that comes twice is stored as it came last', async () => {
    const rows = [
      '9010,,3,"First, Mr. A",male,1,0,0,T 9010,,,',
      '9010,,2,"Last, Mrs. B",female,,0,0,T 9010,,,',
    ];
    await upload('passengers/twice.csv', listOf(rows));
    expect(await passengersOf('T 9010')).toEqual([
      expect.objectContaining({ name: 'Last, Mrs. B', pclass: 2, sex: 'female', age: null }),
    ]);
  });

  it.each([
    ['an age that is none', '9020,,3,"A",male,old,0,0,T 9020,,,', 'age'],
    ['an infinite fare', '9020,,3,"A",male,,0,0,T 9020,Infinity,,', 'fare'],
    ['half a sibling', '9020,,3,"A",male,,0.5,0,T 9020,,,', 'siblings_spouses'],
    ['an empty number', '9020,,3,"A",male,,,0,T 9020,,,', 'siblings_spouses: a number is missing'],
    ['a fourth class', '9020,,4,"A",male,,0,0,T 9020,,,', 'pclass'],
    ['no name', '9020,,3,,male,,0,0,T 9020,,,', 'name: the name is missing'],
    ['an unknown port', '9020,,3,"A",male,,0,0,T 9020,,,X', 'embarked'],
    ['too few columns', '9020,,3', '12'],
  ])('with %s is written to a file of its own, with the reason', async (what, row, reason) => {
    const good = '9021,,3,"B",male,,0,0,T 9021,,,';
    const key = `passengers/${what}.csv`;
    const { deleted, logged } = await upload(key, listOf([good, row]));
    expect(deleted).toEqual(['message-1']);
    expect(logged('file done')).toEqual([expect.objectContaining({ rows: 1, invalidRows: 1 })]);
    const [header, line] = (await output(`rejects/${key}.rejects.csv`)).split('\n');
    expect(header).toBe(`row_number,offset,reason,message,${columns}`);
    expect(line).toMatch(/^2,/);
    expect(line).toMatch(reason);
    expect(await passengersOf('T 9020')).toEqual([]);
    expect(await passengersOf('T 9021')).toHaveLength(1);
  });
});
