const SAMPLES = 500;
const DEPTH = 14;
const FUNCTIONS = 160;
/** What a sample's stack goes through from the leaf on: C, the border, Go. */
const BORDER = [
  '_cgo_0123456789ab_Cfunc_warm',
  'runtime.asmcgocall.abi0',
  'runtime.cgocall',
  'example.com/warm._Cfunc_warm.abi0',
];

/**
 * A made-up `perf script` text of a program of Go and C, for the workers to open before the first real file comes: what
 * reads texts, ends broken stacks and folds the border between the two is then compiled.
 */
export function warmText(): string {
  let seed = 1;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % below;
  };
  const lines: string[] = [];
  for (let s = 0; s < SAMPLES; s++) {
    lines.push(`warm ${1000 + next(8)} [00${next(4)}] ${100 + s}.${100_000 + next(800_000)}:  10101010 cpu-clock: `);
    const frame = (name: string, at: number, object: string) =>
      lines.push(
        `\t${(0x40_0000 + at * 64).toString(16).padStart(16)} ${name}+0x${(at % 256).toString(16)} (${object})`,
      );
    for (let d = next(6); d >= 0; d--) {
      const f = next(FUNCTIONS);
      frame(`warm_c_${f}`, f, '/lib/libwarm.so');
    }
    for (const [i, name] of BORDER.entries()) frame(name, i, '/bin/warm');
    let f = next(7);
    for (let d = DEPTH - next(8); d > 0; d--) {
      frame(`example.com/warm/p${f % 9}.(*T${f % 5}).f${f}`, f, '/bin/warm');
      f = (f * 17 + 5 + next(3)) % FUNCTIONS;
    }
    lines.push('');
  }
  return `${lines.join('\n')}\n`;
}
