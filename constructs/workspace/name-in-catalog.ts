import { Token } from 'cdktf';
import { z } from 'zod';
import { checked } from '../medallion/settings';

const NAME = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,254}$/;

/** Catalogs that nobody can publish to. */
const RESERVED_CATALOGS = ['hive_metastore', 'samples', 'spark_catalog', 'system'];

/** Schemas that every catalog has from the start, so that they cannot be created. */
const RESERVED_SCHEMAS = ['default', 'information_schema'];

/**
 * Name of an object in Unity Catalog. Upper case is stored as lower case, and hyphens are valid because generated SQL
 * quotes names. A name with a reference is only known when Terraform runs, so it is not checked.
 *
 * @see https://docs.databricks.com/aws/en/sql/language-manual/sql-ref-names
 */
export const NameInCatalog = checked(z.string(), (name) =>
  Token.isUnresolved(name) || NAME.test(name)
    ? undefined
    : `is '${name}'. Use at most 255 letters, digits, underscores and hyphens, not starting with a hyphen.`,
);

/** Name of a catalog that can be published to. */
export const CatalogName = checked(NameInCatalog, (name) =>
  RESERVED_CATALOGS.includes(name.toLowerCase())
    ? `is '${name}', which Databricks reserves, so nothing can be published to it. Use a catalog of your own.`
    : undefined,
);

/** Name of a schema that can be created and published to. */
export const SchemaName = checked(NameInCatalog, (name) =>
  RESERVED_SCHEMAS.includes(name.toLowerCase())
    ? `is '${name}', which every catalog already has, so it cannot be created. Use a different name.`
    : undefined,
);

/** Return the name as Unity Catalog stores it: any other case would show a diff in every plan. */
export function storedName(name: string): string {
  return Token.isUnresolved(name) ? name : name.toLowerCase();
}
