import { type ChangeEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { InputFile } from '../../state/session.ts';
import { cx } from '../../ui/cx.ts';
import { toaster } from '../../ui/toaster.ts';
import { useAction, useApp, useSay, useSession } from '../context.ts';
import css from './DropLayer.module.css';
import { type Opener, OpenerContext } from './open-context.ts';
import { openInputs } from './open-inputs.ts';
import { filesOfDrop, inputOf } from './read-drop.ts';

type Zone = 'add' | 'base' | 'after';

const carriesFiles = (e: DragEvent) => Array.from(e.dataTransfer?.types ?? []).includes('Files');

function zoneOf(target: EventTarget | null): Zone {
  const zone = target instanceof Element ? target.closest<HTMLElement>('[data-zone]')?.dataset.zone : undefined;
  return zone === 'base' || zone === 'after' ? zone : 'add';
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA)$/.test(target.tagName));
}

function pasted(data: DataTransfer): readonly InputFile[] {
  const files = Array.from(data.files);
  if (files.length > 0) return files.map((file) => inputOf(file));
  const text = data.getData('text/plain');
  return text.trim() === '' ? [] : [{ blob: new Blob([text]), name: 'pasted.txt', lastModified: Date.now() }];
}

/** Everything that lets files in: drop anywhere, paste outside fields, the two dialogs. */
export function DropLayer({ children }: { readonly children: ReactNode }) {
  const app = useApp();
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const [zone, setZone] = useState<Zone | null>(null);
  const t = useSay();
  const say = useRef(t);
  say.current = t;

  const opener = useMemo<Opener>(
    () => ({
      chooseFiles: () => files.current?.click(),
      chooseFolder: () => folder.current?.click(),
      open: (inputs, role) => void openInputs(app, inputs, role),
    }),
    [app],
  );
  useAction('open-files', () => {
    opener.chooseFiles();
    return true;
  });

  useEffect(() => {
    const over = (e: DragEvent) => {
      if (!carriesFiles(e)) return;
      e.preventDefault();
      if (e.dataTransfer !== null) e.dataTransfer.dropEffect = 'copy';
      setZone(zoneOf(e.target));
    };
    const leave = (e: DragEvent) => {
      if (e.relatedTarget === null) setZone(null);
    };
    const drop = (e: DragEvent) => {
      setZone(null);
      if (e.dataTransfer === null || !carriesFiles(e)) return;
      e.preventDefault();
      const role = zoneOf(e.target);
      void filesOfDrop(e.dataTransfer).then(
        (inputs) => opener.open(inputs, role === 'add' ? undefined : role),
        () => toaster.show(say.current('shell.drop.refused')),
      );
    };
    const paste = (e: ClipboardEvent) => {
      if (isField(e.target) || e.clipboardData === null) return;
      const inputs = pasted(e.clipboardData);
      if (inputs.length > 0) opener.open(inputs);
    };
    window.addEventListener('dragenter', over);
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    window.addEventListener('paste', paste);
    return () => {
      window.removeEventListener('dragenter', over);
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
      window.removeEventListener('paste', paste);
    };
  }, [opener]);

  const chosen = (e: ChangeEvent<HTMLInputElement>) => {
    const inputs = Array.from(e.currentTarget.files ?? [], (file) => inputOf(file));
    e.currentTarget.value = '';
    opener.open(inputs);
  };

  return (
    <OpenerContext.Provider value={opener}>
      {children}
      <input ref={files} id="open-files" type="file" multiple hidden onChange={chosen} />
      <input ref={folder} id="open-folder" type="file" hidden onChange={chosen} {...{ webkitdirectory: '' }} />
      {zone === null ? null : <Overlay zone={zone} />}
    </OpenerContext.Provider>
  );
}

/** Shown while something is dragged over the page; with sources open there are zones for base and after. */
function Overlay({ zone }: { readonly zone: Zone }) {
  const t = useSay();
  const some = useSession((s) => s.sources.length > 0);
  const zones: readonly Zone[] = some ? ['add', 'base', 'after'] : ['add'];
  return (
    <div className={css.overlay} aria-hidden>
      {zones.map((z) => (
        <div key={z} data-zone={z} className={cx(css.zone, z === 'add' && css.add, z === zone && css.on)}>
          <b>{t(some ? `shell.drop.${z}` : 'shell.drop.open')}</b>
          <span>{t(some ? `shell.drop.${z}Text` : 'shell.drop.openText')}</span>
        </div>
      ))}
    </div>
  );
}
