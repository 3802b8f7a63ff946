/**
 * Runs at most one task at a time and keeps only the newest of those that wait: what a user typed five keys ago
 * need not be answered. A task that was replaced before it started resolves to `undefined`.
 */
export class LatestOnly {
  private running = false;
  private waiting: { start: () => void; drop: () => void } | undefined;

  run<T>(task: () => Promise<T>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const start = () => {
        this.running = true;
        task()
          .then(resolve, reject)
          .finally(() => {
            this.running = false;
            const next = this.waiting;
            this.waiting = undefined;
            next?.start();
          });
      };
      if (!this.running) {
        start();
        return;
      }
      this.waiting?.drop();
      this.waiting = { start, drop: () => resolve(undefined) };
    });
  }
}
