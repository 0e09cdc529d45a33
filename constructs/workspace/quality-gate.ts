import { join } from 'node:path';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import type { Dataset, MedallionPipeline } from '../medallion/graph';
import type { PythonValue } from '../medallion/rendering/python-code';
import { settingProblems, share, wholeNumber } from '../medallion/settings';
import type { NotebookTask } from './notebook-task';
import { TaskNotebook } from './task-notebook';

/** Properties of a {@link QualityGate}. */
export interface QualityGateProps {
  /** The pipeline, with all its datasets. */
  readonly pipeline: MedallionPipeline;

  /** Workspace folder of the notebook. */
  readonly directory: Directory;

  /** Catalog of the event log. */
  readonly catalog: string;

  /** Schema of the event log. */
  readonly schema: string;

  /** Table that the pipeline's event log is published to. */
  readonly eventLog: string;

  /**
   * Share of rows, from 0 to 1, that may fail a rule without a limit of its own.
   * @default 0.01
   */
  readonly toleratedFailureRate?: number;

  /**
   * Minimum number of rows that a rule must have checked: a share of fewer rows is not significant. A rule with a limit
   * of 0 is always checked.
   * @default 100
   */
  readonly minimumRows?: number;

  /**
   * Hours to check, for a pipeline that runs continuously; the job must run at least as often.
   * @default - the last update is checked, however long it took
   */
  readonly lookbackHours?: number;
}

/**
 * A task that fails if the last update failed, or if more of its rows failed a rule than tolerated. Later tasks then
 * do not run, because the tables cannot be trusted.
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
        'Reads from the event log how many rows failed each rule in the last update, and fails if their share exceeds `TOLERATED_FAILURE_RATES`. For rules not listed there, the limit is the job parameter `tolerated_failure_rate` or, without it, `TOLERATED_OTHERWISE`.',
      ],
      source: join(__dirname, 'notebooks', 'quality_gate.py'),
      // Evaluated at synthesis, once all datasets exist.
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

/** Return rules that fail the update, so that their tolerated failure rate has no effect. */
function toleratedFailureProblems({ name, expectations }: Dataset): string[] {
  return expectations
    .filter(({ action, toleratedFailureRate }) => action === 'fail' && toleratedFailureRate !== undefined)
    .map(
      ({ name: rule, toleratedFailureRate }) =>
        `expectation '${rule}' of ${name} fails the update on the first row that fails, so a toleratedFailureRate of ${toleratedFailureRate} has no effect. Remove it, or use expectOrDrop.`,
    );
}
