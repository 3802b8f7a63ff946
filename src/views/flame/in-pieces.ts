/** Milliseconds of one piece. */
const LONGEST = 8;

/**
 * Runs work that stops every now and then, a few milliseconds at a time, and hands its result over; what fits into the
 * first piece is done at once. Returns what abandons it.
 */
export function inPieces<T>(work: Iterator<undefined, T>, done: (result: T) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const go = () => {
    const until = performance.now() + LONGEST;
    for (;;) {
      const step = work.next();
      if (step.done === true) {
        done(step.value);
        return;
      }
      if (performance.now() < until) continue;
      timer = setTimeout(go);
      return;
    }
  };
  go();
  return () => clearTimeout(timer);
}
