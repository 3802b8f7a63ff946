import { EllipsisVertical, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { showAmount, showShare } from '../../base/figures.ts';
import { groupDigits } from '../../base/units.ts';
import { isMap, isTimeline } from '../../state/policy.ts';
import type { FileEntry, SourceEntry } from '../../state/session.ts';
import { setRole, showView, toggleSource } from '../../state/sources.ts';
import { Checkbox } from '../../ui/Checkbox.tsx';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuAt } from '../../ui/Menu.tsx';
import { RoleChip } from '../../ui/RoleChip.tsx';
import { useApp, useSay, useView } from '../context.ts';
import { formatTitle } from './format-title.ts';
import { panel, usePanel } from './panel-state.ts';
import css from './SourceRow.module.css';
import { useSourceMenu } from './source-menu.ts';
import { useStatus } from './status.ts';
import { clockOf } from './times.ts';
import {
  rankedTypes,
  totalOf,
  useComparing,
  useSampleType,
  useShownMaps,
  useShownTimelines,
} from './use-lens-sources.ts';

/** Share of a file's records that could be read, over all its parts; null when the report does not count any. */
export function readShare(file: FileEntry): { readonly read: number; readonly all: number } | null {
  let read = 0;
  let skipped = 0;
  for (const part of file.parts) {
    read += part.report.records;
    for (const s of part.report.skipped) skipped += s.count;
  }
  return read + skipped === 0 ? null : { read, all: read + skipped };
}

/** What a source is, in the field's words: `pprof heap · Go 1.24 · 11:40:02`. */
export function useSourceLine(source: SourceEntry, file: FileEntry | undefined): string {
  const t = useSay();
  const format = file?.parts.find((p) => p.sourceKeys.includes(source.facts.key))?.report.format;
  const { flavor, runtime, timeNanos, lossRate } = source.facts;
  const title = format === undefined ? '' : formatTitle(t, format);
  // A timeline's flavor is its format once more.
  const what = isTimeline(source.facts) || title.includes(flavor) ? title : `${title} ${flavor}`.trim();
  const { maps, mappings, timeline, durationNanos } = source.facts;
  const regions = maps === undefined ? '' : t('maps.regions', { count: groupDigits(mappings) });
  const length = timeline === undefined ? '' : showAmount(BigInt(durationNanos), 'ns');
  const lost = lossRate === undefined ? '' : t('perf.lost.short', { percent: showShare(lossRate, 1) });
  return [what, regions, length, runtime, clockOf(timeNanos), lost].filter((part) => part !== '').join(' · ');
}

/** RSS of a memory map, or its size where no RSS is printed. */
function mapTotal({ facts }: SourceEntry): number | null {
  const { rss = Number.NaN, size = Number.NaN } = facts.maps ?? {};
  const total = Number.isNaN(rss) ? size : rss;
  return Number.isNaN(total) ? null : total;
}

/** What stands at the right of a timeline: its GC cycles, else its goroutines or series. */
function useTimelineFigure({ facts }: SourceEntry): string {
  const t = useSay();
  const { timeline } = facts;
  if (timeline === undefined) return '';
  if (timeline.gcCycles > 0) return t('shell.row.gc', { count: groupDigits(timeline.gcCycles) });
  return t('shell.row.series', { count: timeline.series.length });
}

interface SourceRowProps {
  readonly source: SourceEntry;
  readonly file: FileEntry | undefined;
}

/** A source that is open: in or out of the picture, its role, its total, its menu. */
export function SourceRow({ source, file }: SourceRowProps) {
  const t = useSay();
  const app = useApp();
  const { key } = source.facts;
  const comparing = useComparing();
  const lens = useView((s) => s.lens);
  const shownType = useSampleType();
  const facts = useSourceLine(source, file);
  const clock = useStatus((s) => s.clocks[key]);
  const line = clock ?? facts;
  const renaming = usePanel((s) => s.renaming === key);
  const items = useSourceMenu(source);
  const [menuAt, setMenuAt] = useState<{ readonly x: number; readonly y: number } | null>(null);
  const ofMap = isMap(source.facts);
  const maps = useShownMaps();
  const timed = isTimeline(source.facts);
  const timelines = useShownTimelines();
  const timelineFigure = useTimelineFigure(source);
  const type = maps === null ? shownType : rankedTypes(source)[0];
  const mapPair = maps?.base == null ? null : { base: maps.base, after: maps.after };
  const compared = mapPair ?? (comparing ? lens.compare : null);
  // A comparison in itself is both sides: neither is its role.
  const pair = compared?.base === compared?.after ? null : compared;
  const role = pair === null ? null : pair.base === key ? 'base' : pair.after === key ? 'after' : null;
  const shown = timed
    ? timelines.includes(key)
    : role !== null || maps?.after === key || (maps === null && lens.sources.includes(key));
  const selected = pair !== null ? role !== null : (maps?.after ?? lens.sources[0]) === key;
  const partial = file?.status === 'partial';
  const share = partial ? readShare(file) : null;
  const total = ofMap ? mapTotal(source) : totalOf(source, type, lens.allRecords);

  const choose = (e: MouseEvent) => {
    if (timed) showView(app, 'timeline');
    else if (ofMap && mapPair === null) toggleSource(app, key);
    else if (comparing || ofMap) setRole(app, key, e.shiftKey ? 'base' : 'after');
    else if (maps !== null) app.view.go('flame', { ...lens, sources: [key], compare: null, root: [] });
    else app.view.setLens({ sources: [key], merge: false, sampleType: lens.merge ? '' : lens.sampleType, root: [] });
  };
  const openMenu = (e: MouseEvent) => {
    e.preventDefault();
    setMenuAt({ x: e.clientX, y: e.clientY });
  };

  return (
    <li className={cx(css.row, selected && css.selected)} onContextMenu={openMenu}>
      <span className={css.state}>
        {partial ? (
          <TriangleAlert className={css.warn} aria-label={t('shell.status.partial')} />
        ) : (
          <Checkbox
            aria-label={t('shell.inPicture', { name: source.title })}
            checked={shown}
            aria-disabled={role !== null}
            onChange={() => role === null && toggleSource(app, key)}
          />
        )}
      </span>
      {renaming ? (
        <NameField source={source} />
      ) : (
        <button
          type="button"
          className={css.name}
          title={comparing ? t('shell.rowHintCompare') : source.facts.fileName}
          aria-current={selected || undefined}
          onClick={choose}
          onDoubleClick={() => panel.setState({ renaming: key })}
        >
          {source.title}
        </button>
      )}
      <span className={css.value}>
        {role !== null ? (
          <RoleChip role={role} label={t(`shell.role.${role}`)} />
        ) : share !== null ? (
          showShare(share.read, share.all)
        ) : timed ? (
          timelineFigure
        ) : total === null ? (
          '—'
        ) : (
          showAmount(total, ofMap ? 'bytes' : (type?.unit ?? ''), lens.unit)
        )}
      </span>
      <span className={css.line} title={line}>
        {partial ? `${t('shell.status.partial')} · ${line}` : line}
      </span>
      <span className={css.menu}>
        <Menu
          wide
          align="end"
          trigger={
            <IconButton small label={t('shell.sourceMenu', { name: source.title })} icon={<EllipsisVertical />} />
          }
          items={items}
        />
      </span>
      <MenuAt at={menuAt} label={source.title} items={items} onClose={() => setMenuAt(null)} />
    </li>
  );
}

function NameField({ source }: { readonly source: SourceEntry }) {
  const t = useSay();
  const { session } = useApp();
  const done = (name: string | null) => {
    if (name !== null && name.trim() !== '') session.rename(source.facts.key, name.trim());
    panel.setState({ renaming: null });
  };
  const onKeyDown = (e: KeyboardEvent<HTMLInputElement>) => {
    if (e.key === 'Enter') done(e.currentTarget.value);
    else if (e.key === 'Escape') done(null);
    else return;
    e.preventDefault();
    e.stopPropagation();
  };
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: it appears because the user asked to rename
      autoFocus
      className={css.rename}
      aria-label={t('shell.rename')}
      defaultValue={source.title}
      onFocus={(e) => e.currentTarget.select()}
      onBlur={(e) => done(e.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
