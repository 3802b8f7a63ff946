const NODES = 60;

/** DOT text of a made-up graph with the settings of a real one: Graphviz's hot loops are compiled by laying it out. */
export function warmGraph(): string {
  const lines = ['digraph {', 'graph [splines="polyline" nslimit="0.5" nslimit1="0.5" mclimit="0.1" searchsize="10"];'];
  for (let i = 0; i < NODES; i++) lines.push(`n${i} [shape="box" label="" fixedsize="true" width="1.5" height="0.5"];`);
  for (let i = 1; i < NODES; i++) {
    lines.push(`n${i >> 1} -> n${i} [id="e${2 * i - 2}"];`, `n${i >> 2} -> n${i} [id="e${2 * i - 1}"];`);
  }
  return `${lines.join('\n')}\n}\n`;
}
