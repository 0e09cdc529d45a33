/** The content of a chart; the page's script draws it. */
export interface ChartDescription {
  readonly id: string;
  readonly title: string;
  /** What the values mean, in one sentence. */
  readonly meaning: string;
  /** Dataset the values come from. */
  readonly dataset: string;
  readonly kind: 'lines' | 'bars' | 'horizontal bars';
  /** Heading of the labels' column in the table of values. */
  readonly labelName: string;
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Whether the values are shares, shown as percentages. */
  readonly areShares?: boolean;
}

export interface ChartSeries {
  readonly name: string;
  /** One value per label; null where a label has no value. */
  readonly values: readonly (number | null)[];
  /** Whether to draw the series as a line over the bars. */
  readonly isLine?: boolean;
}
