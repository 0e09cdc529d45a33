import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type Scale,
  Tooltip,
} from 'chart.js';
import type { ChartDescription, ChartSeries } from '../chart-description';

Chart.register(
  ...[BarController, BarElement, CategoryScale, Legend, LinearScale],
  ...[LineController, LineElement, PointElement, Tooltip],
);

const SERIES_COLOURS = 6;
/** Lines with more days than this are drawn without points. */
const DOTS = 40;
/** Pixels of chart width per letter of a label: labels take up about a third of the width. */
const PIXELS_A_LETTER = 20;

/** Draws all charts, and redraws them when the colour scheme changes. */
export function drawCharts(descriptions: readonly ChartDescription[]): void {
  let drawn = descriptions.flatMap(draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
    for (const chart of drawn) chart.destroy();
    drawn = descriptions.flatMap(draw);
  });
}

function draw(description: ChartDescription): Chart[] {
  const canvas = document.getElementById(`chart-${description.id}`);
  if (!(canvas instanceof HTMLCanvasElement)) return [];
  return [new Chart(canvas, configuration(description))];
}

function configuration(description: ChartDescription): ChartConfiguration {
  const { kind, labels, series, labelName, areShares } = description;
  const [ink, line] = [colour('--muted'), colour('--line')];
  const isHorizontal = kind === 'horizontal bars';
  const valueText = (value: number) =>
    areShares ? `${Number((value * 100).toFixed(1))} %` : value.toLocaleString('en-US');
  const values = {
    beginAtZero: true,
    border: { display: false },
    grid: { color: line },
    ticks: {
      color: ink,
      precision: areShares ? undefined : 0,
      callback: (value: string | number) => valueText(Number(value)),
    },
  };
  const names = {
    border: { color: line },
    grid: { display: false },
    ticks: {
      color: ink,
      autoSkip: !isHorizontal,
      maxRotation: 0,
      autoSkipPadding: 16,
      ...(isHorizontal ? { callback: shortName } : {}),
    },
    title: { display: !isHorizontal, text: labelName, color: ink },
  };
  return {
    type: kind === 'lines' ? 'line' : 'bar',
    data: { labels: [...labels], datasets: series.map((each, index) => dataset(description, each, index)) },
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      indexAxis: isHorizontal ? 'y' : 'x',
      interaction: { mode: 'index', intersect: false, axis: isHorizontal ? 'y' : 'x' },
      scales: isHorizontal ? { x: values, y: names } : { x: names, y: values },
      plugins: {
        legend: {
          display: series.length > 1,
          position: 'bottom',
          labels: { color: colour('--ink'), usePointStyle: true, boxHeight: 7 },
        },
        tooltip: {
          callbacks: {
            label: ({ dataset, raw }) => `${dataset.label}: ${raw === null ? '–' : valueText(raw as number)}`,
          },
        },
      },
    },
  };
}

function dataset({ kind, labels }: ChartDescription, { name, values, isLine }: ChartSeries, index: number) {
  const own = colour(`--series-${(index % SERIES_COLOURS) + 1}`);
  const common = { label: name, data: [...values], borderColor: own, backgroundColor: own };
  if (kind === 'lines' || isLine) {
    return {
      ...common,
      type: 'line' as const,
      borderWidth: 2.5,
      pointRadius: labels.length > DOTS ? 0 : 3,
      order: 0,
    };
  }
  return { ...common, type: 'bar' as const, borderRadius: 4, maxBarThickness: 28, order: 1 };
}

/** A label cut so that the bars keep most of the chart's width. */
function shortName(this: Scale, value: string | number): string {
  const name = this.getLabelForValue(Number(value));
  const room = Math.max(10, Math.floor(this.chart.width / PIXELS_A_LETTER));
  return name.length <= room ? name : `${name.slice(0, room - 1)}…`;
}

function colour(property: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(property).trim();
}
