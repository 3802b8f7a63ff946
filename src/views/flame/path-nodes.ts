import type { FlamePicture } from '../../contract/api.ts';
import { nodeAtPath, pathOf, ROOT_NODE } from '../../draw/tree-walk.ts';

const REMEMBERED = 8;

const samePath = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((n, i) => n === b[i]);

/**
 * Paths of names for nodes, and back. Two functions of one name lead to two nodes of one path: the last few answers are
 * remembered, so that a path comes back as the node it was made for.
 */
export class PathNodes {
  private readonly picture: FlamePicture;
  private readonly given = new Map<number, readonly string[]>();

  constructor(picture: FlamePicture) {
    this.picture = picture;
  }

  path(node: number): readonly string[] {
    const path = this.given.get(node) ?? pathOf(this.picture.tree, this.picture.keys, node);
    this.given.delete(node);
    if (this.given.size >= REMEMBERED) this.given.delete(this.given.keys().next().value ?? ROOT_NODE);
    this.given.set(node, path);
    return path;
  }

  node(path: readonly string[]): number | null {
    for (const [known, names] of this.given) if (samePath(names, path)) return known;
    const node = nodeAtPath(this.picture.tree, this.picture.keys, path);
    if (node !== null) this.given.set(node, path);
    return node;
  }
}
