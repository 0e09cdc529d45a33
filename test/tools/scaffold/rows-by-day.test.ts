import { type Columns, date, string, timestamp } from '../../../constructs/medallion/column';
import type { Dataset } from '../../../constructs/medallion/graph';
import { timeOf } from '../../../tools/scaffold/rows-by-day';

const timeOfRows = (columns: Columns) => timeOf({ columns } as Dataset)?.column;

describe('a table that counts rows by day', () => {
  it('goes by the time of the event, wherever that column is', () =>
    expect(timeOfRows({ kafka_timestamp: timestamp('Arrival'), event_timestamp: timestamp('Event') })).toBe(
      'event_timestamp',
    ));

  it('goes by the first column with a time or a day otherwise', () => {
    expect(timeOfRows({ id: string('Identity'), day: date('Day'), at: timestamp('Time') })).toBe('day');
    expect(timeOfRows({ id: string('Identity') })).toBeUndefined();
  });
});
