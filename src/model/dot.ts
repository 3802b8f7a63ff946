type Attributes = Readonly<Record<string, string | number>>;

export interface DotNode {
  readonly id: string;
  readonly attributes: Attributes;
}

export interface DotEdge {
  readonly from: string;
  readonly to: string;
  readonly attributes: Attributes;
}

/** A quoted DOT string: never HTML, whatever a name holds. A backslash is doubled, so that `\N` stays as written. */
export function dotQuote(text: string): string {
  return `"${text
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\0/g, '')}"`;
}

/** A directed graph in Graphviz's language. */
export function dotText(graph: Attributes, nodes: readonly DotNode[], edges: readonly DotEdge[]): string {
  const list = (attributes: Attributes): string =>
    Object.keys(attributes)
      .map((key) => `${key}=${dotQuote(String(attributes[key]))}`)
      .join(' ');
  const lines = ['digraph {', ` graph [${list(graph)}];`, ' node [shape="box"];'];
  for (const n of nodes) lines.push(` ${dotQuote(n.id)} [${list(n.attributes)}];`);
  for (const e of edges) lines.push(` ${dotQuote(e.from)} -> ${dotQuote(e.to)} [${list(e.attributes)}];`);
  lines.push('}', '');
  return lines.join('\n');
}
