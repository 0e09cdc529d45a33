import { LIST_RATES, ratesOf } from '../../../../tools/review/resources/dbu-rates';

describe('rates of compute', () => {
  it('know no machine that is not in the list', () => {
    expect(LIST_RATES.nodeTypes['x9.large']).toBeUndefined();
  });

  it('are those of the account where it gives its own, and of the list otherwise', () => {
    const rates = ratesOf({ dbu_rates: { node_types: { 'x9.large': 7 }, photon_factor: 2.5 } });
    expect(rates.nodeTypes).toMatchObject({ 'x9.large': 7, 'i3.xlarge': 1 });
    expect(rates.photonFactor).toBe(2.5);
    expect(rates.warehouseSizes).toEqual(LIST_RATES.warehouseSizes);
  });
});
