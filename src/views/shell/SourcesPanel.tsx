import { Clock, File, FileClock, PanelLeft, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { isMap, isTimeline, seriesOf, shownMaps, stepPair } from '../../state/policy.ts';
import type { FileEntry, SourceEntry } from '../../state/session.ts';
import { showMaps, shownTimelines, showView, toggleSource } from '../../state/sources.ts';
import { cx } from '../../ui/cx.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Splitter } from '../../ui/Splitter.tsx';
import { Tooltip } from '../../ui/Tooltip.tsx';
import { useAction, useApp, useSay, useSession, useView } from '../context.ts';
import { useSourceRowHeight } from '../table/use-row-height.ts';
import { useRows } from '../table/use-rows.ts';
import { ColumnsDialog } from './ColumnsDialog.tsx';
import { FileRow } from './FileRow.tsx';
import { SourceDialog } from './SourceDialog.tsx';
import { SourceRow } from './SourceRow.tsx';
import css from './SourcesPanel.module.css';
import { useNarrow } from './use-width.ts';

const MIN = 180;
const MAX = 420;
const INITIAL = 248;

type RowOf = { readonly file: FileEntry | undefined; readonly source: SourceEntry | null };

/** A row for every source; a file without any has one of its own. */
function rowsOf(files: readonly FileEntry[], sources: readonly SourceEntry[]): readonly RowOf[] {
  const byFile = new Map<string, SourceEntry[]>();
  for (const source of sources) {
    const own = byFile.get(source.fileId);
    if (own === undefined) byFile.set(source.fileId, [source]);
    else own.push(source);
  }
  const rows: RowOf[] = [];
  for (const file of files) {
    const own = byFile.get(file.id) ?? [];
    for (const source of own) rows.push({ file, source });
    if (own.length === 0 && file.status !== 'read' && file.status !== 'partial') rows.push({ file, source: null });
  }
  return rows;
}

interface SourcesPanelProps {
  readonly onSummary: (place: HTMLElement | null) => void;
}

/** What is open, left of the view; a rail of 44 px when it is folded or the window is narrow. */
export function SourcesPanel({ onSummary }: SourcesPanelProps) {
  const t = useSay();
  const { view } = useApp();
  const narrow = useNarrow();
  const { sourcesOpen, sourcesWidth } = useView((s) => s.preferences);
  const [overlay, setOverlay] = useState(false);
  const open = narrow ? overlay : sourcesOpen;
  useSeriesKeys();
  const toggle = () => (narrow ? setOverlay(!overlay) : view.prefer({ sourcesOpen: !sourcesOpen }));
  useAction('toggle-sources', () => {
    toggle();
    return true;
  });
  useAction('escape', () => {
    if (!narrow || !overlay) return false;
    setOverlay(false);
    return true;
  });
  return (
    <>
      {narrow || !open ? <Rail onOpen={toggle} /> : null}
      {open ? (
        <aside className={cx(css.place, narrow && css.overlay)} aria-label={t('shell.sources')}>
          <div className={css.panel} style={narrow ? {} : { width: sourcesWidth }}>
            <PanelHead onFold={toggle} />
            <SourceList />
            <div ref={onSummary} className={css.summary} />
            <p className={css.dropHint}>{t('shell.dropMore')}</p>
          </div>
          {narrow ? null : (
            <Splitter
              label={t('shell.resizeSources')}
              between="columns"
              side="before"
              size={sourcesWidth}
              min={MIN}
              max={MAX}
              initial={INITIAL}
              onResize={(width) => view.prefer({ sourcesWidth: width })}
            />
          )}
        </aside>
      ) : null}
      {narrow && overlay ? <div className={css.shade} onPointerDown={() => setOverlay(false)} /> : null}
      <SourceDialog />
      <ColumnsDialog />
    </>
  );
}

function PanelHead({ onFold }: { readonly onFold: () => void }) {
  const t = useSay();
  const { actions } = useApp();
  const rows = useSession((s) => rowsOf(s.files, s.sources).length);
  return (
    <header className={css.head}>
      <h2>
        {t('shell.sources')} <span className={css.count}>{rows}</span>
      </h2>
      <span className={css.tools}>
        <IconButton
          label={t('shell.openFiles')}
          shortcut="Ctrl O"
          icon={<Plus />}
          onClick={() => actions.run('open-files')}
        />
        <IconButton label={t('shell.foldSources')} icon={<PanelLeft />} onClick={onFold} />
      </span>
    </header>
  );
}

/** Longer lists draw only the rows in sight: a file of memleak holds a thousand reports. */
const ALL_DRAWN = 60;

function SourceList() {
  const files = useSession((s) => s.files);
  const sources = useSession((s) => s.sources);
  const rows = useMemo(() => rowsOf(files, sources), [files, sources]);
  const list = useRows(rows.length, useSourceRowHeight());
  const all = rows.length <= ALL_DRAWN;
  return (
    <div ref={list.scroller} className={css.list} onScroll={list.onScroll}>
      <ul style={all ? undefined : { height: list.height, paddingTop: list.top }}>
        {(all ? rows : rows.slice(list.first, list.last)).map(({ file, source }) =>
          source !== null ? (
            <SourceRow key={source.facts.key} source={source} file={file} />
          ) : file === undefined ? null : (
            <FileRow key={file.id} file={file} />
          ),
        )}
      </ul>
    </div>
  );
}

/** A longer rail shows what is in the picture, and how many more there are. */
const RAIL_MOST = 40;

function Rail({ onOpen }: { readonly onOpen: () => void }) {
  const t = useSay();
  const app = useApp();
  const { view } = app;
  const sources = useSession((s) => s.sources);
  const reading = useSession((s) => s.files.filter((f) => f.status === 'reading').length);
  const busy = t(reading === 1 ? 'shell.readingOne' : 'shell.readingCount', { count: reading });
  const lens = useView((s) => s.lens);
  const pair = lens.compare;
  const timelines = shownTimelines(
    lens,
    sources.map((s) => s.facts),
  );
  const isShown = ({ facts: { key }, facts }: SourceEntry): boolean =>
    isTimeline(facts)
      ? timelines.includes(key)
      : lens.sources.includes(key) || pair?.base === key || pair?.after === key;
  const drawn = sources.length > RAIL_MOST ? sources.filter(isShown).slice(0, RAIL_MOST) : sources;
  const more = sources.length - drawn.length;
  return (
    <aside className={css.rail} aria-label={t('shell.sources')}>
      <IconButton label={t('shell.unfoldSources')} icon={<PanelLeft />} onClick={onOpen} />
      {drawn.map((s) => {
        const { key } = s.facts;
        const timed = isTimeline(s.facts);
        const shown = isShown(s);
        const role =
          pair === null || pair.base === pair.after
            ? null
            : pair.base === key
              ? 'base'
              : pair.after === key
                ? 'after'
                : null;
        return (
          <IconButton
            key={key}
            label={role === null ? s.title : `${t(`shell.role.${role}`)}: ${s.title}`}
            icon={timed ? <Clock /> : <File />}
            aria-current={shown || undefined}
            className={cx(shown && css.railOn)}
            onClick={() => {
              if (timed) showView(app, 'timeline');
              else if (isMap(s.facts)) toggleSource(app, key);
              else if (pair === null) view.setLens({ sources: [key], merge: false, root: [] });
              else onOpen();
            }}
          />
        );
      })}
      {more === 0 ? null : (
        <button type="button" className={css.railMore} onClick={onOpen} aria-label={t('shell.unfoldSources')}>
          {t('shell.moreChips', { count: more })}
        </button>
      )}
      {reading === 0 ? null : (
        <Tooltip text={busy}>
          <button type="button" className={css.railBusy} onClick={onOpen} aria-label={busy}>
            <FileClock />
          </button>
        </Tooltip>
      )}
    </aside>
  );
}

/** `[` and `]` step through a series: the pair of a comparison, or the one source on screen. */
function useSeriesKeys(): void {
  const app = useApp();
  const { session, view } = app;
  const step = (direction: 1 | -1): boolean => {
    const all = session.store.getState().sources.map((s) => s.facts);
    const { lens, view: shown } = view.store.getState();
    if (shown === 'maps') {
      const maps = shownMaps(lens, all);
      const next =
        maps === null ? null : stepPair({ base: maps.base ?? maps.after, after: maps.after }, all, direction);
      if (maps === null || next === null) return false;
      showMaps(app, maps.base === null ? [next.after] : [next.base, next.after]);
      return true;
    }
    if (lens.compare !== null && shown !== 'flame') {
      const next = stepPair(lens.compare, all, direction);
      if (next === null) return false;
      view.setLens({ compare: { ...lens.compare, ...next }, sources: [next.after] });
      return true;
    }
    // Of sources that are looked at as one the C heap steps: Go's has snapshots of its own to compare.
    const stepping = lens.merge ? all.find((f) => f.heap === 'c-heap' && lens.sources.includes(f.key)) : undefined;
    const current = stepping ?? all.find((f) => f.key === lens.sources[0]);
    if (current === undefined) return false;
    const series = seriesOf(current, all);
    const next = series[series.findIndex((f) => f.key === current.key) + direction];
    if (next === undefined) return false;
    view.setLens({
      sources: lens.merge ? lens.sources.map((key) => (key === current.key ? next.key : key)) : [next.key],
    });
    return true;
  };
  useAction('next-snapshot', () => step(1));
  useAction('previous-snapshot', () => step(-1));
}
