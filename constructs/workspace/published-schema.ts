import { Catalog } from '@cdktf/provider-databricks/lib/catalog';
import { EntityTagAssignment } from '@cdktf/provider-databricks/lib/entity-tag-assignment';
import { Grants, type GrantsGrant } from '@cdktf/provider-databricks/lib/grants';
import { Schema } from '@cdktf/provider-databricks/lib/schema';
import { Volume } from '@cdktf/provider-databricks/lib/volume';
import { Construct } from 'constructs';
import { z } from 'zod';
import { exactly, settingProblems } from '../medallion/settings';
import { CatalogName, NameInCatalog, SchemaName, storedName } from './name-in-catalog';
import { principalName } from './principal';
import { principalsOf, type Role, type Roles } from './roles';
import { Tags } from './tags';

/** The catalog, either existing or created by the stack. */
export const CatalogSettings = exactly({
  /** Name in Unity Catalog. */
  name: CatalogName,

  /**
   * Whether the stack creates the catalog and manages its grants. Otherwise it must exist, with `USE CATALOG` granted
   * to all roles.
   * @default false
   */
  create: z.boolean().optional(),
});
export type CatalogSettings = z.infer<typeof CatalogSettings>;

/** Properties of a {@link PublishedSchema}. */
export interface PublishedSchemaProps {
  /** Catalog that the schema is in. */
  readonly catalog: CatalogSettings;

  /** Name of the schema. */
  readonly schemaName: string;

  /** What the schema contains. Shown in the catalog. */
  readonly comment: string;

  /**
   * Name of a volume in the schema, for files such as exports and Kafka keystores.
   * @default - no volume
   */
  readonly volumeName?: string;

  /** Who may access catalog, schema and volume. */
  readonly roles: Roles;

  /** Tags of catalog, schema and volume. */
  readonly tags: Tags;

  /**
   * Whether Terraform refuses to destroy catalog, schema and volume. Otherwise, destroying the stack deletes them with
   * everything in them.
   * @default false
   */
  readonly protect?: boolean;
}

/**
 * Privileges of each role. Analysts and auditors get read access per table, after the update that creates it; see
 * `TableAccess`.
 *
 * @see https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/privileges
 */
const PRIVILEGES = {
  catalog: {
    owner: ['USE_CATALOG'],
    deployers: ['APPLY_TAG', 'CREATE_SCHEMA', 'MANAGE', 'USE_CATALOG'],
    engineers: ['USE_CATALOG'],
    analysts: ['USE_CATALOG'],
    auditors: ['BROWSE', 'USE_CATALOG'],
  },
  schema: {
    owner: ['APPLY_TAG', 'CREATE_MATERIALIZED_VIEW', 'CREATE_TABLE', 'MODIFY', 'SELECT', 'USE_SCHEMA'],
    deployers: ['APPLY_TAG', 'MANAGE', 'USE_SCHEMA'],
    engineers: ['SELECT', 'USE_SCHEMA'],
    analysts: ['USE_SCHEMA'],
    auditors: ['USE_SCHEMA'],
  },
  volume: {
    owner: ['READ_VOLUME', 'WRITE_VOLUME'],
    deployers: ['APPLY_TAG', 'MANAGE'],
    engineers: ['READ_VOLUME'],
  },
} as const satisfies Readonly<Record<string, Partial<Record<Role, readonly string[]>>>>;

/** A Unity Catalog schema that a pipeline publishes to, with its catalog, volume, grants and tags. */
export class PublishedSchema extends Construct {
  /** Name of the catalog; a reference if the stack creates it. */
  readonly catalogName: string;

  /** Name of the schema, as a reference, so that dependent resources are created after it. */
  readonly schemaName: string;

  constructor(scope: Construct, id: string, props: PublishedSchemaProps) {
    super(scope, id);
    const lifecycle = { preventDestroy: props.protect ?? false };
    const forceDestroy = !lifecycle.preventDestroy;

    // Logical IDs contain no construct names: renaming a construct must not replace what holds data.
    const catalog = props.catalog.create
      ? new Catalog(this, 'Catalog', { name: storedName(props.catalog.name), forceDestroy, lifecycle })
      : undefined;
    catalog?.overrideLogicalId('catalog');
    this.catalogName = catalog?.name ?? storedName(props.catalog.name);

    const schema = new Schema(this, 'Default', {
      catalogName: this.catalogName,
      name: storedName(props.schemaName),
      comment: props.comment,
      forceDestroy,
      lifecycle,
    });
    schema.overrideLogicalId('schema');
    this.schemaName = schema.name;

    const volume = props.volumeName
      ? new Volume(this, 'Volume', {
          catalogName: this.catalogName,
          schemaName: schema.name,
          name: storedName(props.volumeName),
          volumeType: 'MANAGED',
          comment: `Files of ${props.schemaName}.`,
          lifecycle,
        })
      : undefined;
    volume?.overrideLogicalId('volume');

    if (catalog) {
      this.grant('CatalogGrants', { catalog: catalog.id }, PRIVILEGES.catalog, props.roles);
      this.tag('CatalogTag', 'catalogs', catalog.id, props.tags);
    }
    this.grant('Grants', { schema: schema.id }, PRIVILEGES.schema, props.roles);
    this.tag('Tag', 'schemas', schema.id, props.tags);
    if (volume) {
      this.grant('VolumeGrants', { volume: volume.id }, PRIVILEGES.volume, props.roles);
      this.tag('VolumeTag', 'volumes', volume.id, props.tags);
    }

    this.node.addValidation({
      validate: () => [
        ...settingProblems(CatalogSettings, props.catalog, 'catalog'),
        ...settingProblems(SchemaName, props.schemaName, 'schemaName'),
        ...settingProblems(NameInCatalog.optional(), props.volumeName, 'volumeName'),
        ...settingProblems(Tags, props.tags, 'tags'),
      ],
    });
  }

  /** Create all grants on one object: the resource replaces existing ones. */
  private grant(
    id: string,
    securable: { readonly catalog?: string; readonly schema?: string; readonly volume?: string },
    privileges: Partial<Record<Role, readonly string[]>>,
    roles: Roles,
  ): void {
    const grant = Object.entries(privileges).flatMap(([role, granted]): GrantsGrant[] =>
      principalsOf(roles, role as Role).map((principal) => ({
        principal: principalName(principal),
        privileges: [...granted],
      })),
    );
    if (grant.length > 0) new Grants(this, id, { ...securable, grant });
  }

  private tag(id: string, entityType: string, entityName: string, tags: Tags): void {
    for (const [tagKey, tagValue] of Object.entries(tags)) {
      new EntityTagAssignment(this, `${id}-${tagKey}`, { entityType, entityName, tagKey, tagValue });
    }
  }
}
