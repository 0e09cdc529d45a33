import { datasetLink, datasetName } from '../../../local/report/dataset-name';

describe('the name of a dataset', () => {
  it('may break behind its underscores', () =>
    expect(datasetName('gold_daily_activity').text).toBe('gold_<wbr>daily_<wbr>activity'));

  it('leads to what is known of the dataset', () =>
    expect(datasetLink('raw_sales').text).toBe('<a href="#dataset-raw_sales">raw_<wbr>sales</a>'));
});
