import { createHash } from 'node:crypto';
import { LineageGraph } from '../lineage/lineage-graph';
import { chartsSection } from './charts-section';
import { checksSection } from './checks-section';
import { ColumnUses } from './column-uses';
import { datasetPanel } from './dataset-panel';
import { datasetsSection } from './datasets-section';
import { goldCharts } from './gold-charts';
import { lineageSection } from './lineage-section';
import { html, Markup, scriptJson } from './markup';
import { timeText } from './number-format';
import { overviewSection } from './overview-section';
import type { PageAssets } from './page-assets';
import { quarantineSection } from './quarantine-section';
import { rulesSection } from './rules-section';
import type { RunReport } from './run-report';
import { timingsSection } from './timings-section';

const SECTIONS = [
  ['overview', 'Overview'],
  ['lineage', 'Lineage'],
  ['gold', 'Gold'],
  ['datasets', 'Datasets'],
  ['rules', 'Rules'],
  ['checks', 'Checks'],
  ['quarantine', 'Quarantine'],
  ['timings', 'Timings'],
] as const;

/**
 * Content security policy that lets the page run only its own script and neither load nor send anything: the data it
 * shows is untrusted.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP
 */
function policyFor(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  return `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;
}

/** The report as one self-contained HTML page. */
export async function renderReport(report: RunReport, { script, style }: PageAssets): Promise<string> {
  const graph = LineageGraph.of(report.manifest);
  const charts = goldCharts(report.chartRows);
  const columnUses = new ColumnUses(report.columnLineage);
  const panels = report.datasets.map((dataset) => datasetPanel(dataset, report.updates, graph, columnUses));
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policyFor(script)}">
<title>${report.platform}: report of a local run</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header><div class="wide">
<p class="kicker">Report of a local run</p>
<h1>${report.platform}</h1>
<p>As of ${timeText(report.collected)}</p>
${runLine(report)}
</div></header>
<nav aria-label="Sections"><ul class="wide">${SECTIONS.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
<main id="main" class="wide" tabindex="-1">
${overviewSection(report)}
${lineageSection(graph, report.datasets, panels)}
${chartsSection(charts)}
${datasetsSection(report)}
${rulesSection(report)}
${checksSection(report)}
${quarantineSection(report)}
${timingsSection(report)}
</main>
<footer class="wide"><p>Written by <code>npm start</code> from the Delta tables and the event log; <code>npx medallion report</code> regenerates it.
Charts by Chart.js.</p></footer>
<script type="application/json" id="charts">${scriptJson(charts)}</script>
<script>${new Markup(script)}</script>
</body>
</html>
`;
  return page.text;
}

/** The command line, commit and branch of the last run. */
function runLine({ run }: RunReport): Markup | undefined {
  if (run === undefined) return undefined;
  const { started, parameters, source } = run;
  const options = Object.entries(parameters).map(([name, value]) => `--${name} ${value}`);
  const place = source && [
    ...(source.branch === undefined ? [] : [`branch ${source.branch}`]),
    ...(source.isChanged ? ['with uncommitted changes'] : []),
  ];
  return html`<p>Last run: ${timeText(started)}, <code>${options.join(' ')}</code>${
    source && html`, commit <code>${source.commit.slice(0, 10)}</code>${place?.map((each) => `, ${each}`)}`
  }</p>`;
}
