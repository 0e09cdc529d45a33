import { Construct } from 'constructs';
import { type Dataset, Layer, type MedallionPlatform } from './graph';
import { nameProblems } from './identifier';
import { readQuery } from './sources/sql';
import { tableProblems } from './sources/sql-tables';

/** Properties of a {@link QualityCheck}. */
export interface QualityCheckProps {
  /** The statement that holds if the query returns no rows. Shown in the results. */
  readonly comment: string;

  /** Spark SQL query that returns the failing rows. It reads its inputs by dataset name. */
  readonly query: string;

  /** The datasets that the query reads. */
  readonly inputs: readonly Dataset[];
}

/**
 * A check across datasets. Expectations cannot express it because they see one row at a time.
 *
 * Checks are part of the lineage manifest. `medallion check` runs them, updates do not. As with dbt's singular tests,
 * the query returns the failing rows.
 *
 * @see https://docs.getdbt.com/docs/build/data-tests#singular-data-tests
 */
export class QualityCheck extends Construct {
  /** Return the checks of a platform, in creation order. */
  static of(platform: MedallionPlatform): QualityCheck[] {
    return platform.node.children.filter((child) => child instanceof QualityCheck);
  }

  /** Name, unique within the platform. */
  readonly name: string;
  readonly comment: string;
  /** The query, without indentation and trailing semicolon. */
  readonly query: string;
  readonly inputs: readonly Dataset[];

  constructor(platform: MedallionPlatform, name: string, props: QualityCheckProps) {
    super(platform, Layer.freeId(platform, name));
    this.name = name;
    this.comment = props.comment;
    this.query = withoutIndentation(props.query).replace(/;\s*$/, '');
    this.inputs = props.inputs;
    this.node.addValidation({ validate: () => this.problems() });
  }

  private problems(): string[] {
    const { problem, line, tables } = readQuery(this.query);
    const names = this.inputs.map((dataset) => dataset.name);
    return [
      ...nameProblems('check', this.name),
      ...(this.node.id === this.name
        ? []
        : [`'${this.name}' already exists in this platform. Rename one of the two checks.`]),
      ...(this.comment.trim() === ''
        ? ['comment is empty. State what holds if the query returns no rows.']
        : []),
      ...(problem ? [`query${line === undefined ? '' : `, line ${line},`} ${problem}`] : []),
      ...(problem ? [] : tableProblems('query', tables, names)),
    ];
  }
}

/** Remove the common indentation of a query written in TypeScript. */
function withoutIndentation(query: string): string {
  const lines = query
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const indentations = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const margin = Math.min(...indentations, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(margin)).join('\n');
}
