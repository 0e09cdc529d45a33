/** What compute costs, in DBU an hour. A DBU is what Databricks charges for; its price depends on the contract. */
export interface DbuRates {
  /** By type of machine, as the cloud names it, without Photon. */
  readonly nodeTypes: Readonly<Record<string, number>>;

  /** How many times as much a machine costs with Photon. */
  readonly photonFactor: number;

  /** One cluster of a SQL warehouse, by its size. */
  readonly warehouseSizes: Readonly<Record<string, number>>;
}

/** Sizes of a family of machines, by how many times as large they are as `xlarge`. */
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

/** DBU an hour of `xlarge` in families of AWS whose sizes cost in proportion. */
const AWS_FAMILIES: Readonly<Record<string, number>> = {
  c5: 0.61,
  c5d: 0.69,
  i3: 1,
  i3en: 1.45,
  m5: 0.69,
  m5a: 0.61,
  m5d: 0.69,
  // Not in the list: as m5, whose successor with the same cores and memory it is.
  m6i: 0.69,
  m6id: 0.69,
  r4: 1,
  r5: 0.9,
  r5a: 0.81,
  // Not in the list: as r5.
  r6i: 0.9,
  r6id: 0.9,
};

/** DBU an hour of sizes of m5 and m5d that do not cost in proportion. */
const AWS_M5 = {
  '2xlarge': 1.37,
  '4xlarge': 2.74,
  '8xlarge': 5.48,
  '12xlarge': 8.23,
  '16xlarge': 10.96,
  '24xlarge': 16.46,
};

const AWS_EXCEPTIONS = { 'i3.large': 0.75, 'i3en.large': 0.75, 'm5d.large': 0.34 };

/** Families of Azure whose sizes cost in proportion: DBU an hour of a core, and the cores of each size. */
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
 * Rates of common machines and of all SQL warehouses, as Databricks has published them. They tell a cheap change from
 * an expensive one; an account has its own price list, and an environment may state its own rates.
 *
 * @see https://github.com/databrickslabs/overwatch/tree/main/src/main/resources DBU an hour by machine
 * @see https://docs.databricks.com/aws/en/resources/pricing DBU an hour by size of warehouse
 * @see https://docs.databricks.com/aws/en/compute/photon Photon has its own rate: about twice that of the machine
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

/** Rates with those of an account in the place of the published ones. */
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
