/** Typed arrays that grow by half. `data` may be longer than `length`; `take()` returns exactly the filled part. */
type Numeric = Int32Array | Uint32Array | Float64Array | Uint8Array | Uint16Array | BigInt64Array | BigUint64Array;

class Growable<A extends Numeric> {
  data: A;
  length = 0;
  private readonly make: (n: number) => A;

  constructor(make: (n: number) => A, capacity: number) {
    this.make = make;
    this.data = make(Math.max(capacity, 8));
  }

  /** Makes room for `extra` more values and returns the array to write into. */
  reserve(extra: number): A {
    const need = this.length + extra;
    if (need > this.data.length) {
      const bigger = this.make(Math.max(need, this.data.length + (this.data.length >> 1) + 8));
      (bigger as Uint8Array).set(this.data as Uint8Array);
      this.data = bigger;
    }
    return this.data;
  }

  push(value: A[number]): number {
    const data = this.length < this.data.length ? this.data : this.reserve(1);
    (data as { [i: number]: A[number] })[this.length] = value;
    return this.length++;
  }

  /** The filled part. */
  take(): A {
    const { data, length } = this;
    if (data.length === length) return data;
    return data.slice(0, length) as A;
  }
}

export class GrowableInt32 extends Growable<Int32Array> {
  constructor(capacity = 256) {
    super((n) => new Int32Array(n), capacity);
  }

  // Each has a push of its own: one function for all types of arrays is several times slower.
  override push(value: number): number {
    const data = this.length < this.data.length ? this.data : this.reserve(1);
    data[this.length] = value;
    return this.length++;
  }
}
export class GrowableFloat64 extends Growable<Float64Array> {
  constructor(capacity = 256) {
    super((n) => new Float64Array(n), capacity);
  }

  override push(value: number): number {
    const data = this.length < this.data.length ? this.data : this.reserve(1);
    data[this.length] = value;
    return this.length++;
  }
}
export class GrowableUint8 extends Growable<Uint8Array> {
  constructor(capacity = 256) {
    super((n) => new Uint8Array(n), capacity);
  }

  override push(value: number): number {
    const data = this.length < this.data.length ? this.data : this.reserve(1);
    data[this.length] = value;
    return this.length++;
  }
}
export class GrowableUint16 extends Growable<Uint16Array> {
  constructor(capacity = 256) {
    super((n) => new Uint16Array(n), capacity);
  }

  override push(value: number): number {
    const data = this.length < this.data.length ? this.data : this.reserve(1);
    data[this.length] = value;
    return this.length++;
  }
}
export class GrowableBigInt64 extends Growable<BigInt64Array> {
  constructor(capacity = 256) {
    super((n) => new BigInt64Array(n), capacity);
  }
}
export class GrowableBigUint64 extends Growable<BigUint64Array> {
  constructor(capacity = 256) {
    super((n) => new BigUint64Array(n), capacity);
  }
}
