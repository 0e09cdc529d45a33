import { Construct } from 'constructs';

/** What a text is called and how it is written. */
export interface TextArtefactProps {
  /** The file, from the directory of the stack in the synthesized output. */
  readonly file: string;

  /** Writes the text; called at synthesis, when everything is there. */
  readonly text: () => string;
}

/** A text that synthesis writes as a file beside the Terraform, for people and local tools to read. */
export class TextArtefact extends Construct {
  readonly file: string;
  readonly text: () => string;

  constructor(scope: Construct, id: string, props: TextArtefactProps) {
    super(scope, id);
    this.file = props.file;
    this.text = props.text;
  }
}
