import type { Profile, ValueType } from '../../model/profile.ts';
import { ProfileBuilder } from '../../model/profile-builder.ts';
import type { DecodedSource } from '../../model/source.ts';
import { type Strings, stringAt } from '../../model/strings.ts';
import type { TimelineStacks } from '../../model/timeline.ts';
import type { TraceFacts } from './facts.ts';
import type { HeapObjects } from './heap-objects.ts';
import type { StackTotals } from './tables.ts';

/** Types of their own: profiles of one trace are no series that could be compared. */
function timed(count: string, time: string): readonly ValueType[] {
  return [
    { type: count, unit: 'count' },
    { type: time, unit: 'nanoseconds' },
  ];
}
const CPU: readonly ValueType[] = [
  { type: 'samples', unit: 'count' },
  { type: 'cpu', unit: 'nanoseconds' },
];
const LIVE: readonly ValueType[] = [
  { type: 'inuse_objects', unit: 'count' },
  { type: 'inuse_space', unit: 'bytes' },
];
/** The rate of Go's CPU profiler, which a trace does not repeat. */
const CPU_PERIOD_NS = 10_000_000;

/** Profiles that a trace holds, as `go tool trace -pprof` makes them: each opens like any other. */
export function profilesOf(
  facts: TraceFacts,
  strings: Strings,
  stacks: TimelineStacks,
  durationNs: number,
): DecodedSource[] {
  const sources: DecodedSource[] = [];
  const add = (name: string, flavor: string, profile: Profile): void => {
    if (profile.samples.length > 0) sources.push({ kind: 'profile', name, flavor, profile, isDiff: false });
  };
  const facets = { durationNanos: BigInt(Math.max(0, Math.trunc(durationNs))) };
  const delays = (count: string, time: string, fill: (maker: Maker) => void): Profile => {
    const maker = new Maker(timed(count, time), strings, stacks);
    fill(maker);
    return maker.builder.finish({ ...facets, defaultSampleTypeName: time });
  };
  const blocking = delays('contentions', 'delay', (maker) => {
    for (const [reason, totals] of facts.blocked) {
      const text = stringAt(strings, reason);
      maker.totals(totals, text === '' ? 0 : maker.builder.labelSet([{ key: 'reason', text }]));
    }
  });
  add('blocking', 'trace-block', blocking);
  add(
    'syscall',
    'trace-syscall',
    delays('syscalls', 'syscall', (maker) => maker.totals(facts.syscalls, 0)),
  );
  add(
    'cgo',
    'trace-cgo',
    delays('calls', 'cgo', (maker) => maker.totals(facts.cgo, 0)),
  );
  add(
    'scheduler latency',
    'trace-sched',
    delays('waits', 'latency', (maker) => maker.totals(facts.latency, 0)),
  );
  const maker = new Maker(CPU, strings, stacks);
  for (let i = 0; i < facts.sampleStack.length; i++) {
    const stack = maker.stack(facts.sampleStack.data[i] as number);
    const thread = facts.sampleThread.data[i] as number;
    maker.builder.sample(stack, [1, CPU_PERIOD_NS], 0, facts.sampleTime.data[i], thread);
  }
  const cpu = maker.builder.finish({
    ...facets,
    defaultSampleTypeName: 'cpu',
    periodType: { type: 'cpu', unit: 'nanoseconds' },
    period: BigInt(CPU_PERIOD_NS),
  });
  add('cpu', 'cpu', cpu);
  return sources;
}

/** The heap objects that are alive at the end of a trace of the object experiment, by type; null when there are none. */
export function objectsProfile({ types }: HeapObjects): DecodedSource | null {
  const builder = new ProfileBuilder(LIVE);
  for (const { name, objects, bytes } of types) {
    if (objects === 0) continue;
    const location = builder.location([name === '' ? {} : { name }]);
    const labels = name === '' ? 0 : builder.labelSet([{ key: 'type', text: name }]);
    builder.sample(builder.stack([location]), [objects, bytes], labels);
  }
  const profile = builder.finish({ defaultSampleTypeName: 'inuse_space' });
  if (profile.samples.length === 0) return null;
  return { kind: 'profile', name: 'heap objects by type', flavor: 'heap-objects', profile, isDiff: false };
}

/** Turns stacks of a trace (leaf first) into stacks of a profile (root first), those that are used. */
class Maker {
  readonly builder: ProfileBuilder;
  private readonly strings: Strings;
  private readonly stacks: TimelineStacks;
  private readonly known = new Map<number, number>();

  constructor(types: readonly ValueType[], strings: Strings, stacks: TimelineStacks) {
    this.builder = new ProfileBuilder(types);
    this.strings = strings;
    this.stacks = stacks;
  }

  totals({ count, ns }: StackTotals, labels: number): void {
    for (let row = 0; row < count.length; row++) {
      if (count[row] === 0 && ns[row] === 0) continue;
      this.builder.sample(this.stack(row - 1), [count[row] as number, ns[row] as number], labels);
    }
  }

  stack(id: number): number {
    let made = this.known.get(id);
    if (made !== undefined) return made;
    const { builder, stacks, strings } = this;
    const from = id < 0 ? 0 : (stacks.offsets[id] as number);
    const to = id < 0 ? 0 : (stacks.offsets[id + 1] as number);
    const locations: number[] = [];
    for (let i = to - 1; i >= from; i--) {
      const f = stacks.frames[i] as number;
      const name = stringAt(strings, stacks.frame.func[f] as number);
      const pc = stacks.frame.pc[f] as number;
      const frame = {
        file: stringAt(strings, stacks.frame.file[f] as number),
        line: stacks.frame.line[f] as number,
        address: Number.isSafeInteger(pc) ? BigInt(pc) : 0n,
      };
      locations.push(builder.location([name === '' ? frame : { ...frame, name }]));
    }
    made = builder.stack(locations);
    this.known.set(id, made);
    return made;
  }
}
