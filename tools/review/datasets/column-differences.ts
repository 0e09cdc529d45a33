import type { ManifestColumn } from '../../artefacts/manifest';
import { typeChange } from './column-type-change';
import { type Difference, differenceOf } from './dataset-difference';

type Columns = readonly ManifestColumn[];

/** The differences between the columns of a dataset. Names are case-insensitive, as in Spark. */
export function columnDifferences(before: Columns, after: Columns): Difference[] {
  const afterByName = byName(after);
  const beforeByName = byName(before);
  const dropped = before.filter(({ name }) => !afterByName.has(name.toLowerCase()));
  const added = after.filter(({ name }) => !beforeByName.has(name.toLowerCase()));
  const renamed = renamedColumns(dropped, added);
  const isRenamed = new Set([...renamed].flat());
  const kept = before.flatMap((column): (readonly [ManifestColumn, ManifestColumn])[] => {
    const same = afterByName.get(column.name.toLowerCase()) ?? renamed.get(column);
    return same ? [[column, same]] : [];
  });
  return [
    ...dropped
      .filter((column) => !isRenamed.has(column))
      .map(({ name, type }): Difference => ({ aspect: 'column', item: name, before: type })),
    ...added
      .filter((column) => !isRenamed.has(column))
      .map(({ name, type }): Difference => ({ aspect: 'column', item: name, after: type })),
    ...kept.flatMap(([was, is]) => differencesOfOne(was, is)),
    ...(isReordered(kept, after) ? [{ aspect: 'column order' } as const] : []),
  ];
}

/** Renamed columns: pairs of a removed and an added column with the same type and the same position or comment. */
function renamedColumns(dropped: Columns, added: Columns): Map<ManifestColumn, ManifestColumn> {
  const renamed = new Map<ManifestColumn, ManifestColumn>();
  const [only, other] = [dropped[0], added[0]];
  if (only && other && dropped.length === 1 && added.length === 1) {
    if (typeChange(only.type, other.type) === 'same') renamed.set(only, other);
    return renamed;
  }
  const found = groupedBy(added, ({ type, comment }) => `${type} ${comment}`);
  for (const [key, columns] of groupedBy(dropped, ({ type, comment }) => `${type} ${comment}`)) {
    const [was] = columns;
    const [is, ...others] = found.get(key) ?? [];
    if (was && is && columns.length === 1 && others.length === 0) renamed.set(was, is);
  }
  return renamed;
}

function differencesOfOne(before: ManifestColumn, after: ManifestColumn): Difference[] {
  const { name } = after;
  const type = typeChange(before.type, after.type);
  return [
    ...differenceOf('column name', before.name, after.name, before.name),
    ...(type !== 'same' && type !== 'comment'
      ? [
          {
            aspect: 'column type',
            item: name,
            before: before.type,
            after: after.type,
            degree: type,
          } as const,
        ]
      : []),
    ...differenceOf('column comment', before.comment, after.comment, name),
    ...(type === 'comment' && before.comment === after.comment
      ? differenceOf('column comment', before.type, after.type, name)
      : []),
    ...differenceOf('personal data', yes(before.personalData), yes(after.personalData), name),
  ];
}

/** Whether existing columns have a different order. */
function isReordered(kept: readonly (readonly [ManifestColumn, ManifestColumn])[], after: Columns): boolean {
  const position = new Map(after.map((column, index) => [column, index]));
  return kept.some(
    ([, column], index) =>
      index > 0 && (position.get(column) ?? 0) < (position.get(kept[index - 1]?.[1] as ManifestColumn) ?? 0),
  );
}

function yes(flag: boolean | undefined): string | undefined {
  return flag ? 'yes' : undefined;
}

function byName(columns: Columns): Map<string, ManifestColumn> {
  return new Map(columns.map((column) => [column.name.toLowerCase(), column]));
}

function groupedBy(columns: Columns, key: (column: ManifestColumn) => string): Map<string, ManifestColumn[]> {
  const groups = new Map<string, ManifestColumn[]>();
  for (const column of columns) groups.set(key(column), [...(groups.get(key(column)) ?? []), column]);
  return groups;
}
