import type { ProfileBuilder } from '../model/profile-builder.ts';

/** Mapping rows of a profile by object path, for texts that name the object of a frame but not where it was mapped. */
export class ObjectRows {
  private readonly builder: ProfileBuilder;
  private readonly rows = new Map<string, number>();

  constructor(builder: ProfileBuilder) {
    this.builder = builder;
  }

  /** The row of an object as a part of a frame; nothing for ''. */
  of(file: string, buildId = ''): { readonly mapping?: number } {
    if (file === '') return {};
    const key = `${file}\0${buildId}`;
    let mapping = this.rows.get(key);
    if (mapping === undefined) {
      mapping = this.builder.addMapping({ start: 0n, limit: 0n, offset: 0n, file, buildId });
      this.rows.set(key, mapping);
    }
    return { mapping };
  }
}
