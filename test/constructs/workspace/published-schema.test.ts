import { user } from '../../../constructs/workspace/principal';
import { PublishedSchema, type PublishedSchemaProps } from '../../../constructs/workspace/published-schema';
import { OWNER, ROLES, reference, StackFixture, TAGS } from './stack-fixture';

function schemaWith(props: Partial<PublishedSchemaProps> = {}, id = 'schema') {
  const shop = new StackFixture();
  const schema = new PublishedSchema(shop.workspace, id, {
    catalog: { name: 'shop' },
    schemaName: 'orders',
    comment: 'Orders of the shop.',
    roles: ROLES,
    tags: TAGS,
    ...props,
  });
  return { shop, schema };
}

describe('a published schema', () => {
  it('is created in a catalog that is there', async () => {
    const { shop, schema } = schemaWith();

    expect(await shop.only('schema')).toMatchObject({
      catalog_name: 'shop',
      name: 'orders',
      comment: 'Orders of the shop.',
    });
    expect(await shop.resources('catalog')).toEqual([]);
    expect(schema.catalogName).toBe('shop');
    expect(shop.resolve(schema.schemaName)).toBe(reference('databricks_schema.schema.name'));
  });

  it('is created after its catalog, if the stack creates that', async () => {
    const { shop, schema } = schemaWith({ catalog: { name: 'shop', create: true } });

    expect(await shop.only('catalog')).toMatchObject({ name: 'shop' });
    expect(await shop.only('schema')).toMatchObject({
      catalog_name: reference('databricks_catalog.catalog.name'),
    });
    expect(shop.resolve(schema.catalogName)).toBe(reference('databricks_catalog.catalog.name'));
  });

  it('has a volume if one is named', async () => {
    const { shop } = schemaWith({ volumeName: 'files' });

    expect(await shop.only('volume')).toMatchObject({
      name: 'files',
      catalog_name: 'shop',
      schema_name: reference('databricks_schema.schema.name'),
      volume_type: 'MANAGED',
    });
  });

  it('gives each role what it needs and no more, in one resource for each object', async () => {
    const { shop } = schemaWith({
      catalog: { name: 'shop', create: true },
      volumeName: 'files',
      roles: { ...ROLES, deployers: [user('ann@example.com')] },
    });
    const grants = (await shop.resources('grants')).map(({ grant, ...securable }) => [
      Object.keys(securable)[0],
      Object.fromEntries(
        (grant as { principal: string; privileges: string[] }[]).map(({ principal, privileges }) => [
          principal,
          privileges,
        ]),
      ),
    ]);

    expect(grants).toHaveLength(3);
    expect(Object.fromEntries(grants)).toEqual({
      catalog: {
        [OWNER]: ['USE_CATALOG'],
        'ann@example.com': ['APPLY_TAG', 'CREATE_SCHEMA', 'MANAGE', 'USE_CATALOG'],
        engineers: ['USE_CATALOG'],
        analysts: ['USE_CATALOG'],
        'auditor@example.com': ['BROWSE', 'USE_CATALOG'],
      },
      schema: {
        [OWNER]: ['APPLY_TAG', 'CREATE_MATERIALIZED_VIEW', 'CREATE_TABLE', 'MODIFY', 'SELECT', 'USE_SCHEMA'],
        'ann@example.com': ['APPLY_TAG', 'MANAGE', 'USE_SCHEMA'],
        engineers: ['SELECT', 'USE_SCHEMA'],
        analysts: ['USE_SCHEMA'],
        'auditor@example.com': ['USE_SCHEMA'],
      },
      volume: {
        [OWNER]: ['READ_VOLUME', 'WRITE_VOLUME'],
        'ann@example.com': ['APPLY_TAG', 'MANAGE'],
        engineers: ['READ_VOLUME'],
      },
    });
  });

  it('leaves grants alone where nobody has a role', async () => {
    expect(await schemaWith({ roles: {} }).shop.resources('grants')).toEqual([]);
  });

  it('carries the tags, and so do catalog and volume', async () => {
    const { shop } = schemaWith({ catalog: { name: 'shop', create: true }, volumeName: 'files' });
    const tags = (await shop.resources('entity_tag_assignment')).map(
      ({ entity_type: type, tag_key: key, tag_value: value }) => `${type} ${key}=${value}`,
    );

    expect(tags.sort()).toEqual(
      ['catalogs', 'schemas', 'volumes'].flatMap((type) => [
        `${type} environment=test`,
        `${type} owner=shop`,
      ]),
    );
  });

  it('is protected with everything that it holds', async () => {
    const { shop } = schemaWith({
      catalog: { name: 'shop', create: true },
      volumeName: 'files',
      protect: true,
    });

    for (const type of ['catalog', 'schema', 'volume']) {
      expect(await shop.only(type)).toMatchObject({ lifecycle: { prevent_destroy: true } });
    }
    for (const type of ['catalog', 'schema']) {
      expect(await shop.only(type)).toMatchObject({ force_destroy: false });
    }
  });

  it('can be destroyed with everything that it holds, if it is not protected', async () => {
    expect(await schemaWith().shop.only('schema')).toMatchObject({
      force_destroy: true,
      lifecycle: { prevent_destroy: false },
    });
  });

  it('keeps its address when the construct is renamed, so that its tables stay', async () => {
    const { shop } = schemaWith({ catalog: { name: 'shop', create: true }, volumeName: 'files' }, 'renamed');
    const { resource = {} } = await shop.terraform();

    for (const type of ['catalog', 'schema', 'volume']) {
      expect(Object.keys(resource[`databricks_${type}`] ?? {})).toEqual([type]);
    }
  });

  // https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-names
  it('has names as Unity Catalog stores them: in lower case, with or without hyphens', async () => {
    const { shop, schema } = schemaWith({
      catalog: { name: 'Shop-Prod' },
      schemaName: 'My-Orders',
      volumeName: 'Files',
    });

    expect(schema.catalogName).toBe('shop-prod');
    expect(await shop.only('schema')).toMatchObject({ catalog_name: 'shop-prod', name: 'my-orders' });
    expect(await shop.only('volume')).toMatchObject({ name: 'files' });
  });

  it('has names that can be created and published to', async () => {
    const { shop } = schemaWith({ catalog: { name: 'System' }, schemaName: 'default', volumeName: 'a.b' });

    expect(await shop.problems()).toEqual([
      "schema: catalog.name is 'System', which Databricks reserves, so nothing can be published to it. Use a catalog of your own.",
      "schema: schemaName is 'default', which every catalog already has, so it cannot be created. Use a different name.",
      "schema: volumeName is 'a.b'. Use at most 255 letters, digits, underscores and hyphens, not starting with a hyphen.",
    ]);
  });
});
