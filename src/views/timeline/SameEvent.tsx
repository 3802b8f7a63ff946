import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { useApp, useSay } from '../context.ts';
import { aligning, movedOffset, type Picked, withOffset } from './align.ts';

/** Two clicks that make two events one: the second source is moved so that its event lies where the first one is. */
export function SameEvent(own: Picked) {
  const t = useSay();
  const { view } = useApp();
  const picked = useStore(aligning, (s) => s.picked);
  if (picked === null || picked.source === own.source) {
    return (
      <Button kind="quiet" onClick={() => aligning.setState({ picked: own })}>
        {t('timeline.sameEvent')}
      </Button>
    );
  }
  const apply = () => {
    const { align } = view.store.getState().lens;
    const offset = movedOffset(own.offset, own.time, picked.time);
    view.setLens({ align: withOffset(align, own.source, offset) });
    aligning.setState({ picked: null });
  };
  return <Button onClick={apply}>{t('timeline.sameAs', { name: picked.name })}</Button>;
}
