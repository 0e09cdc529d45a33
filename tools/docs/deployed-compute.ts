import { type Attributes, blocksOf, type ReviewFacts } from '../review/plan/deployment';
import type { StackContent } from '../review/plan/stack-directory';
import { type DbuRates, ratesOf } from '../review/resources/dbu-rates';
import { timesPerDay } from '../review/resources/schedule-frequency';
import { pipelineCost, warehouseCost } from '../review/resources/worst-case-cost';

/** A pipeline as deployed. */
export interface PipelineCompute {
  /** Name of the resource in Terraform. */
  readonly name: string;

  readonly readsKafka: boolean;
  readonly isContinuous: boolean;

  /** Updates that jobs start per day; 0 if somebody starts them. */
  readonly updatesPerDay: number;

  readonly configuration: Readonly<Record<string, string>>;

  /** Clusters; undefined on serverless compute. */
  readonly cluster?: {
    readonly nodeType: string;
    readonly hasPhoton: boolean;
    readonly minWorkers: number;
    readonly maxWorkers: number;

    /** DBU per hour of the driver with the minimum of workers; undefined if a rate is unknown. */
    readonly leastDbu?: number;

    /** DBU per hour of the driver with the maximum of workers. */
    readonly mostDbu?: number;
  };
}

/** The SQL warehouse that a stack creates. */
export interface WarehouseCompute {
  readonly size: string;
  readonly dbuPerHour?: number;
  readonly autoStopMinutes: number;

  /** How often schedules of alerts start it or keep it running. */
  readonly wakesPerDay: number;
}

/** Everything of a stack that is billed. */
export interface DeployedCompute {
  readonly rates: DbuRates;
  readonly pipelines: readonly PipelineCompute[];

  /** Runs per day of each job, with the number of notebooks in a run. */
  readonly jobs: readonly {
    readonly name: string;
    readonly runsPerDay: number;
    readonly notebooks: number;
  }[];

  readonly warehouse?: WarehouseCompute;
}

/** Read what is billed from a synthesized stack. */
export function deployedCompute(stack: StackContent): DeployedCompute {
  const rates = ratesOf((stack.output?.review?.value ?? {}) as ReviewFacts);
  const ofType = (type: string) => Object.entries(stack.resource?.[`databricks_${type}`] ?? {});
  const jobs = ofType('job').map(([name, job]) => ({
    name,
    runsPerDay: runsPerDay(job),
    notebooks: blocksOf(job.task).filter(({ notebook_task: notebook }) => notebook !== undefined).length,
    updates: blocksOf(job.task).flatMap(({ pipeline_task: task }) =>
      blocksOf(task).map(({ pipeline_id: id }) => String(id)),
    ),
  }));
  const pipelines = ofType('pipeline').map(([name, pipeline]): PipelineCompute => {
    const configuration = (pipeline.configuration ?? {}) as Record<string, string>;
    return {
      name,
      readsKafka: 'kafka.bootstrap_servers' in configuration,
      isContinuous: pipeline.continuous === true,
      updatesPerDay: jobs
        .filter(({ updates }) => updates.includes(`\${databricks_pipeline.${name}.id}`))
        .reduce((sum, job) => sum + job.runsPerDay, 0),
      configuration,
      cluster: clusterOf(pipeline, rates),
    };
  });
  const [warehouse] = ofType('sql_endpoint').map(([, endpoint]) => endpoint);
  return {
    rates,
    pipelines,
    jobs: jobs.map(({ updates: _, ...job }) => job),
    warehouse: warehouse && {
      size: String(warehouse.cluster_size),
      // Alerts need one cluster; more only start for concurrent queries.
      dbuPerHour: warehouseCost({ ...warehouse, max_num_clusters: 1 }, rates).dbuPerHour,
      autoStopMinutes: Number(warehouse.auto_stop_mins),
      wakesPerDay: Math.max(0, ...ofType('alert_v2').map(([, alert]) => runsPerDay(alert))),
    },
  };
}

function clusterOf(pipeline: Attributes, rates: DbuRates): PipelineCompute['cluster'] {
  const [cluster] = blocksOf(pipeline.cluster);
  if (pipeline.serverless === true || cluster === undefined) return undefined;
  const [autoscale] = blocksOf(cluster.autoscale);
  const fixed = Number(cluster.num_workers ?? 0);
  const minWorkers = Number(autoscale?.min_workers ?? fixed);
  const smallest = { ...pipeline, cluster: [{ ...cluster, autoscale: undefined, num_workers: minWorkers }] };
  return {
    nodeType: String(cluster.node_type_id),
    hasPhoton: pipeline.photon === true,
    minWorkers,
    maxWorkers: Number(autoscale?.max_workers ?? fixed),
    leastDbu: pipelineCost(smallest, rates).dbuPerHour,
    mostDbu: pipelineCost(pipeline, rates).dbuPerHour,
  };
}

/** Runs per day of a schedule; 0 without one, and while it is paused. */
function runsPerDay({ schedule }: Attributes): number {
  const [block] = blocksOf(schedule);
  return block === undefined || block.pause_status === 'PAUSED'
    ? 0
    : (timesPerDay(block.quartz_cron_expression ?? block.quartz_cron_schedule) ?? 0);
}
