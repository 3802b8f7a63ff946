/** Takes away, in a page or a worker, what Chromium 90 and Firefox 91 do not have. Run before any of the page's own code. */
export const REMOVE_NEWER_APIS = `(() => {
  const drop = (target, names) => { for (const name of names) if (target) delete target[name]; };
  const scope = globalThis;
  drop(Object, ['hasOwn', 'groupBy']);
  drop(Map, ['groupBy']);
  drop(Promise, ['withResolvers', 'try']);
  drop(Array, ['fromAsync']);
  const newer = ['at', 'findLast', 'findLastIndex', 'toSorted', 'toReversed', 'toSpliced', 'with', 'group', 'groupToMap'];
  drop(Array.prototype, newer);
  drop(Object.getPrototypeOf(Int8Array.prototype), newer);
  drop(String.prototype, ['at', 'isWellFormed', 'toWellFormed']);
  drop(Set.prototype, ['union', 'intersection', 'difference', 'symmetricDifference', 'isSubsetOf', 'isSupersetOf', 'isDisjointFrom']);
  drop(ArrayBuffer.prototype, ['transfer', 'transferToFixedLength', 'resize']);
  drop(scope, ['structuredClone', 'Iterator', 'scheduler', 'OffscreenCanvas', 'DecompressionStream', 'CompressionStream',
    'TransformStream', 'TextDecoderStream', 'TextEncoderStream', 'WritableStream', 'showOpenFilePicker', 'navigation']);
  if (scope.Crypto) drop(Crypto.prototype, ['randomUUID']);
  if (scope.AbortSignal) { drop(AbortSignal, ['timeout', 'any']); drop(AbortSignal.prototype, ['throwIfAborted']); }
  if (scope.ReadableStream) { drop(ReadableStream, ['from']); drop(ReadableStream.prototype, ['pipeThrough', 'pipeTo', 'values', Symbol.asyncIterator]); }
  if (scope.Element) drop(Element.prototype, ['checkVisibility', 'getHTML']);
  if (scope.HTMLElement) drop(HTMLElement.prototype, ['inert', 'showPopover', 'hidePopover', 'togglePopover', 'popover']);
  if (scope.CanvasRenderingContext2D) drop(CanvasRenderingContext2D.prototype, ['roundRect', 'reset', 'createConicGradient', 'letterSpacing']);
  if (scope.Document) drop(Document.prototype, ['startViewTransition']);
  if (scope.Intl) drop(Intl, ['Segmenter', 'DurationFormat', 'supportedValuesOf']);
})();`;
