import { useState } from 'react';
import { showShare } from '../../base/figures.ts';
import { Banner } from '../../ui/Banner.tsx';
import { useApp, useSay, useSession } from '../context.ts';
import { panel } from './panel-state.ts';
import { readShare } from './SourceRow.tsx';
import { useLensSources } from './use-lens-sources.ts';

/** Says over the view that a file on screen was not read whole. Stays while that is true; folds to an icon. */
export function PartialBanner() {
  const t = useSay();
  const { view } = useApp();
  const [folded, setFolded] = useState('');
  const ids = new Set(useLensSources().map((s) => s.fileId));
  const files = useSession((s) => s.files).filter((f) => f.status === 'partial' && ids.has(f.id));
  const first = files[0];
  if (first === undefined) return null;
  const share = readShare(first);
  const name = first.name.slice(first.name.lastIndexOf('/') + 1);
  const text =
    share === null || share.read === share.all
      ? t('shell.partlyShown', { name })
      : t('shell.partShown', { share: showShare(share.read, share.all), name });
  const report = () => {
    panel.setState({ reportFile: first.id });
    view.show('report');
  };
  const more = files.length - 1;
  const key = files.map((f) => f.id).join();
  return (
    <Banner
      folded={folded === key}
      foldLabel={text}
      onFold={(fold) => setFolded(fold ? key : '')}
      action={{ label: t('shell.seeReport'), run: report }}
    >
      {text}
      {more === 0 ? null : ` ${t(more === 1 ? 'shell.andOneMore' : 'shell.andMoreFiles', { count: more })}`}
    </Banner>
  );
}
