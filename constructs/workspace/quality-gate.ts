import { join } from 'node:path';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import type { Dataset, MedallionPipeline } from '../medallion/graph';
import type { PythonValue } from '../medallion/rendering/python-code';
import { settingProblems, share, wholeNumber } from '../medallion/settings';
import type { NotebookTask } from './notebook-task';
import { TaskNotebook } from './task-notebook';

/** Which pipeline is judged, and what it is forgiven. */
export interface QualityGateProps {
  /** The pipeline, with all its datasets. */
  readonly pipeline: MedallionPipeline;

  /** Folder of the workspace that holds the notebook. */
  readonly directory: Directory;

  /** Catalog of the event log. */
  readonly catalog: string;

  /** Schema of the event log. */
  readonly schema: string;

  /** Table that the pipeline's event log is published to. */
  readonly eventLog: string;

  /**
   * Share of rows, from 0 to 1, that may fail a rule which does not say by itself how many may.
   * @default 0.01
   */
  readonly toleratedFailureRate?: number;

  /**
   * Rows that a rule must have seen to be judged: a share of fewer is chance. A rule that no row may fail is
   * always judged.
   * @default 100
   */
  readonly minimumRows?: number;

  /**
   * Hours that are judged, for a pipeline that runs all the time: the job then runs at least as often.
   * @default - the last update is judged, however long it took
   */
  readonly lookbackHours?: number;
}

/**
 * A task that fails when more rows of the last update failed a rule than is tolerated, or when the update itself
 * failed: what comes after it, and people, are not to trust the tables then.
 *
 * @see https://docs.databricks.com/aws/en/ldp/monitor-event-log-schema
 */
export class QualityGate extends Construct {
  /** The task, to run after each update. */
  readonly task: NotebookTask;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QualityGateProps,
  ) {
    super(scope, id);
    const { directory, catalog, schema, toleratedFailureRate, lookbackHours } = props;
    const notebook = new TaskNotebook(this, 'Default', {
      directory,
      notebookName: 'quality_gate',
      comment: [
        'Data-quality gate',
        '',
        'Reads in the event log of the pipeline how many rows failed each rule in the last update, and fails if they are more than `TOLERATED_FAILURE_RATES` allows. Rules that are not named there may fail for the share that the job gives as `tolerated_failure_rate`, else for `TOLERATED_OTHERWISE`.',
      ],
      source: join(__dirname, 'notebooks', 'quality_gate.py'),
      // Asked for at synthesis, when all datasets are there.
      get constants() {
        return constantsOf(props);
      },
      call: `check_data_quality(
    spark, dbutils.widgets.getAll(), EVENT_LOG, TOLERATED_FAILURE_RATES, MINIMUM_ROWS
)`,
    });
    this.task = {
      notebookPath: notebook.path,
      parameters: {
        catalog,
        schema,
        ...(toleratedFailureRate === undefined
          ? {}
          : { tolerated_failure_rate: String(toleratedFailureRate) }),
        ...(lookbackHours === undefined ? {} : { lookback_hours: String(lookbackHours) }),
      },
    };
    this.node.addValidation({ validate: () => this.problems() });
  }

  private problems(): string[] {
    const { pipeline, toleratedFailureRate, minimumRows, lookbackHours } = this.props;
    return [
      ...settingProblems(share().optional(), toleratedFailureRate, 'toleratedFailureRate'),
      ...settingProblems(wholeNumber().optional(), minimumRows, 'minimumRows'),
      ...settingProblems(wholeNumber().optional(), lookbackHours, 'lookbackHours'),
      ...pipeline.datasets.flatMap(toleratedFailureProblems),
    ];
  }
}

function constantsOf(props: QualityGateProps): Record<string, PythonValue> {
  const rates = props.pipeline.datasets.map(({ name, expectations }): [string, Record<string, number>] => [
    name,
    Object.fromEntries(
      expectations.flatMap(({ name: rule, toleratedFailureRate }) =>
        toleratedFailureRate === undefined ? [] : [[rule, toleratedFailureRate]],
      ),
    ),
  ]);
  return {
    EVENT_LOG: props.eventLog,
    MINIMUM_ROWS: props.minimumRows ?? 100,
    TOLERATED_FAILURE_RATES: Object.fromEntries(rates.filter(([, rules]) => Object.keys(rules).length > 0)),
  };
}

/** A rule that stops the update never comes as far as the gate. */
function toleratedFailureProblems({ name, expectations }: Dataset): string[] {
  return expectations
    .filter(({ action, toleratedFailureRate }) => action === 'fail' && toleratedFailureRate !== undefined)
    .map(
      ({ name: rule, toleratedFailureRate }) =>
        `expectation '${rule}' of ${name} stops the update at the first row that fails, so a toleratedFailureRate of ${toleratedFailureRate} has no effect. Drop it, or use expectOrDrop.`,
    );
}
