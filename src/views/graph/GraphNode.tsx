import { type KeyboardEvent, memo } from 'react';
import type { GraphBox, GraphSide } from '../../draw/graph-picture.ts';
import { cx } from '../../ui/cx.ts';
import css from './GraphView.module.css';

export interface NodeHands {
  readonly onHover: (node: number | null) => void;
  readonly onActive: (node: number) => void;
  readonly onChoose: (node: number) => void;
  readonly onFocus: (node: number) => void;
  readonly onKey: (event: KeyboardEvent, node: number) => void;
}

interface GraphNodeProps {
  readonly node: number;
  readonly box: GraphBox;
  readonly side: GraphSide;
  /** Centre. */
  readonly x: number;
  readonly y: number;
  readonly stripe: string;
  readonly label: string;
  readonly selected: boolean;
  readonly active: boolean;
  readonly away: boolean;
  readonly hands: NodeHands;
}

/** A function: raised box, stripe in its colour, name over figures. Drawn again only when something of it changes. */
export const GraphNode = memo(function GraphNode(props: GraphNodeProps) {
  const { node, box, side, x, y, stripe, label, selected, active, away, hands } = props;
  const { strong, rest, absent } = box.texts[side];
  return (
    // biome-ignore lint/a11y/useSemanticElements: a box of a drawing cannot be an HTML button.
    <g
      role="button"
      data-node={node}
      tabIndex={active ? 0 : -1}
      aria-pressed={selected}
      aria-label={label}
      className={cx(css.node, away && css.away, absent && css.absent)}
      transform={`translate(${x - box.width / 2} ${y - box.height / 2})`}
      onPointerEnter={() => hands.onHover(node)}
      onPointerLeave={() => hands.onHover(null)}
      onClick={() => hands.onChoose(node)}
      onDoubleClick={() => hands.onFocus(node)}
      onFocus={() => hands.onActive(node)}
      onKeyDown={(event) => hands.onKey(event, node)}
    >
      <title>{box.name}</title>
      <rect className={css.box} width={box.width} height={box.height} rx={4} />
      <rect className={css.stripe} width={4} height={box.height} rx={2} fill={stripe} />
      <text className={css.name} x={12} y={box.height / 2 - 3}>
        {box.label}
      </text>
      <text className={css.value} x={12} y={box.height / 2 + 12}>
        {strong === '' ? null : <tspan className={css.strong}>{strong}</tspan>}
        {strong === '' ? rest : ` ${rest}`}
      </text>
    </g>
  );
});
