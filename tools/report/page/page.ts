import type { ChartDescription } from '../chart-description';
import { drawCharts } from './charts';
import { DatasetChoice } from './dataset-choice';
import { GraphView } from './graph-view';

const charts = JSON.parse(document.getElementById('charts')?.textContent ?? '[]') as ChartDescription[];

drawCharts(charts);
new GraphView();
new DatasetChoice();
