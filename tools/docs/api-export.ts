/** A property of an interface, of the props of a class, or of a setting. */
export interface ApiProperty {
  /** Name, with the path of a nested property, such as `truststore.location`. */
  readonly name: string;
  /** TypeScript type, or the name of a documented type. */
  readonly type: string;
  readonly optional: boolean;
  /** Text of `@default`. */
  readonly default?: string;
  /** The docstring; Markdown. */
  readonly text: string;
}

/** One variant of a setting. */
export interface ApiVariant {
  /** Discriminator: `kind: 's3'`. */
  readonly name: string;
  readonly text: string;
  readonly properties: readonly ApiProperty[];
}

/** An export of a module. */
export interface ApiExport {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'setting' | 'function' | 'constant' | 'type';
  /** The docstring; Markdown. */
  readonly text: string;
  /** Addresses of `@see`. */
  readonly see: readonly string[];
  /** Code of `@example`. */
  readonly examples: readonly string[];
  /** Constructor or function signature, or the text of a type. */
  readonly signature?: string;
  /** Props of a class, or the properties of an interface or setting. */
  readonly properties: readonly ApiProperty[];
  /** Variants of a setting. */
  readonly variants: readonly ApiVariant[];
  /** Public members of a class. */
  readonly members: readonly ApiMember[];
}

/** A documented public property or method of a class. */
export interface ApiMember {
  /** Name, with parameters for a method. */
  readonly name: string;
  /** The docstring; Markdown. */
  readonly text: string;
}
