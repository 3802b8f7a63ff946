import { GrowableBigInt64, GrowableFloat64 } from '../../base/growable.ts';
import { StringsBuilder } from '../../model/strings.ts';
import type { Timeline, TimeSeries } from '../../model/timeline.ts';
import { GcBuilder, type GcRow, makeTimeline, SeriesBuilder, StwBuilder } from '../../model/timeline-builder.ts';
import type { GcLine } from './line.ts';

const MIB = 2 ** 20;
/** `@` is printed in ms, cut. */
const RESOLUTION_NS = 1e6;

/** One process in a log: gctrace starts at 1 again when it is restarted. */
export class Epoch {
  readonly key: string;
  previous: GcLine | null = null;
  private first = 0;
  private end = 0;
  private readonly strings = new StringsBuilder();
  private readonly gc = new GcBuilder(MIB);
  private readonly stw = new StwBuilder();
  private readonly live = new SeriesBuilder('live heap', 'bytes');
  private readonly goal = new SeriesBuilder('heap goal', 'bytes');
  private readonly trigger = new SeriesBuilder('heap at trigger', 'bytes');
  private readonly anchorTime = new GrowableFloat64(64);
  private readonly anchorUnix = new GrowableBigInt64(64);
  private readonly counts: Record<string, number> = {};

  constructor(key: string) {
    this.key = key;
  }

  get cycles(): number {
    return this.gc.length;
  }

  get resumed(): boolean {
    return this.gc.length > 0 && this.gc.get(0, 'n') > 1;
  }

  /** True when this line can be the next one of the process. */
  follows(line: GcLine): boolean {
    return this.previous === null || (line.n > this.previous.n && line.at >= this.previous.at);
  }

  add(line: GcLine, unixNs: bigint | null): void {
    if (this.previous === null) this.first = line.at;
    this.previous = line;
    const begin = line.at - this.first;
    const { clock, cpu } = line;
    const wall = clock.reduce((sum, ns) => sum + ns, 0);
    this.gc.add(
      {
        n: line.n,
        begin,
        end: begin + wall,
        cpuPercent: line.percent,
        ...phases(clock, cpu),
        heapStart: line.sizes[0] * MIB,
        heapEnd: line.sizes[1] * MIB,
        live: line.sizes[2] * MIB,
        goal: line.goal * MIB,
        stacks: line.stacks * MIB,
        globals: line.globals * MIB,
        procs: line.procs,
      },
      line.forced,
    );
    const first = clock[0] as number;
    const last = clock[clock.length - 1] as number;
    this.stw.add(this.strings.intern('GC sweep termination'), begin, begin + first);
    this.stw.add(this.strings.intern('GC mark termination'), begin + wall - last, begin + wall);
    this.live.push(begin + wall, line.sizes[2] * MIB);
    this.live.keepLast();
    this.goal.push(begin, line.goal * MIB);
    this.end = Math.max(this.end, begin + wall);
    if (unixNs !== null) {
      this.anchorTime.push(begin + wall);
      this.anchorUnix.push(unixNs);
    }
    this.count('gc');
  }

  /** `(forced)` came on a line of its own. */
  forceLast(): void {
    if (this.gc.length > 0) this.gc.setForced(this.gc.length - 1);
  }

  pacer(trigger: number): void {
    this.trigger.push(this.end, trigger);
  }

  count(kind: string): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1;
  }

  finish(): Timeline {
    const series: TimeSeries[] = [this.live.finish(), this.goal.finish()];
    if (this.trigger.n > 0) series.push(this.trigger.finish());
    const clock = {
      kind: 'process' as const,
      origin: BigInt(this.first),
      resolutionNs: RESOLUTION_NS,
      truncated: true,
    };
    return makeTimeline(clock, this.end, {
      strings: this.strings.finish(),
      gc: this.gc.finish(),
      stw: this.stw.finish('lower'),
      series,
      anchors:
        this.anchorTime.length === 0
          ? null
          : {
              length: this.anchorTime.length,
              time: this.anchorTime.take(),
              unixNs: this.anchorUnix.take(),
              kind: 'log',
            },
      counts: this.counts,
    });
  }
}

function phases(clock: readonly number[], cpu: readonly number[]): GcRow {
  const at = (list: readonly number[], i: number): number => list[i] as number;
  if (clock.length === 3) {
    return {
      clockSweepTerm: at(clock, 0),
      clockMark: at(clock, 1),
      clockMarkTerm: at(clock, 2),
      cpuSweepTerm: at(cpu, 0),
      cpuAssist: at(cpu, 1),
      cpuBackground: at(cpu, 2),
      cpuIdle: at(cpu, 3),
      cpuMarkTerm: at(cpu, 4),
    };
  }
  return {
    clockSweepTerm: at(clock, 0),
    clockScan: at(clock, 1),
    clockSync: at(clock, 2),
    clockMark: at(clock, 3),
    clockMarkTerm: at(clock, 4),
    cpuSweepTerm: at(cpu, 0),
    cpuScan: at(cpu, 1),
    cpuSync: at(cpu, 2),
    cpuAssist: at(cpu, 3),
    cpuBackground: at(cpu, 4),
    cpuIdle: at(cpu, 5),
    cpuMarkTerm: at(cpu, 6),
  };
}
