const FUNCTIONS = 400;
const SAMPLES = 1500;
const DEPTH = 24;
const VARINT = 0;
const BYTES = 2;

/** Growing list of bytes with protobuf's writing rules; small, and only for `warmProfile`. */
class Message {
  readonly bytes: number[] = [];

  varint(value: number): this {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes.push((rest % 128) | 128);
    this.bytes.push(rest);
    return this;
  }

  int(field: number, value: number): this {
    return this.varint(field * 8 + VARINT).varint(value);
  }

  put(field: number, content: readonly number[]): this {
    this.varint(field * 8 + BYTES).varint(content.length);
    for (const byte of content) this.bytes.push(byte);
    return this;
  }
}

/**
 * A made-up heap profile (profile.proto) for the workers to open before the first real file comes: distinct stacks with
 * shared prefixes and a numeric label, as Go writes them. Big enough that its loops are compiled.
 */
export function warmProfile(): Uint8Array<ArrayBuffer> {
  const text = (s: string) => Array.from(s, (c) => c.charCodeAt(0));
  const strings = ['', 'inuse_objects', 'count', 'inuse_space', 'bytes', 'warm.go', 'bytes'];
  const profile = new Message();
  profile.put(1, new Message().int(1, 1).int(2, 2).bytes).put(1, new Message().int(1, 3).int(2, 4).bytes);
  let seed = 1;
  const next = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return seed % below;
  };
  for (let s = 0; s < SAMPLES; s++) {
    const stack = new Message();
    let f = next(7);
    const ids: number[] = [];
    for (let d = DEPTH - next(8); d > 0; d--) {
      ids.push(f + 1);
      f = (f * 17 + 5 + next(3)) % FUNCTIONS;
    }
    for (const id of ids.reverse()) stack.varint(id);
    const values = new Message().varint(1 + next(9)).varint(512 + next(99_999));
    const label = new Message().int(1, 6).int(3, 16 << next(6));
    profile.put(2, new Message().put(1, stack.bytes).put(2, values.bytes).put(3, label.bytes).bytes);
  }
  for (let f = 0; f < FUNCTIONS; f++) {
    const line = new Message().int(1, f + 1).int(2, 10 + f);
    profile.put(
      4,
      new Message()
        .int(1, f + 1)
        .int(3, 4096 + f * 16)
        .put(4, line.bytes).bytes,
    );
    profile.put(
      5,
      new Message()
        .int(1, f + 1)
        .int(2, strings.length)
        .int(3, strings.length)
        .int(4, 5).bytes,
    );
    strings.push(`example.com/warm/p${f % 9}.(*T${f % 5}).f${f}`);
  }
  for (const s of strings) profile.put(6, text(s));
  return Uint8Array.from(profile.bytes);
}
