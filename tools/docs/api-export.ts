/** A property of an interface, of the props of a class, or of a setting. */
export interface ApiProperty {
  /** Name; of a property of a nested object with the names around it, such as `truststore.location`. */
  readonly name: string;
  /** TypeScript type, or the name of a documented one. */
  readonly type: string;
  readonly optional: boolean;
  /** What `@default` says. */
  readonly default?: string;
  /** The docstring; Markdown. */
  readonly text: string;
}

/** One form of a setting that can have several. */
export interface ApiVariant {
  /** What tells it from the others: `kind: 's3'`. */
  readonly name: string;
  readonly text: string;
  readonly properties: readonly ApiProperty[];
}

/** Something that a module exports. */
export interface ApiExport {
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'setting' | 'function' | 'constant' | 'type';
  /** The docstring; Markdown. */
  readonly text: string;
  /** Addresses of `@see`. */
  readonly see: readonly string[];
  /** Code of `@example`. */
  readonly examples: readonly string[];
  /** How a class is created or a function called; the text of a type. */
  readonly signature?: string;
  /** Props of a class, or the properties of an interface or setting. */
  readonly properties: readonly ApiProperty[];
  /** The forms of a setting that has several. */
  readonly variants: readonly ApiVariant[];
  /** What objects of a class offer. */
  readonly members: readonly ApiMember[];
}

/** A public property or method that a class declares and documents. */
export interface ApiMember {
  /** Name; of a method with its parameters. */
  readonly name: string;
  /** The docstring; Markdown. */
  readonly text: string;
}
