import type { Layer, MedallionPipeline } from '../graph';
import { NotebookRenderer } from './notebook-renderer';

/** One notebook of a layer: Python, or SQL for its published views. */
export interface LayerNotebook {
  readonly layer: Layer;
  /** Name of the notebook in the workspace. */
  readonly name: string;
  /** Name of its file in the synthesized output: the name with the ending of its language. */
  readonly file: string;
  readonly language: 'PYTHON' | 'SQL';
  /** Writes the notebook; call it when all datasets are there. */
  readonly text: () => string;
}

/** The notebooks of a pipeline in the order in which it runs them. */
export function notebooksOf(pipeline: MedallionPipeline): LayerNotebook[] {
  return pipeline.layers.flatMap((layer) => {
    const { id } = layer.node;
    const renderer = new NotebookRenderer(layer);
    const python: LayerNotebook = {
      layer,
      name: id,
      file: `${id}.py`,
      language: 'PYTHON',
      text: () => renderer.python(),
    };
    const views: LayerNotebook = {
      layer,
      name: `${id}_views`,
      file: `${id}_views.sql`,
      language: 'SQL',
      text: () => renderer.sql(),
    };
    return layer.datasets.some(({ kind }) => kind === 'published_view') ? [python, views] : [python];
  });
}
