import { BOOK } from '../../base/words/book.ts';
import { say } from '../../base/words/words.ts';
import { comparable, hasStacks, isMap, isTimeline, mergedLens, opening } from '../../state/policy.ts';
import { keepRecent } from '../../state/recent.ts';
import type { InputFile } from '../../state/session.ts';
import { setRole, showMaps, withoutSources } from '../../state/sources.ts';
import { toaster } from '../../ui/toaster.ts';
import type { AppParts } from '../context.ts';
import { panel } from '../shell/panel-state.ts';

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/**
 * Opens files beside what is open. With nothing open yet, or once a link has all its files, the view follows; else
 * they are only added, unless they were given a role in the comparison.
 */
export async function openInputs(app: AppParts, files: readonly InputFile[], role?: 'base' | 'after'): Promise<void> {
  if (files.length === 0) return;
  performance.mark('leaklens:open');
  const { session, view } = app;
  const { preferences } = view.store.getState();
  const wasOpen = new Set(session.store.getState().sources.map((s) => s.facts.key));
  if (preferences.keepRecent) void keepRecent(files);
  const keys = new Set((await session.open(files)).flat());
  settle(app, keys, wasOpen, role);
}

/**
 * Reads a file again without the cap of decompressed size and shows it as if it had just been dropped. What was read of
 * it before goes first, out of the lens too, as the whole has the same key.
 */
export async function reopenUncapped(app: AppParts, fileId: string): Promise<void> {
  performance.mark('leaklens:open');
  const { session, view } = app;
  const { sources } = session.store.getState();
  const own = new Set(sources.filter((s) => s.fileId === fileId).map((s) => s.facts.key));
  const input = session.input(fileId);
  if (own.size > 0 && input !== undefined) {
    const before = view.store.getState();
    const left = sources.filter((s) => hasStacks(s.facts) && !own.has(s.facts.key)).map((s) => s.facts.key);
    view.go(before.view, withoutSources(before.lens, own, left));
    session.removeFile(fileId);
    const read = session.open([input], Number.POSITIVE_INFINITY);
    const { files } = session.store.getState();
    panel.setState({ reportFile: files[files.length - 1]?.id ?? '' });
    await read;
    view.go(before.view, before.lens);
    return;
  }
  const wasOpen = new Set(app.session.store.getState().sources.map((s) => s.facts.key));
  settle(app, new Set(await app.session.openUncapped(fileId)), wasOpen);
}

function settle(app: AppParts, keys: ReadonlySet<string>, wasOpen: ReadonlySet<string>, role?: 'base' | 'after'): void {
  const { session, view, pendingLink } = app;
  if (pendingLink.resolve()) return;
  const { sources } = session.store.getState();
  const given = sources.filter((s) => keys.has(s.facts.key));
  const first = given[0];
  if (first === undefined) {
    if (sources.length === 0) view.show('report');
    return;
  }
  if (role !== undefined && setRole(app, first.facts.key, role)) return;
  const added = given.filter((s) => isTimeline(s.facts) && !wasOpen.has(s.facts.key)).map((s) => s.facts.key);
  const shownBefore = view.store.getState().lens;
  // An empty list means all of them.
  const timelines = shownBefore.timelines.length === 0 ? [] : [...shownBefore.timelines, ...added];
  const lens = { ...shownBefore, timelines };
  const chosenMaps = lens.maps.length > 1 && given.every((s) => isMap(s.facts));
  if (wasOpen.size === 0 || (lens.sources.length === 0 && lens.compare === null && !chosenMaps)) {
    const next = opening(
      given.map((s) => s.facts),
      sources.map((s) => s.facts),
    );
    if (next === null) return;
    const maps = next.lens.maps.length > 0 ? next.lens.maps : lens.maps;
    view.go(next.view, { ...next.lens, maps, timelines: [...new Set([...timelines, ...next.lens.timelines])] });
    return;
  }
  const all = sources.map((s) => s.facts);
  const before = mergedLens(
    lens,
    all.filter((f) => wasOpen.has(f.key)),
  );
  const merged = lens.compare === null && (lens.merge || before === null) ? mergedLens(lens, all) : null;
  if (merged !== null) {
    view.go(lens.merge ? view.store.getState().view : 'flame', merged);
    return;
  }
  const { language } = view.store.getState().preferences;
  const t = (key: string, args?: Readonly<Record<string, string | number>>) => say(BOOK, language, key, args);
  const fresh = given.filter((s) => !wasOpen.has(s.facts.key));
  const newest = fresh[0];
  if (newest === undefined) {
    toaster.show(t('shell.alreadyOpen', { name: first.title }));
    return;
  }
  const shown = sources.find((s) => s.facts.key === (lens.compare?.after ?? lens.sources[0]));
  const text =
    fresh.length === 1 ? t('shell.added', { name: newest.title }) : t('shell.addedMany', { count: fresh.length });
  if (added.length > 0) {
    view.setLens({ timelines });
    toaster.show(text, { label: t('shell.view.timeline'), run: () => view.show('timeline') });
    return;
  }
  if (isMap(newest.facts)) {
    toaster.show(text, { label: t('shell.view.maps'), run: () => showMaps(app, []) });
    return;
  }
  const pair = shown !== undefined && comparable(shown.facts, newest.facts) ? shown : null;
  toaster.show(
    text,
    pair === null
      ? null
      : {
          label: t('shell.compareWith', { name: baseName(pair.title) }),
          run: () => void setRole(app, newest.facts.key, 'after'),
        },
  );
}
