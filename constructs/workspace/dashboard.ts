import { Dashboard as DashboardResource } from '@cdktf/provider-databricks/lib/dashboard';
import type { Directory } from '@cdktf/provider-databricks/lib/directory';
import { Construct } from 'constructs';
import { didYouMean, nameProblems } from '../medallion/identifier';
import { settingProblems, wholeNumber } from '../medallion/settings';
import { readQuery } from '../medallion/sources/sql';
import { dashboardJson } from './dashboard-json';
import {
  type DashboardDataset,
  type DashboardPage,
  type DashboardRow,
  datasetsOf,
  fieldsOf,
  GRID_COLUMNS,
  type Widget,
  widgetsOf,
} from './dashboard-page';
import { ObjectPermissions } from './object-permissions';
import type { Roles } from './roles';
import { writtenPath } from './workspace-path';

/** Where a dashboard is, and who may see it. */
export interface DashboardSettings {
  /** Name of the dashboard in the workspace. */
  readonly dashboardName: string;

  /** Workspace folder of the dashboard. */
  readonly directory: Directory;

  /** SQL warehouse that runs the queries. */
  readonly warehouseId: string;

  /** Who may view and edit it. */
  readonly roles: Roles;
}

/** Properties of a {@link Dashboard}. */
export interface DashboardProps extends DashboardSettings {
  /** The pages, in order. */
  readonly pages: readonly DashboardPage[];

  /** Audience: those who operate the pipeline, or those who use its metrics. */
  readonly readers: 'operations' | 'business';
}

/**
 * A published AI/BI dashboard. Its queries run with the permissions of the viewer, so users never see data that
 * they could not query themselves.
 *
 * @see https://docs.databricks.com/aws/en/dashboards/
 */
export class Dashboard extends Construct {
  readonly resource: DashboardResource;

  constructor(
    scope: Construct,
    id: string,
    private readonly dashboardProps: DashboardProps,
  ) {
    super(scope, id);
    const { dashboardName, directory, warehouseId, pages, readers, roles } = dashboardProps;
    this.resource = new DashboardResource(this, 'Default', {
      displayName: dashboardName,
      parentPath: writtenPath(directory),
      dependsOn: [directory],
      warehouseId,
      serializedDashboard: dashboardJson(pages),
      embedCredentials: false,
    });
    ObjectPermissions.grant(this, 'Permissions', {
      object: readers === 'operations' ? 'operationsDashboard' : 'businessDashboard',
      id: this.resource.id,
      roles,
    });
    this.node.addValidation({ validate: () => this.problems() });
  }

  private problems(): string[] {
    const { dashboardName, pages } = this.dashboardProps;
    const datasets = datasetsOf(pages);
    return [
      ...(dashboardName.trim() === '' ? ['dashboardName is empty. Name the dashboard.'] : []),
      ...(pages.length === 0 ? ['has no pages. Add one, or remove the dashboard.'] : []),
      ...nameListProblems('page', pages),
      ...nameListProblems('dataset', datasets),
      ...pages.flatMap(pageProblems),
      ...datasets.flatMap((dataset) => datasetProblems(dataset, pages)),
    ];
  }
}

function pageProblems(page: DashboardPage): string[] {
  const at = `page '${page.name}'`;
  return [
    ...(page.rows.length === 0 ? [`${at} has no rows. Add one, or remove the page.`] : []),
    ...nameListProblems(`${at}: widget`, widgetsOf(page)),
    ...page.rows.flatMap((row, index) => rowProblems(`${at}, row ${index + 1}`, row)),
  ];
}

function rowProblems(at: string, { height, widgets }: DashboardRow): string[] {
  const width = widgets.reduce((sum, widget) => sum + widget.width, 0);
  return [
    ...(widgets.length === 0 ? [`${at} has no widgets. Add one, or remove the row.`] : []),
    ...settingProblems(wholeNumber(), height, `${at}: height`),
    ...widgets.flatMap((widget) =>
      settingProblems(wholeNumber(), widget.width, `${at}: width of '${widget.name}'`),
    ),
    ...(width > GRID_COLUMNS
      ? [
          `${at} is ${width} columns wide, but the grid has ${GRID_COLUMNS}. Make widgets narrower, or add a row.`,
        ]
      : []),
  ];
}

function datasetProblems({ name, query }: DashboardDataset, pages: readonly DashboardPage[]): string[] {
  const { problem, line, output } = readQuery(query);
  if (problem) return [`dataset '${name}'${line === undefined ? '' : `, line ${line},`} ${problem}`];
  // Columns that cannot be determined here, as for `SELECT *`, are left to Databricks.
  if (!output) return [];
  return pages.flatMap((page) =>
    widgetsOf(page)
      .filter((widget) => widget.kind !== 'text' && widget.dataset.name === name)
      .flatMap((widget) => unknownColumns(page, widget, name, output)),
  );
}

function unknownColumns(
  page: DashboardPage,
  widget: Widget,
  dataset: string,
  output: readonly string[],
): string[] {
  return fieldsOf(widget)
    .map(({ column }) => column)
    .filter((column) => !output.includes(column))
    .map(
      (column) =>
        `page '${page.name}': widget '${widget.name}' shows '${column}', which dataset '${dataset}' does not return (${output.join(', ')}).${didYouMean(column, output)}`,
    );
}

function nameListProblems(what: string, named: readonly { readonly name: string }[]): string[] {
  const names = named.map(({ name }) => name);
  return [
    ...names.flatMap((name) => nameProblems(what, name)),
    ...names
      .filter((name, index) => names.indexOf(name) !== index)
      .map((name) => `${what} '${name}' is used twice. Rename one of the two.`),
  ];
}
