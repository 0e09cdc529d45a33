import type { Layer, MedallionPipeline } from '../graph';
import { NotebookRenderer } from './notebook-renderer';

/** A notebook of a layer: Python, or SQL for its published views. */
export interface LayerNotebook {
  readonly layer: Layer;
  /** Name of the notebook in the workspace. */
  readonly name: string;
  /** Path from the lineage manifest: pipeline, notebook name, and the extension of its language. */
  readonly file: string;
  readonly language: 'PYTHON' | 'SQL';
  /** Render the notebook; call it once all datasets exist. */
  readonly text: () => string;
}

/** Return the notebooks of a pipeline, in execution order. */
export function notebooksOf(pipeline: MedallionPipeline): LayerNotebook[] {
  return pipeline.layers.flatMap((layer) => {
    const { id } = layer.node;
    const directory = pipeline.node.id;
    const renderer = new NotebookRenderer(layer);
    const python: LayerNotebook = {
      layer,
      name: id,
      file: `${directory}/${id}.py`,
      language: 'PYTHON',
      text: () => renderer.python(),
    };
    const views: LayerNotebook = {
      layer,
      name: `${id}_views`,
      file: `${directory}/${id}_views.sql`,
      language: 'SQL',
      text: () => renderer.sql(),
    };
    return layer.datasets.some(({ kind }) => kind === 'published_view') ? [python, views] : [python];
  });
}
