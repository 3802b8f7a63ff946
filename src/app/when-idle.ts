/** Runs a task when the page has painted and nothing else is to do; at once is soon enough where the browser cannot tell. */
export function whenIdle(task: () => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(task, { timeout: 1000 });
  else setTimeout(task, 100);
}
