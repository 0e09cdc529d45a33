/** Compute cost in DBU per hour. DBUs are the billing unit of Databricks; their price depends on the contract. */
export interface DbuRates {
  /** By the cloud's instance type, without Photon. */
  readonly nodeTypes: Readonly<Record<string, number>>;

  /** Cost factor of Photon. */
  readonly photonFactor: number;

  /** One cluster of a SQL warehouse, by size. */
  readonly warehouseSizes: Readonly<Record<string, number>>;
}

/** Instance sizes relative to `xlarge`. */
const SIZES: Readonly<Record<string, number>> = {
  large: 0.5,
  xlarge: 1,
  '2xlarge': 2,
  '4xlarge': 4,
  '8xlarge': 8,
  '12xlarge': 12,
  '16xlarge': 16,
  '24xlarge': 24,
};

/** DBU per hour of `xlarge` in AWS instance families with proportional rates. */
const AWS_FAMILIES: Readonly<Record<string, number>> = {
  c5: 0.61,
  c5d: 0.69,
  i3: 1,
  i3en: 1.45,
  m5: 0.69,
  m5a: 0.61,
  m5d: 0.69,
  // Not in the published list: assumed equal to m5, its predecessor with the same cores and memory.
  m6i: 0.69,
  m6id: 0.69,
  r4: 1,
  r5: 0.9,
  r5a: 0.81,
  // Not in the published list: assumed equal to r5.
  r6i: 0.9,
  r6id: 0.9,
};

/** DBU per hour of m5 and m5d, whose rates are not proportional. */
const AWS_M5 = {
  '2xlarge': 1.37,
  '4xlarge': 2.74,
  '8xlarge': 5.48,
  '12xlarge': 8.23,
  '16xlarge': 10.96,
  '24xlarge': 16.46,
};

const AWS_EXCEPTIONS = { 'i3.large': 0.75, 'i3en.large': 0.75, 'm5d.large': 0.34 };

/** Azure instance families with proportional rates: DBU per hour and core, and the cores of each size. */
const AZURE_FAMILIES: Readonly<Record<string, readonly [rate: number, cores: readonly number[]]>> = {
  'Standard_D#s_v3': [0.1875, [4, 8, 16, 32, 64]],
  'Standard_E#ds_v4': [0.25, [4, 8, 16, 20, 32, 48, 64]],
  'Standard_E#s_v3': [0.25, [8, 16, 32, 64]],
  'Standard_F#s_v2': [0.1875, [4, 8, 16, 32]],
  'Standard_L#s_v2': [0.25, [8, 16, 32]],
};

const AZURE_DS = {
  Standard_DS3_v2: 0.75,
  Standard_DS5_v2: 3,
  Standard_DS12_v2: 1,
  Standard_DS13_v2: 2,
  Standard_DS14_v2: 4,
};

/**
 * Published rates of common instance types and of all SQL warehouses. They are good enough to distinguish cheap from
 * expensive changes; an environment can declare the rates of its own account.
 *
 * @see https://github.com/databrickslabs/overwatch/tree/main/src/main/resources DBU per hour by instance type
 * @see https://docs.databricks.com/aws/en/resources/pricing DBU per hour by warehouse size
 * @see https://docs.databricks.com/aws/en/compute/photon Photon has its own rate: about twice that of the instance
 */
export const LIST_RATES: DbuRates = {
  nodeTypes: { ...awsRates(), ...azureRates() },
  photonFactor: 2,
  warehouseSizes: {
    '2X-Small': 4,
    'X-Small': 6,
    Small: 12,
    Medium: 24,
    Large: 40,
    'X-Large': 80,
    '2X-Large': 144,
    '3X-Large': 272,
    '4X-Large': 528,
  },
};

/** Published rates overridden by those of an account. */
export function ratesWith(own: Partial<DbuRates> = {}): DbuRates {
  return {
    nodeTypes: { ...LIST_RATES.nodeTypes, ...own.nodeTypes },
    photonFactor: own.photonFactor ?? LIST_RATES.photonFactor,
    warehouseSizes: { ...LIST_RATES.warehouseSizes, ...own.warehouseSizes },
  };
}

function awsRates(): Record<string, number> {
  const rates = Object.entries(AWS_FAMILIES).flatMap(([family, rate]) =>
    Object.entries(SIZES).map(([size, times]): [string, number] => [
      `${family}.${size}`,
      Math.round(rate * times * 100) / 100,
    ]),
  );
  const m5 = ['m5', 'm5d'].flatMap((family) =>
    Object.entries(AWS_M5).map(([size, rate]): [string, number] => [`${family}.${size}`, rate]),
  );
  return { ...Object.fromEntries([...rates, ...m5]), ...AWS_EXCEPTIONS };
}

function azureRates(): Record<string, number> {
  const rates = Object.entries(AZURE_FAMILIES).flatMap(([family, [rate, sizes]]) =>
    sizes.map((cores): [string, number] => [family.replace('#', String(cores)), rate * cores]),
  );
  return { ...Object.fromEntries(rates), ...AZURE_DS };
}
