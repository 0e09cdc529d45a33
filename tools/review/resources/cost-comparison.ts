import type { Finding } from '../finding';
import type { ResourceChange } from '../plan/deployment';
import type { AttributeChange } from './attribute-changes';
import { nameOf } from './resource-description';
import { describeChanges } from './value-description';
import { dbuText, type WorstCase } from './worst-case-cost';

const PRICING = 'https://docs.databricks.com/aws/en/resources/pricing';

/** Where it is said how warehouses grow and stop. */
export const WAREHOUSES = 'https://docs.databricks.com/aws/en/compute/sql-warehouse/warehouse-behavior';

/** Difference of two figures that is none: they are sums of rounded ones. */
const NOTHING = 0.005;

/** What changes of compute do to the most that it may cost. */
export function compared(
  resource: ResourceChange,
  changes: readonly AttributeChange[],
  before: WorstCase,
  after: WorstCase,
): Finding[] {
  if (changes.length === 0) return [];
  const name = `${thingOf(resource)} ${nameOf(resource)}`;
  const about = {
    address: resource.address,
    why: `${describeChanges(resource, changes)}.`,
    documentation: resource.type === 'sql_endpoint' ? WAREHOUSES : PRICING,
  };
  const figures = `worst case ${dbuText(before)} DBU an hour → ${dbuText(after)}`;
  if (before.dbuPerHour === undefined || after.dbuPerHour === undefined) {
    return [
      {
        ...about,
        kind: 'unknown-change',
        what: `What ${name} may cost cannot be told: ${figures}.`,
        todo: { sentence: 'Look up the rates of its machines, and give them to the environment.' },
      },
    ];
  }
  const difference = after.dbuPerHour - before.dbuPerHour;
  if (difference > NOTHING)
    return [{ ...about, kind: 'cost-raised', what: `${capital(name)} may cost more: ${figures}.` }];
  return [
    {
      ...about,
      kind: 'safe-change',
      what:
        difference < -NOTHING
          ? `${capital(name)} may cost less: ${figures}.`
          : `${capital(name)} may cost what it did: ${figures}.`,
    },
  ];
}

/** What is new costs something that was not there. */
export function newCost(resource: ResourceChange, cost: WorstCase, isFirst: boolean): Finding[] {
  if (cost.dbuPerHour === 0) return [];
  return [
    {
      // Of a platform that is all new everybody expects that it costs something.
      kind: isFirst ? 'safe-change' : 'cost-raised',
      address: resource.address,
      what: `${capital(thingOf(resource))} ${nameOf(resource)} is new: worst case 0 DBU an hour → ${dbuText(cost)}.`,
      why: 'It is new in the code.',
      documentation: resource.type === 'sql_endpoint' ? WAREHOUSES : PRICING,
    },
  ];
}

function thingOf({ type }: ResourceChange): string {
  return type === 'sql_endpoint' ? 'the SQL warehouse' : type;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
