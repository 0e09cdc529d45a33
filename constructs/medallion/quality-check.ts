import { Construct } from 'constructs';
import { type Dataset, Layer, type MedallionPipeline } from './graph';
import { nameProblems } from './identifier';
import { readQuery } from './sources/sql';
import { tableProblems } from './sources/sql-tables';

/** What must hold between datasets. */
export interface QualityCheckProps {
  /** What is true while no row fails, for the people who read the result. */
  readonly comment: string;

  /** Query of the rows that fail, in Spark SQL; it reads its inputs by the names of the datasets. */
  readonly query: string;

  /** The datasets that the query reads. */
  readonly inputs: readonly Dataset[];
}

/**
 * A statement about several datasets that expectations, which see one row at a time, cannot make.
 *
 * It is part of the lineage manifest and run by data-quality checks, not by updates. As with dbt's singular tests
 * the query returns the rows that fail.
 *
 * @see https://docs.getdbt.com/docs/build/data-tests#singular-data-tests
 */
export class QualityCheck extends Construct {
  /** The checks of a pipeline, in the order of creation. */
  static of(pipeline: MedallionPipeline): QualityCheck[] {
    return pipeline.node.children.filter((child) => child instanceof QualityCheck);
  }

  /** Name, once in the pipeline. */
  readonly name: string;
  readonly comment: string;
  /** The query, without indentation and closing semicolon. */
  readonly query: string;
  readonly inputs: readonly Dataset[];

  constructor(pipeline: MedallionPipeline, name: string, props: QualityCheckProps) {
    super(pipeline, Layer.freeId(pipeline, name));
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
        : [`'${this.name}' is taken in this pipeline. Give the check another name.`]),
      ...(this.comment.trim() === '' ? ['comment is empty. Say what is true while no row fails.'] : []),
      ...(problem ? [`query${line === undefined ? '' : `, line ${line},`} ${problem}`] : []),
      ...(problem ? [] : tableProblems('query', tables, names)),
    ];
  }
}

/** A query as it is written in TypeScript, moved to the left margin. */
function withoutIndentation(query: string): string {
  const lines = query
    .replace(/^\s*\n/, '')
    .trimEnd()
    .split('\n');
  const indentations = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const margin = Math.min(...indentations, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => line.slice(margin)).join('\n');
}
