import { Component, type ErrorInfo, type ReactNode } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorState } from '../../ui/States.tsx';
import { useSay } from '../context.ts';

interface BoundaryProps {
  /** A new value clears the failure: another view, another lens. */
  readonly resetKey: string;
  readonly children: ReactNode;
}

interface BoundaryState {
  readonly error: Error | null;
  readonly stack: string;
  readonly failedAt: string;
}

/** Keeps a failing view from taking the page with it. */
export class ErrorBoundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null, stack: '', failedAt: '' };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(props: BoundaryProps, state: BoundaryState): Partial<BoundaryState> | null {
    if (state.error === null) return { failedAt: props.resetKey };
    return state.failedAt === props.resetKey ? null : { error: null, stack: '', failedAt: props.resetKey };
  }

  override componentDidCatch(_error: Error, info: ErrorInfo): void {
    this.setState({ stack: info.componentStack ?? '' });
  }

  override render(): ReactNode {
    const { error, stack } = this.state;
    if (error === null) return this.props.children;
    return (
      <ViewFailed
        what={error.message}
        details={`${error.stack ?? error.message}\n${stack}`}
        onRetry={() => this.setState({ error: null, stack: '' })}
      />
    );
  }
}

interface ViewFailedProps {
  readonly what: string;
  readonly details: string;
  readonly onRetry?: () => void;
}

/** A view that could not be computed or drawn. */
export function ViewFailed({ what, details, onRetry }: ViewFailedProps) {
  const t = useSay();
  return (
    <ErrorState
      title={t('shell.viewFailed')}
      actions={
        <>
          {onRetry === undefined ? null : <Button onClick={onRetry}>{t('shell.tryAgain')}</Button>}
          <CopyButton
            written
            kind="quiet"
            text={details}
            label={t('shell.copyDetails')}
            doneLabel={t('shell.copied')}
          />
        </>
      }
    >
      <p>
        <code>{what}</code>
      </p>
      <p>{t('shell.otherViewsStay')}</p>
    </ErrorState>
  );
}
