import { readWarehouseCredentials } from '../../../tools/checks/warehouse-credentials';

const COMPLETE = {
  DATABRICKS_SERVER_HOSTNAME: 'example.cloud.databricks.com',
  DATABRICKS_HTTP_PATH: '/sql/1.0/warehouses/abc',
  DATABRICKS_TOKEN: 'secret',
};

describe('the credentials of a SQL warehouse', () => {
  it('are what the connector wants', () => {
    expect(readWarehouseCredentials('prod', { ...COMPLETE, OTHER: 'x' })).toEqual(COMPLETE);
  });

  it('take the address that Terraform reads for the name of the server', () => {
    const { DATABRICKS_SERVER_HOSTNAME, ...others } = COMPLETE;
    const address = `https://${DATABRICKS_SERVER_HOSTNAME}/`;
    expect(readWarehouseCredentials('prod', { ...others, DATABRICKS_HOST: address })).toEqual(COMPLETE);
  });

  it('are asked for all at once where they are missing, and never shown', () => {
    const read = () => readWarehouseCredentials('prod', { DATABRICKS_TOKEN: 'secret' });
    expect(read).toThrow(
      "The tables of 'prod' are queried through a SQL warehouse, but these variables are not set: " +
        'DATABRICKS_SERVER_HOSTNAME (or DATABRICKS_HOST), DATABRICKS_HTTP_PATH.',
    );
    expect(read).not.toThrow('secret');
  });
});
