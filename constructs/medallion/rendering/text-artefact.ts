import { Construct } from 'constructs';

/** Properties of a {@link TextArtefact}. */
export interface TextArtefactProps {
  /** Path of the file, relative to the directory of the stack in the synthesized output. */
  readonly file: string;

  /** Render the text; called at synthesis, once all constructs exist. */
  readonly text: () => string;
}

/** A text file that synthesis writes next to the Terraform JSON, for people and tools to read. */
export class TextArtefact extends Construct {
  readonly file: string;
  readonly text: () => string;

  constructor(scope: Construct, id: string, props: TextArtefactProps) {
    super(scope, id);
    this.file = props.file;
    this.text = props.text;
  }
}
