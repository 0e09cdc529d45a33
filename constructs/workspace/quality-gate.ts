import { join } from 'node:path';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import type { Dataset, MedallionPlatform } from '../medallion/graph';
import { nameProblems } from '../medallion/identifier';
import type { PythonValue } from '../medallion/rendering/python-code';
import { settingProblems, share, wholeNumber } from '../medallion/settings';
import type { EventLogTable } from './event-log';
import type { NotebookTask } from './notebook-task';
import { TaskNotebook } from './task-notebook';

/** Properties of a {@link QualityGate}. */
export interface QualityGateProps {
  /** The platform, with all its datasets. */
  readonly platform: MedallionPlatform;

  /** Workspace folder of the notebook. */
  readonly directory: Directory;

  /** Tables that the pipelines publish their event logs to. */
  readonly eventLogs: readonly EventLogTable[];

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
   * Event logs of the pipelines that the job updates before this task. Of these, the update of the job run is judged; of
   * all other pipelines, everything since the previous run of the task.
   * @default - none, for a job that only checks
   */
  readonly updated?: readonly EventLogTable[];

  /**
   * Table that each run appends what it judged to, in the catalog and schema of the event logs.
   * @default 'quality_gate_results'
   */
  readonly resultsTable?: string;
}

/**
 * A task that fails if the last update of a pipeline failed, or if more of its rows failed a rule than tolerated. Later
 * tasks then do not run, because the tables cannot be trusted. It waits until the event log of an update is complete.
 *
 * @see https://docs.databricks.com/aws/en/jobs/dynamic-value-references
 * @see https://docs.databricks.com/aws/en/ldp/monitor-event-log-schema
 */
export class QualityGate extends Construct {
  /** The task, to run after each update. */
  readonly task: NotebookTask;

  /** Table with the results, one row per event log and run. */
  readonly resultsTable: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: QualityGateProps,
  ) {
    super(scope, id);
    const { directory, eventLogs, toleratedFailureRate, updated = [] } = props;
    this.resultsTable = props.resultsTable ?? 'quality_gate_results';
    const [log] = eventLogs;
    const { resultsTable } = this;
    const notebook = new TaskNotebook(this, 'Default', {
      directory,
      notebookName: 'quality_gate',
      comment: [
        'Data-quality gate',
        '',
        'Reads from the event log of each pipeline how many rows failed each rule, and fails if their share exceeds `TOLERATED_FAILURE_RATES`. Of the pipelines in the parameter `updated_logs`, it judges the update of this job run, once its log is complete; of all others, everything since the previous run, which `RESULTS_TABLE` records. For rules not listed there, the limit is the job parameter `tolerated_failure_rate` or, without it, `TOLERATED_OTHERWISE`.',
      ],
      source: join(__dirname, 'notebooks', 'quality_gate.py'),
      // Evaluated at synthesis, once all datasets exist.
      get constants() {
        return constantsOf(props, resultsTable);
      },
      call: `check_data_quality(
    spark,
    dbutils.widgets.getAll(),
    EVENT_LOGS,
    TOLERATED_FAILURE_RATES,
    MINIMUM_ROWS,
    RESULTS_TABLE,
)`,
    });
    this.task = {
      notebookPath: notebook.path,
      parameters: {
        ...(log ? { catalog: log.catalog, schema: log.schema } : {}),
        ...(toleratedFailureRate === undefined
          ? {}
          : { tolerated_failure_rate: String(toleratedFailureRate) }),
        job_run_id: '{{job.run_id}}',
        job_started_at: '{{job.start_time.timestamp_ms}}',
        updated_logs: namesOf(updated),
        continuous_logs: namesOf(eventLogs.filter(({ continuous }) => continuous)),
      },
    };
    this.node.addValidation({ validate: () => this.problems() });
  }

  private problems(): string[] {
    const { platform, eventLogs, toleratedFailureRate, minimumRows, updated = [] } = this.props;
    return [
      ...(eventLogs.length === 0 ? ['eventLogs is empty. Pass the event log of each pipeline.'] : []),
      ...settingProblems(share().optional(), toleratedFailureRate, 'toleratedFailureRate'),
      ...settingProblems(wholeNumber().optional(), minimumRows, 'minimumRows'),
      ...updated
        .filter(({ continuous }) => continuous)
        .map(
          ({ name }) =>
            `updated has ${name}, but an update of a continuous pipeline never ends. Remove it: everything since the previous run is judged.`,
        ),
      ...nameProblems('table', this.resultsTable),
      ...platform.datasets.flatMap(toleratedFailureProblems),
    ];
  }
}

function namesOf(logs: readonly EventLogTable[]): string {
  return logs.map(({ name }) => name).join(',');
}

function constantsOf(props: QualityGateProps, resultsTable: string): Record<string, PythonValue> {
  const rates = props.platform.datasets.map(({ name, expectations }): [string, Record<string, number>] => [
    name,
    Object.fromEntries(
      expectations.flatMap(({ name: rule, toleratedFailureRate }) =>
        toleratedFailureRate === undefined ? [] : [[rule, toleratedFailureRate]],
      ),
    ),
  ]);
  return {
    EVENT_LOGS: props.eventLogs.map(({ name }) => name),
    MINIMUM_ROWS: props.minimumRows ?? 100,
    RESULTS_TABLE: resultsTable,
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
