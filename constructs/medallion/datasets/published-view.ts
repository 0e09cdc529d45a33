import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Construct } from 'constructs';
import { Dataset, type DatasetProps, type Input } from '../graph';
import { readQuery } from '../sources/sql';
import { tableProblems } from '../sources/sql-tables';

/** Properties of a {@link PublishedView}. It has no expectations: Databricks only checks them during updates. */
export interface PublishedViewProps extends Omit<DatasetProps, 'expectations'> {
  /**
   * Path of the SQL file, relative to the project root. The query reads its inputs by dataset name.
   * @default - `notebooks/<layer>/<name without the layer prefix>.sql`
   */
  readonly query?: string;

  /** The datasets that the query reads. */
  readonly inputs: readonly Dataset[];
}

/**
 * A view in Unity Catalog that anyone with access can query. It is computed at query time.
 *
 * @see https://docs.databricks.com/aws/en/ldp/developer/ldp-sql-ref-create-view
 */
export class PublishedView extends Dataset {
  readonly kind = 'published_view';
  readonly streamable = false;

  /** Path of the SQL file, relative to the project root. */
  readonly file: string;
  /** The query as written; empty if the file cannot be read. */
  readonly query: string;
  /** SHA-256 of the query, in hexadecimal. */
  readonly sha256: string;

  private readonly given: readonly Dataset[];
  private readonly unreadable?: string;

  constructor(scope: Construct, name: string, props: PublishedViewProps) {
    super(scope, name, props);
    this.given = props.inputs;
    this.file = props.query ?? this.conventionalFile('sql');
    let query = '';
    try {
      query = readFileSync(join(this.layer.pipeline.projectRoot, this.file), 'utf8');
    } catch {
      this.unreadable = `${this.file} does not exist. Create it with the query of the view, or set 'query' to another file.`;
    }
    this.query = query.replaceAll('\r\n', '\n').trimEnd().replace(/;$/, '');
    this.sha256 = createHash('sha256').update(this.query).digest('hex');
  }

  get inputs(): readonly Input[] {
    return this.given.filter(Boolean).map((dataset) => ({
      name: dataset.name,
      parameter: dataset.name,
      dataset,
      read: 'batch',
    }));
  }

  protected override undefinedInputs(): readonly string[] {
    return this.given.flatMap((dataset, index) => (dataset === undefined ? [`inputs[${index}]`] : []));
  }

  protected override problems(): string[] {
    return [...super.problems(), ...(this.unreadable ? [this.unreadable] : this.queryProblems())];
  }

  private queryProblems(): string[] {
    const { problem, line, tables, output } = readQuery(this.query);
    if (problem) return [`${this.file}${line === undefined ? '' : `:${line}`} ${problem}`];
    const inputs = this.inputs.map((input) => input.name);
    const columns = Object.keys(this.columns);
    const returned = output?.join(', ');
    return [
      ...tableProblems(this.file, tables, inputs),
      ...(returned !== undefined && returned !== columns.join(', ')
        ? [
            `${this.file} returns (${returned}), but columns declares (${columns.join(', ')}). Make them match.`,
          ]
        : []),
    ];
  }
}
