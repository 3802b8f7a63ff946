import { CircleCheck, CircleX, Clock, TriangleAlert } from 'lucide-react';
import { useSay } from '../context.ts';
import css from './Report.module.css';
import type { ReadState } from './rows.ts';

const ICONS = { read: CircleCheck, partial: TriangleAlert, refused: CircleX, reading: Clock, cancelled: CircleX };

export function StateIcon({ state }: { readonly state: ReadState }) {
  const t = useSay();
  const Icon = ICONS[state];
  return <Icon role="img" aria-label={t(`shell.status.${state}`)} className={css[`icon-${state}`]} />;
}
