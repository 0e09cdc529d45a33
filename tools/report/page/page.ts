import type { ChartDescription } from '../chart-description';
import { drawCharts } from './charts';
import { followCurrentSection } from './current-section';
import { DatasetChoice } from './dataset-choice';
import { filterDatasets } from './dataset-filters';
import { drawLineageEdges } from './lineage-edges';
import { followArrowKeys } from './lineage-keys';
import { makeTablesSortable } from './sortable-tables';

const charts = JSON.parse(document.getElementById('charts')?.textContent ?? '[]') as ChartDescription[];

drawCharts(charts);
drawLineageEdges();
followArrowKeys();
new DatasetChoice();
filterDatasets();
makeTablesSortable();
followCurrentSection();
