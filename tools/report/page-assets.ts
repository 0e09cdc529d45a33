import path from 'node:path';
import { buildSync } from 'esbuild';

/** Script and style sheet to embed in a page. */
export interface PageAssets {
  /** Bundled script; contains no `</script>`. */
  readonly script: string;
  /** Bundled style sheet; contains no `</style>`. */
  readonly style: string;
}

const PAGE = path.join(__dirname, 'page');

/** Bundles the script and the style sheet of the report page. */
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
    // Keep the licence notices of bundled packages.
    legalComments: 'inline',
    logLevel: 'silent',
  });
  const text = outputFiles[0]?.text ?? '';
  // esbuild already escapes "</script"; do not rely on it.
  if (/<\/(script|style)/i.test(text))
    throw new Error(`${entry}: the bundle contains a closing tag that would end its own element`);
  return text;
}
