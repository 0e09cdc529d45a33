/** What a chart shows; how it is drawn is the page's affair. */
export interface ChartDescription {
  readonly id: string;
  readonly title: string;
  /** What the figures mean, a sentence. */
  readonly meaning: string;
  /** Dataset that the figures are from. */
  readonly dataset: string;
  readonly kind: 'lines' | 'bars' | 'horizontal bars';
  /** What the labels are, as a column of a table is called. */
  readonly labelName: string;
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
  /** Whether values are shares, to be shown as percent. */
  readonly areShares?: boolean;
}

export interface ChartSeries {
  readonly name: string;
  /** One for each label; null where there is none. */
  readonly values: readonly (number | null)[];
  /** Drawn as a line among bars. */
  readonly isLine?: boolean;
}
