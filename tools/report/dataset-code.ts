const SEPARATOR = /^(?:#|--) COMMAND -+[ \t]*$/m;
const HEADING = /^(?:#|--) MAGIC ## (\w+)$/m;
const TEXT = /^(?:#|--) MAGIC /;

/**
 * The code of each dataset of a notebook, by name: the cells below the dataset's heading.
 *
 * @param text notebook in Databricks source format, Python or SQL
 */
export function datasetCode(text: string): Map<string, string> {
  const code = new Map<string, string>();
  let heading: string | undefined;
  for (const cell of text.replaceAll('\r\n', '\n').split(SEPARATOR)) {
    const content = cell.trim();
    if (TEXT.test(content)) heading = HEADING.exec(content)?.[1];
    else if (heading !== undefined && content !== '') {
      const earlier = code.get(heading);
      code.set(heading, earlier === undefined ? content : `${earlier}\n\n\n${content}`);
    }
  }
  return code;
}
