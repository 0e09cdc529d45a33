import { LIST_RATES, ratesWith } from '../../../../tools/review/resources/dbu-rates';

describe('rates of compute', () => {
  it.each([
    ['i3.xlarge', 1],
    ['i3.large', 0.75],
    ['i3.16xlarge', 16],
    ['m5d.large', 0.34],
    ['m5d.2xlarge', 1.37],
    ['m5.24xlarge', 16.46],
    ['r5.xlarge', 0.9],
    ['c5.xlarge', 0.61],
    ['Standard_DS3_v2', 0.75],
    ['Standard_E8ds_v4', 2],
  ])('are those that are published: %s costs %d DBU per hour', (type, rate) => {
    expect(LIST_RATES.nodeTypes[type]).toBe(rate);
  });

  it('know no machine that is not in the list', () => {
    expect(LIST_RATES.nodeTypes['x9.large']).toBeUndefined();
  });

  it('are those of the account where it gives its own, and of the list otherwise', () => {
    const rates = ratesWith({ nodeTypes: { 'x9.large': 7 }, photonFactor: 2.5 });
    expect(rates.nodeTypes).toMatchObject({ 'x9.large': 7, 'i3.xlarge': 1 });
    expect(rates.photonFactor).toBe(2.5);
    expect(rates.warehouseSizes).toEqual(LIST_RATES.warehouseSizes);
  });
});
