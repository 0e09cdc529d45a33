import path from 'node:path';
import { buildSync } from 'esbuild';

/** What a page needs beside its HTML, to stand inside it. */
export interface PageAssets {
  /** Script with everything that it imports; nothing in it ends a `<script>`. */
  readonly script: string;
  /** Style sheet; nothing in it ends a `<style>`. */
  readonly style: string;
}

const PAGE = path.join(__dirname, 'page');

/** Bundles the script and the style sheet of the report's page. */
export function pageAssets(): PageAssets {
  return { script: bundled('page.ts'), style: bundled('report.css') };
}

function bundled(entry: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [path.join(PAGE, entry)],
    bundle: true,
    minify: true,
    write: false,
    format: entry.endsWith('.ts') ? 'iife' : undefined,
    target: ['es2020', 'chrome100', 'firefox100', 'safari15'],
    charset: 'utf8',
    // Licences of what is bundled stay in the page.
    legalComments: 'inline',
    logLevel: 'silent',
  });
  const text = outputFiles[0]?.text ?? '';
  // esbuild writes "</script" so that it ends nothing; a page must not depend on that.
  if (/<\/(script|style)/i.test(text)) throw new Error(`${entry} would end the element that it stands in`);
  return text;
}
