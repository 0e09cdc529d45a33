import { Construct } from 'constructs';
import type { Dataset } from './dataset';
import { nameProblems } from './identifier';
import type { MedallionPipeline } from './medallion-pipeline';

/** What a layer says of itself. */
export interface LayerProps {
  /** What the layer holds, for people who open its notebook; Markdown. */
  readonly comment: string;
}

/**
 * A step of the medallion: raw, bronze, silver, gold. Its datasets are rendered into one notebook.
 *
 * Layers are ordered as they are created: a dataset may read datasets of its own and of earlier layers.
 *
 * @see https://docs.databricks.com/aws/en/lakehouse/medallion
 */
export class Layer extends Construct {
  /** The layer that holds `construct`. */
  static of(construct: Construct): Layer {
    const layer = construct.node.scopes.reverse().find((scope) => scope instanceof Layer);
    if (!layer) {
      throw new Error(
        `${construct.node.path}: a dataset must stand in a Layer. Create it with the layer as scope.`,
      );
    }
    return layer as Layer;
  }

  /** `id`, or the first of `id-2`, `id-3`, … that is free: a name taken twice is a problem to report, not to throw. */
  static freeId(scope: Construct, id: string): string {
    let free = id;
    for (let count = 2; scope.node.tryFindChild(free); count++) free = `${id}-${count}`;
    return free;
  }

  readonly comment: string;
  readonly pipeline: MedallionPipeline;

  private readonly members: Dataset[] = [];

  constructor(pipeline: MedallionPipeline, id: string, props: LayerProps) {
    super(pipeline, Layer.freeId(pipeline, id));
    this.pipeline = pipeline;
    this.comment = props.comment;
    pipeline.add(this);
    this.node.addValidation({
      validate: () => [
        ...nameProblems('layer', id),
        ...(this.node.id === id ? [] : [`'${id}' is taken in this pipeline. Give the layer another name.`]),
        ...(this.members.length === 0
          ? ['has no dataset: its notebook would be empty. Add one, or drop the layer.']
          : []),
      ],
    });
  }

  /** Place in the order of the pipeline's layers, from 0. */
  get position(): number {
    return this.pipeline.layers.indexOf(this);
  }

  /** The datasets of this layer, in the order in which they were added. */
  get datasets(): readonly Dataset[] {
    return this.members;
  }

  /** Takes a dataset in; called by the dataset itself. */
  add(dataset: Dataset): void {
    this.members.push(dataset);
  }
}
