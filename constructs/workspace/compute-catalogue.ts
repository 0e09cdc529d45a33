/** A cloud that Databricks runs in. */
export type Cloud = 'aws' | 'azure' | 'gcp';

/** One node type: what a machine has, and what it costs without Photon. */
export interface NodeType {
  readonly cloud: Cloud;
  readonly vcpus: number;
  readonly memoryGib: number;

  /** Whether the machine brings a disk of its own for shuffle data and state. */
  readonly localDisk: boolean;

  readonly dbuPerHour: number;
}

/**
 * A family of node types: DBU per hour and GiB of memory, both per vCPU, the vCPUs of its sizes, and whether they have a
 * local disk. Rates are those of 2024-07-11, the latest published list, to within 1 %. Types that are not here can be
 * used as well, but without checks of their disk and cost.
 *
 * @see https://github.com/databrickslabs/overwatch/tree/main/src/main/resources *_Instance_Details.csv
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html which names mean local disks
 * @see https://learn.microsoft.com/en-us/azure/virtual-machines/vm-naming-conventions the same for Azure
 */
type Family = readonly [dbu: number, gib: number, vcpus: readonly number[], localDisk?: 'local disk'];

const FROM_2 = [2, 4, 8, 16, 32, 48, 64, 96];
const FROM_2_TO_64 = FROM_2.slice(0, -1);
const FROM_2_TO_128 = [...FROM_2, 128];
const FROM_4 = FROM_2.slice(1);
const FROM_4_TO_64 = FROM_4.slice(0, -1);

const AWS: Readonly<Record<string, Family>> = {
  c5: [0.1517, 2, [4, 8, 16, 36, 48, 72, 96]],
  c5d: [0.1517, 2, [4, 8, 16, 36, 48, 72, 96], 'local disk'],
  c6gd: [0.1925, 2, FROM_4_TO_64, 'local disk'],
  c6i: [0.1738, 2, FROM_2_TO_128.slice(1)],
  c6id: [0.1738, 2, FROM_2_TO_128.slice(1), 'local disk'],
  i3: [0.25, 7.625, [4, 8, 16, 32, 64], 'local disk'],
  i3en: [0.3625, 8, [4, 8, 12, 24, 48, 96], 'local disk'],
  i4i: [0.34375, 8, [2, 4, 8, 16, 32, 64, 128], 'local disk'],
  m5: [0.17145, 4, FROM_2],
  m5a: [0.1536, 4, FROM_2],
  m5d: [0.17145, 4, FROM_2, 'local disk'],
  m6gd: [0.192, 4, FROM_2_TO_64, 'local disk'],
  m6i: [0.19, 4, FROM_2_TO_128],
  m6id: [0.19, 4, FROM_2_TO_128, 'local disk'],
  m7g: [0.24, 4, FROM_2_TO_64],
  m7gd: [0.24, 4, FROM_2_TO_64, 'local disk'],
  r5: [0.225, 8, FROM_2],
  r5a: [0.2018, 8, FROM_2],
  r5d: [0.225, 8, FROM_2, 'local disk'],
  r6gd: [0.25, 8, FROM_2_TO_64, 'local disk'],
  r6i: [0.255, 8, FROM_2_TO_128],
  r6id: [0.255, 8, FROM_2_TO_128, 'local disk'],
  r7gd: [0.315, 8, FROM_2_TO_64, 'local disk'],
};

const AZURE: Readonly<Record<string, Family>> = {
  'Standard_D#ads_v5': [0.25, 4, FROM_4, 'local disk'],
  'Standard_D#ds_v4': [0.1875, 4, FROM_4_TO_64, 'local disk'],
  'Standard_D#ds_v5': [0.25, 4, FROM_4, 'local disk'],
  'Standard_D#s_v3': [0.1875, 4, [4, 8, 16, 32, 64], 'local disk'],
  'Standard_D#s_v5': [0.25, 4, FROM_4],
  'Standard_E#ads_v5': [0.34375, 8, FROM_4_TO_64, 'local disk'],
  'Standard_E#ds_v4': [0.25, 8, [4, 8, 16, 20, 32, 48, 64], 'local disk'],
  'Standard_E#ds_v5': [0.34375, 8, FROM_4_TO_64, 'local disk'],
  'Standard_E#s_v3': [0.25, 8, [8, 16, 32, 64], 'local disk'],
  'Standard_E#s_v5': [0.34375, 8, FROM_4_TO_64],
  'Standard_F#s_v2': [0.1875, 2, [4, 8, 16, 32, 64, 72], 'local disk'],
  'Standard_L#s_v2': [0.25, 8, [8, 16, 32, 64, 80], 'local disk'],
  'Standard_L#s_v3': [0.34375, 8, [8, 16, 32, 48, 64, 80], 'local disk'],
};

/** Local disks of Google Cloud are added to a machine; none of these types comes with one. */
const GCP: Readonly<Record<string, Family>> = {
  'e2-standard-#': [0.18, 4, [4, 8, 16, 32]],
  'n1-highmem-#': [0.2175, 6.5, [4, 8, 16, 32, 64, 96]],
  'n1-standard-#': [0.17625, 3.75, [4, 8, 16, 32, 64, 96]],
  'n2-highcpu-#': [0.135, 1, [16, 32, 48, 64, 80]],
  'n2-highmem-#': [0.24, 8, [2, 4, 8, 16, 32, 48, 64, 80]],
  'n2-standard-#': [0.18, 4, [4, 8, 16, 32, 48, 64, 80]],
  'n2d-highmem-#': [0.24, 8, [2, 4, 8, 16, 32, 48, 64, 80, 96]],
  'n2d-standard-#': [0.18, 4, [4, 8, 16, 32, 48, 64, 80, 96]],
};

/** Types whose rate or name does not follow from their family. */
const EXCEPTIONS: Readonly<Record<string, NodeType>> = {
  'i3.large': { cloud: 'aws', vcpus: 2, memoryGib: 15.25, localDisk: true, dbuPerHour: 0.75 },
  'i3en.large': { cloud: 'aws', vcpus: 2, memoryGib: 16, localDisk: true, dbuPerHour: 0.75 },
  Standard_DS3_v2: { cloud: 'azure', vcpus: 4, memoryGib: 14, localDisk: true, dbuPerHour: 0.75 },
  Standard_DS4_v2: { cloud: 'azure', vcpus: 8, memoryGib: 28, localDisk: true, dbuPerHour: 1.5 },
  Standard_DS5_v2: { cloud: 'azure', vcpus: 16, memoryGib: 56, localDisk: true, dbuPerHour: 3 },
  Standard_DS12_v2: { cloud: 'azure', vcpus: 4, memoryGib: 28, localDisk: true, dbuPerHour: 1 },
  Standard_DS13_v2: { cloud: 'azure', vcpus: 8, memoryGib: 56, localDisk: true, dbuPerHour: 2 },
  Standard_DS14_v2: { cloud: 'azure', vcpus: 16, memoryGib: 112, localDisk: true, dbuPerHour: 4 },
  Standard_E64s_v3: { cloud: 'azure', vcpus: 64, memoryGib: 432, localDisk: true, dbuPerHour: 16 },
  Standard_E4ads_v5: { cloud: 'azure', vcpus: 4, memoryGib: 32, localDisk: true, dbuPerHour: 1.5 },
  Standard_E4ds_v5: { cloud: 'azure', vcpus: 4, memoryGib: 32, localDisk: true, dbuPerHour: 1.5 },
  Standard_E4s_v5: { cloud: 'azure', vcpus: 4, memoryGib: 32, localDisk: false, dbuPerHour: 1.5 },
};

/** Known node types by name. */
export const NODE_TYPES: ReadonlyMap<string, NodeType> = new Map([
  ...Object.entries(AWS).flatMap(([family, about]) =>
    typesOf('aws', about, (vcpus) => `${family}.${awsSize(vcpus)}`),
  ),
  ...Object.entries(AZURE).flatMap(([family, about]) => typesOf('azure', about, numbered(family))),
  ...Object.entries(GCP).flatMap(([family, about]) => typesOf('gcp', about, numbered(family))),
  ...Object.entries(EXCEPTIONS),
]);

/**
 * Factor of Photon on the rate of a node: it has a rate of its own, about twice that without.
 *
 * @see https://docs.databricks.com/aws/en/compute/photon
 */
export const PHOTON_FACTOR = 2;

/**
 * DBU per hour of one cluster of a SQL warehouse, by size.
 *
 * @see https://github.com/databrickslabs/overwatch/tree/main/src/main/resources Warehouse_DBU_Details.csv
 */
export const WAREHOUSE_SIZES: Readonly<Record<string, number>> = {
  '2X-Small': 4,
  'X-Small': 6,
  Small: 12,
  Medium: 24,
  Large: 40,
  'X-Large': 80,
  '2X-Large': 144,
  '3X-Large': 272,
  '4X-Large': 528,
};

function typesOf(
  cloud: Cloud,
  [dbu, gib, sizes, localDisk]: Family,
  nameOf: (vcpus: number) => string,
): [string, NodeType][] {
  return sizes.map((vcpus) => [
    nameOf(vcpus),
    {
      cloud,
      vcpus,
      memoryGib: gib * vcpus,
      localDisk: localDisk !== undefined,
      dbuPerHour: Math.round(dbu * vcpus * 100) / 100,
    },
  ]);
}

function numbered(family: string): (vcpus: number) => string {
  return (vcpus) => family.replace('#', String(vcpus));
}

/** `xlarge` has four vCPUs, `2xlarge` twice as many, and so on. */
function awsSize(vcpus: number): string {
  if (vcpus === 2) return 'large';
  return vcpus === 4 ? 'xlarge' : `${vcpus / 4}xlarge`;
}
