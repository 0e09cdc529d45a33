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

/** Machines of AWS that cost something else than their family's `xlarge` times their size. */
const AWS_EXCEPTIONS: Readonly<Record<string, number>> = {
  'i3.large': 0.75,
  'i3en.large': 0.75,
  'm5.2xlarge': 1.37,
  'm5.4xlarge': 2.74,
  'm5.8xlarge': 5.48,
  'm5.12xlarge': 8.23,
  'm5.16xlarge': 10.96,
  'm5.24xlarge': 16.46,
  'm5d.large': 0.34,
  'm5d.2xlarge': 1.37,
  'm5d.4xlarge': 2.74,
  'm5d.8xlarge': 5.48,
  'm5d.12xlarge': 8.23,
  'm5d.16xlarge': 10.96,
  'm5d.24xlarge': 16.46,
};

const AZURE: Readonly<Record<string, number>> = {
  Standard_D4s_v3: 0.75,
  Standard_D8s_v3: 1.5,
  Standard_D16s_v3: 3,
  Standard_D32s_v3: 6,
  Standard_D64s_v3: 12,
  Standard_DS3_v2: 0.75,
  Standard_DS5_v2: 3,
  Standard_DS12_v2: 1,
  Standard_DS13_v2: 2,
  Standard_DS14_v2: 4,
  Standard_E4ds_v4: 1,
  Standard_E8ds_v4: 2,
  Standard_E16ds_v4: 4,
  Standard_E20ds_v4: 5,
  Standard_E32ds_v4: 8,
  Standard_E48ds_v4: 12,
  Standard_E64ds_v4: 16,
  Standard_E8s_v3: 2,
  Standard_E16s_v3: 4,
  Standard_E32s_v3: 8,
  Standard_E64s_v3: 16,
  Standard_F4s_v2: 0.75,
  Standard_F8s_v2: 1.5,
  Standard_F16s_v2: 3,
  Standard_F32s_v2: 6,
  Standard_L8s_v2: 2,
  Standard_L16s_v2: 4,
  Standard_L32s_v2: 8,
};

/**
 * Rates of common machines and of all SQL warehouses, as Databricks has published them. They tell a cheap change from
 * a dear one; what an account pays stands in its own price list, and an environment may give its own rates.
 *
 * @see https://github.com/databrickslabs/overwatch/tree/main/src/main/resources DBU an hour by machine
 * @see https://docs.databricks.com/aws/en/resources/pricing DBU an hour by size of warehouse
 * @see https://docs.databricks.com/aws/en/compute/photon Photon costs another rate: about twice that of the machine
 */
export const LIST_RATES: DbuRates = {
  nodeTypes: { ...awsRates(), ...AZURE },
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
  return { ...Object.fromEntries(rates), ...AWS_EXCEPTIONS };
}
