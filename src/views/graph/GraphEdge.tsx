import { memo } from 'react';
import { type EdgeLook, PLATE_HEIGHT } from '../../draw/graph-edges.ts';
import { cx } from '../../ui/cx.ts';
import css from './GraphView.module.css';

const TONES = { plain: css.plain, seam: css.seam, grew: css.grew, shrank: css.shrank } as const;

interface GraphEdgeProps {
  readonly path: string;
  readonly look: EdgeLook;
  readonly away: boolean;
  /** Prefix of the ids of this picture's arrow heads. */
  readonly heads: string;
}

/** A call: a line as wide as its weight, or in the style of its tier, with a head at the callee. */
export const GraphEdge = memo(function GraphEdge({ path, look, away, heads }: GraphEdgeProps) {
  return (
    <g className={cx(css.edge, TONES[look.tone], away && css.away)}>
      <path
        d={path}
        strokeWidth={look.width}
        strokeDasharray={look.dash === '' ? undefined : look.dash}
        strokeLinecap={look.dash.startsWith('1 ') ? 'round' : undefined}
        markerEnd={`url(#${heads}-${look.tone})`}
      />
      {look.double ? <path className={css.gap} d={path} strokeWidth={1.5} /> : null}
    </g>
  );
});

/** Arrow heads, one a tone: a head cannot take the colour of its line in older browsers. */
export function GraphHeads({ id }: { readonly id: string }) {
  return (
    <defs>
      {(['plain', 'seam', 'grew', 'shrank'] as const).map((tone) => (
        <marker
          key={tone}
          id={`${id}-${tone}`}
          viewBox="0 0 8 8"
          refX="0"
          refY="4"
          markerWidth="10"
          markerHeight="9"
          markerUnits="userSpaceOnUse"
          preserveAspectRatio="none"
          orient="auto"
        >
          <path className={cx(css.head, TONES[tone])} d="M0 0L8 4L0 8Z" />
        </marker>
      ))}
    </defs>
  );
}

const PLATE_CHAR = 6;

/** Width of a plate in px. */
export function plateWidth(text: string): number {
  return (text.length + 1) * PLATE_CHAR;
}

interface EdgePlateProps {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly seam: boolean;
}

/** The figures of an edge on a plate in the colour of the canvas. */
export const EdgePlate = memo(function EdgePlate({ x, y, text, seam }: EdgePlateProps) {
  const width = plateWidth(text);
  return (
    <g className={cx(css.plate, seam && css.seamPlate)} transform={`translate(${x} ${y})`}>
      <rect x={-width / 2} y={-PLATE_HEIGHT / 2} width={width} height={PLATE_HEIGHT} />
      <text y={4} textAnchor="middle">
        {text}
      </text>
    </g>
  );
});
