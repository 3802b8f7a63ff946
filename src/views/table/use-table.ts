import { useMemo, useState } from 'react';
import type { TableQuestion, TableSort } from '../../contract/api.ts';
import { useAskedLens } from '../asked-lens.ts';
import { useApp, useView } from '../context.ts';
import { useAnswer } from '../use-answer.ts';
import { type TableRows, tableRows } from './columns.ts';

/** The table's question and its rows, sorted by the worker: the largest value or change first, which for shrinkage is the least. */
export function useTable(compared: boolean, by: 'flat' | 'cum', filter: string) {
  const { engine } = useApp();
  const lens = useAskedLens();
  const [order, setOrder] = useState<{ readonly sort: TableSort; readonly descending: boolean } | null>(null);
  const shrinking = useView((s) => s.lens.compare?.mode === 'shrink');
  const usual: TableSort = compared ? 'delta' : 'flat';
  const fits =
    order !== null &&
    ((compared && order.sort !== 'flat' && order.sort !== 'cum') || (!compared && !COMPARED.has(order.sort)));
  const { sort, descending } = fits ? order : { sort: usual, descending: !(compared && shrinking) };
  const question: TableQuestion | null = lens === null ? null : { lens, sort, descending, filter, by };
  const answered = useAnswer(question, (q) => engine.table(q));
  const { answer } = answered;
  const rows: TableRows | null = useMemo(() => (answer === undefined ? null : tableRows(answer, by)), [answer, by]);
  return {
    answered,
    rows,
    sort,
    descending,
    onSort: (next: TableSort, down: boolean) => setOrder({ sort: next, descending: down }),
  };
}

const COMPARED: ReadonlySet<TableSort> = new Set(['before', 'after', 'delta', 'ratio']);
