import { NODE_TYPES } from '../../../constructs/workspace/compute-catalogue';

describe('the catalogue of node types', () => {
  it.each([
    ['i3.large', { cloud: 'aws', vcpus: 2, localDisk: true, dbuPerHour: 0.75 }],
    ['i3.16xlarge', { vcpus: 64, memoryGib: 488, dbuPerHour: 16 }],
    ['m5d.large', { vcpus: 2, memoryGib: 8, localDisk: true, dbuPerHour: 0.34 }],
    ['m5.24xlarge', { vcpus: 96, memoryGib: 384, localDisk: false, dbuPerHour: 16.46 }],
    ['c5.9xlarge', { vcpus: 36, memoryGib: 72, dbuPerHour: 5.46 }],
    ['m6i.xlarge', { vcpus: 4, memoryGib: 16, localDisk: false, dbuPerHour: 0.76 }],
    ['m6id.2xlarge', { vcpus: 8, memoryGib: 32, localDisk: true, dbuPerHour: 1.52 }],
    ['r6i.32xlarge', { vcpus: 128, memoryGib: 1024, localDisk: false, dbuPerHour: 32.64 }],
    ['Standard_DS3_v2', { cloud: 'azure', vcpus: 4, memoryGib: 14, dbuPerHour: 0.75 }],
    ['Standard_E4ds_v5', { vcpus: 4, memoryGib: 32, localDisk: true, dbuPerHour: 1.5 }],
    ['Standard_E8ds_v5', { vcpus: 8, memoryGib: 64, dbuPerHour: 2.75 }],
    ['Standard_D8s_v5', { vcpus: 8, memoryGib: 32, localDisk: false, dbuPerHour: 2 }],
    ['n2-standard-4', { cloud: 'gcp', vcpus: 4, memoryGib: 16, dbuPerHour: 0.72 }],
    ['n1-highmem-8', { vcpus: 8, memoryGib: 52, dbuPerHour: 1.74 }],
  ])('has what is published: %s', (name, about) => {
    expect(NODE_TYPES.get(name)).toMatchObject(about);
  });

  it.each(['c5.large', 'i3.24xlarge', 'Standard_D2ds_v5', 'x9.large'])(
    'lacks types that do not exist: %s',
    (name) => {
      expect(NODE_TYPES.has(name)).toBe(false);
    },
  );
});
