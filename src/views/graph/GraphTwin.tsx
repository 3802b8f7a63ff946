import { memo, useEffect, useState } from 'react';
import { useSay } from '../context.ts';
import type { useCanvasLook } from '../flame/use-canvas-look.ts';
import type { ShownGraph } from './graph-link.ts';

interface GraphTwinProps {
  readonly shown: ShownGraph;
  readonly format: ReturnType<typeof useCanvasLook>['format'];
}

/** The table comes when the picture has been on the screen for a moment: it must not hold that up. */
const AFTER_MS = 300;

/** The calls as a table for screen readers: caller, callee, amount, before, and how a seam was joined. */
export function GraphTwin({ shown, format }: GraphTwinProps) {
  const [told, setTold] = useState<ShownGraph | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setTold(shown), AFTER_MS);
    return () => clearTimeout(timer);
  }, [shown]);
  return told === null ? null : <CallTable shown={told} format={format} />;
}

const CallTable = memo(function CallTable({ shown: { answer, boxes }, format }: GraphTwinProps) {
  const t = useSay();
  const { edges } = answer;
  const order = Array.from(edges.value, (_, e) => e);
  order.sort((a, b) => Math.abs(edges.value[b] ?? 0) - Math.abs(edges.value[a] ?? 0) || a - b);
  const notes = (e: number): string => {
    const tier = edges.tier[e] ?? 0;
    const parts = [
      edges.inlined[e] === 1 ? t('graph.inline') : '',
      edges.residual[e] === 1 ? t('graph.residual') : '',
      tier === 0 ? '' : t(`graph.tier.${tier}`),
    ];
    return parts.filter((part) => part !== '').join(', ');
  };
  return (
    <table className="sr-only">
      <caption>{t('graph.table', { type: answer.sampleType.type })}</caption>
      <thead>
        <tr>
          <th>{t('graph.caller')}</th>
          <th>{t('graph.callee')}</th>
          <th>{t('graph.amount')}</th>
          {edges.before === null ? null : <th>{t('graph.amountBefore')}</th>}
          <th>{t('graph.notes')}</th>
        </tr>
      </thead>
      <tbody>
        {order.map((e) => (
          <tr key={`${edges.from[e]} ${edges.to[e]}`}>
            <td>{boxes[edges.from[e] ?? 0]?.name ?? t('graph.noCaller')}</td>
            <td>{boxes[edges.to[e] ?? 0]?.name}</td>
            <td>{format(edges.value[e] ?? 0)}</td>
            {edges.before === null ? null : <td>{format(edges.before[e] ?? 0)}</td>}
            <td>{notes(e)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
});
