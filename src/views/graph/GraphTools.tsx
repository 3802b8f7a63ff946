import { Download, Maximize } from 'lucide-react';
import type { FlameColour } from '../../state/view.ts';
import { Button } from '../../ui/Button.tsx';
import { DropDown } from '../../ui/DropDown.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { useApp, useSay, useView } from '../context.ts';

const COUNTS = ['80', '200', '500'] as const;
const COLOURS = ['origin', 'package', 'change'] as const;
const PANES = ['one', 'side'] as const;
export const FILE_KINDS = ['svg', 'png', 'dot'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

interface GraphToolsProps {
  readonly colour: FlameColour;
  readonly nodeCount: number;
  readonly onFit: () => void;
  /** Kinds of files that can be saved now. */
  readonly saves: readonly FileKind[];
  readonly onSave: (kind: FileKind) => void;
}

/** Toolbar: one graph or two, colour, number of functions, fit, save. */
export function GraphTools({ colour, nodeCount, onFit, saves, onSave }: GraphToolsProps) {
  const t = useSay();
  const { view } = useApp();
  const compare = useView((s) => s.lens.compare);
  return (
    <>
      {compare === null ? null : (
        <Segmented
          label={t('graph.panes')}
          value={compare.mode === 'side' ? 'side' : 'one'}
          options={PANES.map((value) => ({ value, label: t(`graph.panes.${value}`) }))}
          onChange={(panes) => view.setLens({ compare: { ...compare, mode: panes === 'side' ? 'side' : 'growth' } })}
        />
      )}
      <DropDown
        kind="quiet"
        label={t('views.colour')}
        value={colour}
        options={COLOURS.filter((c) => compare !== null || c !== 'change').map((value) => ({
          value,
          label: value === 'change' ? t('graph.colour.change') : t(`views.colour.${value}`),
        }))}
        onChange={(value) => view.setColour(value)}
      />
      <DropDown
        kind="quiet"
        label={t('graph.nodes')}
        value={String(nodeCount)}
        options={[...new Set([...COUNTS, String(nodeCount)])].map((value) => ({ value, label: value }))}
        onChange={(value) => view.setLens({ nodeCount: Number(value) })}
      />
      <IconButton kind="quiet" label={t('graph.fit')} icon={<Maximize />} onClick={onFit} />
      <Menu
        trigger={
          <Button kind="quiet" disabled={saves.length === 0}>
            <Download /> {t('graph.save')}
          </Button>
        }
        items={saves.map((kind) => ({ label: t(`graph.save.${kind}`), onSelect: () => onSave(kind) }))}
      />
    </>
  );
}
